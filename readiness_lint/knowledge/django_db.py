from dataclasses import replace

from readiness_lint.knowledge.schema import (
    Chosen,
    ColumnTrait,
    Constrains,
    ErrorFamily,
    GetsOrMakes,
    Inherits,
    Is,
    Knowledge,
    Leases,
    Loads,
    Manager,
    ModelBase,
    Names,
    Param,
    Reads,
    RelationTrait,
    Returns,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind, Type

ORM = "django"
REQUIRED = Is("requires-row")
DB, MODELS = "django.db", "django.db.models"
MODEL, MANAGER, QUERYSET = f"{MODELS}.Model", f"{MODELS}.Manager", f"{MODELS}.QuerySet"
TABLE = ModelBase(ORM, history="apps")
BOTH = f"{MANAGER} {QUERYSET}"
POSTGRES = "django.contrib.postgres.fields"
WRAPPER = "django.db.backends.base.base.BaseDatabaseWrapper"
CURSOR = "django.db.backends.utils.CursorWrapper"
SQL = Param("sql", 0)
KLASS, ROWS = Param("klass", 0), Param("queryset", 0)
# The packages whose users import models from elsewhere.
BESIDE = ("django", "rest_framework", "ninja", "graphene_django", "strawberry_django")
CONNECTION = Type(WRAPPER)
USERS, CONTENT_TYPES = "django.contrib.auth.models", "django.contrib.contenttypes"
AWAITED = Is("coroutine")

# Nothing of Django's ORM is `Outbound`: in a coroutine it raises instead of holding the loop.

SPELLINGS = (
    *each(f"{MODELS}.constraints", "", Names(MODELS)),
    *each(f"{MODELS}.base {MODELS}.manager {MODELS}.query {MODELS}.fields", "", Names(MODELS)),
    *each(f"{MODELS}.fields", "json related files composite generated", Names(MODELS)),
    *each(POSTGRES, "array citext hstore jsonb ranges", Names(POSTGRES)),
    *each(f"{MODELS}.deletion", "", Names(MODELS)),
    *each(f"{DB}.utils", "", Names(DB)),
    *each("django.contrib.auth.base_user", "", Names("django.contrib.auth.models")),
)

TABLES = (
    (MODEL, TABLE),
    *each(
        USERS,
        "AbstractUser AbstractBaseUser PermissionsMixin",
        TABLE,
        Is("class"),
        Inherits((MODEL,)),
    ),
    *each(USERS, "Group Permission", Is("class"), Inherits((MODEL,))),
    *each(USERS, "User", Is("class"), Inherits((f"{USERS}.AbstractUser",))),
    *each(
        "django.contrib.contenttypes.models",
        "ContentType",
        Is("class"),
        Inherits((MODEL,)),
    ),
    *each(
        MODEL,
        "objects _default_manager _base_manager",
        Returns(Type(MANAGER)),
        Manager(QUERYSET, BESIDE, begins="get_queryset"),
    ),
    (QUERYSET, Is("collection")),
    (QUERYSET, Is("lazy-rows")),
    (f"{MODEL}.DoesNotExist", Inherits(("django.core.exceptions.ObjectDoesNotExist",))),
    (f"{MODEL}.DoesNotExist", Is("misses-row")),
    ("django.core.exceptions.ObjectDoesNotExist", Is("misses-row")),
    (
        f"{MODEL}.MultipleObjectsReturned",
        Inherits(("django.core.exceptions.MultipleObjectsReturned",)),
    ),
)

# A mutable default is one object for all rows: Django copies none.
COLUMNS = (
    *each(
        MODELS,
        "CharField TextField EmailField SlugField URLField FilePathField "
        "CommaSeparatedIntegerField GenericIPAddressField IPAddressField",
        ColumnTrait(ORM, "text"),
    ),
    *each(
        MODELS,
        "IntegerField BigIntegerField SmallIntegerField PositiveIntegerField "
        "PositiveBigIntegerField PositiveSmallIntegerField AutoField BigAutoField SmallAutoField",
        ColumnTrait(ORM, "integer"),
    ),
    *each(MODELS, "FloatField", ColumnTrait(ORM, "float")),
    *each(MODELS, "DecimalField", ColumnTrait(ORM, "decimal")),
    *each(MODELS, "BooleanField NullBooleanField", ColumnTrait(ORM, "boolean")),
    *each(MODELS, "DateTimeField", ColumnTrait(ORM, "datetime")),
    *each(MODELS, "DateField", ColumnTrait(ORM, "date")),
    *each(MODELS, "TimeField", ColumnTrait(ORM, "time")),
    *each(MODELS, "DurationField", ColumnTrait(ORM, "interval")),
    *each(MODELS, "BinaryField", ColumnTrait(ORM, "binary")),
    *each(MODELS, "FileField ImageField", ColumnTrait(ORM, "file")),
    *each(MODELS, "UUIDField", ColumnTrait(ORM, "uuid")),
    *each(MODELS, "JSONField", ColumnTrait(ORM, "json")),
    *each(MODELS, "ForeignKey OneToOneField", ColumnTrait(ORM, "reference")),
    *each(POSTGRES, "ArrayField", ColumnTrait(ORM, "array")),
    *each(POSTGRES, "HStoreField JSONField", ColumnTrait(ORM, "json")),
    *each(POSTGRES, "CICharField CIEmailField CITextField", ColumnTrait(ORM, "text")),
    *each(
        POSTGRES,
        "IntegerRangeField BigIntegerRangeField DecimalRangeField DateRangeField "
        "DateTimeRangeField",
        ColumnTrait(ORM, "range"),
    ),
)

CONSTRAINTS = (
    (f"{MODELS}.UniqueConstraint", Constrains("unique", Param("fields"), position=0)),
    (f"{MODELS}.CheckConstraint", Constrains("check")),
    ("django.contrib.postgres.constraints.ExclusionConstraint", Constrains("exclusion")),
)

MANY = RelationTrait(
    ORM,
    target=Param("to", 0),
    many=True,
    back=Param("related_name", 1),
    back_many=True,
    back_default="{model}_set",
    spelled=("%(class)s", "%(model_name)s"),
    hidden="+",
    keys=("pk", "id"),
    queries=QUERYSET,
    whole="all",
    itself="self",
    abstract="Meta.abstract",
    joins="prefetch_related",
    joins_many="prefetch_related",
    counts='annotate(Count("{}"))',
    sync_only=True,
)
FORWARD = replace(
    MANY, many=False, back=Param("related_name", 2), key="{name}_id", joins="select_related"
)
SINGLE = replace(FORWARD, back=Param("related_name"), back_many=False, back_default="{model}")
USER = Chosen("AUTH_USER_MODEL", f"{USERS}.User")
PATHS = Loads("load", Param("fields", 0), separator="__")

RELATIONS = (
    *each(MODELS, "ForeignKey", FORWARD),
    *each(MODELS, "OneToOneField", SINGLE),
    *each(MODELS, "ManyToManyField", MANY),
    *each(f"{CONTENT_TYPES}.fields", "GenericRelation", replace(MANY, back=None, back_default="")),
    *each(
        f"{CONTENT_TYPES}.fields",
        "GenericForeignKey",
        replace(MANY, target=None, many=False, back=None, back_default=""),
    ),
    ("django.conf.settings.AUTH_USER_MODEL", USER),
    ("django.contrib.auth.get_user_model", USER),
)

LOADED = (
    *each(BOTH, "select_related", replace(PATHS, bare=True)),
    *each(BOTH, "prefetch_related", replace(PATHS, names=Param("lookups", 0))),
    *each(BOTH, "only", replace(PATHS, role="only")),
    *each(BOTH, "defer", replace(PATHS, role="defer")),
    *each(
        MODELS,
        "Prefetch",
        Loads(
            "load",
            Param("lookup", 0),
            separator="__",
            queryset=Param("queryset", 1),
            alias=Param("to_attr", 2),
        ),
    ),
    *each(
        MODELS,
        "prefetch_related_objects",
        Loads(
            "load",
            Param("related_lookups", 1),
            separator="__",
            rows=Param("model_instances", 0),
        ),
    ),
    *each(BOTH, "values values_list dates datetimes raw", Is("plain-rows")),
)

# A builder gives all rows that match once its value is iterated.
BUILDERS = (
    *each(
        BOTH,
        "all filter exclude annotate alias complex_filter defer extra only order_by prefetch_related "
        "reverse select_related using values values_list union difference intersection",
        Reads(ORM, "build", many=True, runs=False),
        Returns(Type(QUERYSET)),
    ),
    *each(
        BOTH,
        "dates datetimes distinct",
        Reads(ORM, "build", many=True, runs=False, folds=True),
        Returns(Type(QUERYSET)),
    ),
    *each(BOTH, "values values_list", Is("folds-annotated")),
    *each(BOTH, "none", Reads(ORM, "build", runs=False, limits=True), Returns(Type(QUERYSET))),
    *each(
        BOTH,
        "select_for_update",
        Reads(ORM, "build", many=True, runs=False),
        Returns(Type(QUERYSET)),
        Is("row-lock"),
    ),
    *each(
        BOTH,
        "raw",
        Reads(ORM, "build", many=True, runs=False),
        Returns(Type(f"{MODELS}.RawQuerySet")),
    ),
    *each(MANAGER, "get_queryset", Returns(Type(QUERYSET))),
    *each(MANAGER, "db_manager", Returns(Type(MANAGER))),
    *each(MANAGER, "from_queryset", Returns(Type(MANAGER, of_class=True))),
    *each(QUERYSET, "as_manager", Returns(Type(MANAGER))),
)

QUERIES = (
    *each(BOTH, "get", Reads(ORM, "get"), REQUIRED),
    *each(BOTH, "aget", Reads(ORM, "get"), REQUIRED, AWAITED),
    *each(BOTH, "first last earliest latest", Reads(ORM, "first", limits=True)),
    *each(BOTH, "afirst alast aearliest alatest", Reads(ORM, "first", limits=True), AWAITED),
    *each(BOTH, "count", Reads(ORM, "count")),
    *each(BOTH, "acount", Reads(ORM, "count"), AWAITED),
    *each(BOTH, "exists contains", Reads(ORM, "exists")),
    *each(BOTH, "aexists acontains", Reads(ORM, "exists"), AWAITED),
    *each(BOTH, "aggregate", Reads(ORM, "run", folds=True)),
    *each(BOTH, "aaggregate", Reads(ORM, "run", folds=True), AWAITED),
    *each(BOTH, "explain", Reads(ORM, "run")),
    *each(BOTH, "aexplain", Reads(ORM, "run"), AWAITED),
    # Called with ids it gives those rows: not all that match.
    *each(BOTH, "in_bulk", Reads(ORM, "all")),
    *each(BOTH, "ain_bulk", Reads(ORM, "all"), AWAITED),
    *each(BOTH, "iterator aiterator", Reads(ORM, "all", many=True)),
    *each(MODEL, "refresh_from_db", Reads(ORM, "reload")),
    *each(MODEL, "arefresh_from_db", Reads(ORM, "reload"), AWAITED),
    *each("django.shortcuts", "get_object_or_404", Reads(ORM, "get", model=KLASS), REQUIRED),
    *each("rest_framework.generics", "get_object_or_404", Reads(ORM, "get", model=ROWS), REQUIRED),
    *each(
        "django.shortcuts", "aget_object_or_404", Reads(ORM, "get", model=KLASS), REQUIRED, AWAITED
    ),
    *each("django.shortcuts", "get_list_or_404", Reads(ORM, "all", many=True, model=KLASS)),
    *each(
        "django.shortcuts",
        "aget_list_or_404",
        Reads(ORM, "all", many=True, model=KLASS),
        AWAITED,
    ),
)

CHANGES = (
    *each(MODELS, "F Case Value Func Subquery OuterRef", Is("column-expression")),
    *each(BOTH, "create get_or_create", Writes(ORM, "create")),
    *each(BOTH, "acreate aget_or_create", Writes(ORM, "create"), AWAITED),
    *each(BOTH, "update update_or_create", Writes(ORM, "update")),
    *each(BOTH, "aupdate aupdate_or_create", Writes(ORM, "update"), AWAITED),
    *each(
        BOTH,
        "get_or_create aget_or_create update_or_create aupdate_or_create",
        GetsOrMakes(("defaults", "create_defaults")),
    ),
    *each(BOTH, "bulk_create bulk_update", Writes(ORM, "bulk")),
    *each(BOTH, "abulk_create abulk_update", Writes(ORM, "bulk"), AWAITED),
    *each(QUERYSET, "delete", Writes(ORM, "delete")),
    *each(QUERYSET, "adelete", Writes(ORM, "delete"), AWAITED),
    *each(MODEL, "save", Writes(ORM, "save")),
    *each(MODEL, "asave", Writes(ORM, "save"), AWAITED),
    *each(MODEL, "delete", Writes(ORM, "delete")),
    *each(MODEL, "adelete", Writes(ORM, "delete"), AWAITED),
    *each(f"{USERS}.UserManager", "", Inherits((MANAGER,))),
    *each(
        f"{USERS}.UserManager",
        "create_user create_superuser",
        Writes(ORM, "create"),
    ),
    *each(
        f"{USERS}.UserManager",
        "acreate_user acreate_superuser",
        Writes(ORM, "create"),
        AWAITED,
    ),
    *each(
        f"{USERS}.AbstractUser",
        "objects",
        Returns(Type(f"{USERS}.UserManager")),
    ),
    (
        "django.contrib.auth.get_user_model",
        Returns(Type(f"{USERS}.AbstractUser", of_class=True)),
    ),
)

TRANSACTIONS = (
    (
        f"{DB}.transaction.atomic",
        Leases(LeaseKind.TRANSACTION, ORM, alias=Param("using", 0)),
    ),
    ("django.utils.decorators.method_decorator", Is("applies")),
    ("django.conf.settings.DATABASES.default.ATOMIC_REQUESTS", Is("wraps-requests")),
    # Seconds; `None`: for ever.  By default 0: each request connects.
    ("django.conf.settings.DATABASES.default.CONN_MAX_AGE", Is("keeps-connections")),
    (f"{DB}.transaction.non_atomic_requests", Is("unwraps-requests")),
    (f"{DB}.transaction.commit", Writes(ORM, "commit")),
    (f"{DB}.transaction.rollback", Is("cleanup")),
    (f"{DB}.connection", Returns(CONNECTION)),
    # `connections[alias]` gives what a mapping of alias to connection gives.
    (f"{DB}.connections", Returns(Type("builtins.dict", (Type("builtins.str"), CONNECTION)))),
    (f"{DB}.transaction.get_connection", Returns(CONNECTION)),
    *each(WRAPPER, "cursor", Returns(Type(CURSOR))),
    *each(WRAPPER, "commit", Writes(ORM, "commit")),
    *each(WRAPPER, "rollback close", Is("cleanup")),
    *each(WRAPPER, "ensure_connection connect is_usable", Is("asks-peer")),
    *each(CURSOR, "execute executemany", Reads(ORM, "run", statement=SQL)),
    *each(CURSOR, "fetchone", Reads(ORM, "first", runs=False, limits=True)),
    *each(CURSOR, "fetchmany", Reads(ORM, "all", runs=False, limits=True)),
    *each(CURSOR, "fetchall", Reads(ORM, "all", many=True, runs=False)),
)

ERRORS = (
    *each(
        DB,
        "Error DatabaseError InterfaceError DataError IntegrityError InternalError "
        "NotSupportedError OperationalError ProgrammingError",
        ErrorFamily("database"),
    ),
    *each(DB, "DatabaseError InterfaceError", Inherits((f"{DB}.Error",))),
    *each(
        DB,
        "DataError IntegrityError InternalError NotSupportedError OperationalError "
        "ProgrammingError",
        Inherits((f"{DB}.DatabaseError",)),
    ),
    *each(
        f"{DB}.transaction",
        "TransactionManagementError",
        ErrorFamily("database"),
        Inherits((f"{DB}.ProgrammingError",)),
    ),
    *each(
        MODELS,
        "ProtectedError RestrictedError",
        ErrorFamily("database"),
        Inherits((f"{DB}.IntegrityError",)),
    ),
)

VALUES = (
    *each("django.utils.timezone", "now", Is("random"), Returns(Type("datetime.datetime"))),
    *each("django.utils.timezone", "localtime", Is("random"), Returns(Type("datetime.datetime"))),
    *each("django.utils.timezone", "localdate", Is("random"), Returns(Type("datetime.date"))),
    *each(
        "django.utils.timezone",
        "make_aware make_naive",
        Is("pure"),
        Returns(Type("datetime.datetime")),
    ),
    *each("django.utils.crypto", "get_random_string", Is("random"), Returns(Type("builtins.str"))),
    *each(
        "django.core.management.utils",
        "get_random_secret_key",
        Is("random"),
        Returns(Type("builtins.str")),
    ),
)

DJANGO_DB = Knowledge(
    "Django",
    "4.2-5.2",
    "https://docs.djangoproject.com",
    (
        *SPELLINGS,
        *TABLES,
        *COLUMNS,
        *CONSTRAINTS,
        *RELATIONS,
        *LOADED,
        *BUILDERS,
        *QUERIES,
        *CHANGES,
        *TRANSACTIONS,
        *ERRORS,
        *VALUES,
    ),
)
