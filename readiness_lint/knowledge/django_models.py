from readiness_lint.knowledge.django_db import FORWARD, SINGLE
from readiness_lint.knowledge.schema import (
    ColumnTrait,
    Inherits,
    Is,
    Knowledge,
    ModelBase,
    Names,
    Returns,
    each,
)
from readiness_lint.terms import Type

ORM = "django"
MODEL, MANAGER = "django.db.models.Model", "django.db.models.Manager"
QUERYSET = "django.db.models.QuerySet"
TABLE = (Is("class"), ModelBase(ORM, history="apps"), Inherits((MODEL,)))
OF_ROWS, OF_QUERIES = (Is("class"), Inherits((MANAGER,))), (Is("class"), Inherits((QUERYSET,)))

MODEL_UTILS = Knowledge(
    "django-model-utils",
    "5.0-5.0",
    "https://django-model-utils.readthedocs.io",
    (
        *each(
            "model_utils.models",
            "TimeStampedModel TimeFramedModel StatusModel SoftDeletableModel UUIDModel",
            *TABLE,
        ),
        *each("model_utils.managers", "InheritanceManager QueryManager", *OF_ROWS),
        *each("model_utils.managers", "SoftDeletableManager", *OF_ROWS),
        *each("model_utils.managers", "InheritanceQuerySet SoftDeletableQuerySet", *OF_QUERIES),
        *each(
            "model_utils.fields",
            "AutoCreatedField AutoLastModifiedField MonitorField",
            ColumnTrait(ORM, "datetime"),
        ),
        *each("model_utils.fields", "StatusField UrlsafeTokenField", ColumnTrait(ORM, "text")),
        *each("model_utils.fields", "UUIDField", ColumnTrait(ORM, "uuid")),
    ),
)

POLYMORPHIC = Knowledge(
    "django-polymorphic",
    "4.11-4.11",
    "https://django-polymorphic.readthedocs.io",
    (
        *each("polymorphic.models", "PolymorphicModel", *TABLE),
        *each(
            "polymorphic.models",
            "PolymorphicManager",
            Names("polymorphic.managers.PolymorphicManager"),
        ),
        *each("polymorphic.managers", "PolymorphicManager", *OF_ROWS),
        *each("polymorphic.managers", "PolymorphicQuerySet", *OF_QUERIES),
    ),
)

MPTT = Knowledge(
    "django-mptt",
    "0.20-0.20",
    "https://django-mptt.readthedocs.io",
    (
        *each("mptt.models", "MPTTModel", *TABLE),
        *each("mptt.managers", "TreeManager", *OF_ROWS),
        *each("mptt.models", "TreeManager", Names("mptt.managers.TreeManager")),
        *each("mptt.fields", "TreeForeignKey TreeOneToOneField", ColumnTrait(ORM, "reference")),
        *each("mptt.fields", "TreeForeignKey", FORWARD),
        *each("mptt.fields", "TreeOneToOneField", SINGLE),
        *each("mptt.models", "TreeForeignKey", Names("mptt.fields.TreeForeignKey")),
    ),
)

EXTENSIONS = Knowledge(
    "django-extensions",
    "4.1-4.1",
    "https://django-extensions.readthedocs.io",
    (
        *each(
            "django_extensions.db.models",
            "TimeStampedModel TitleDescriptionModel TitleSlugDescriptionModel ActivatorModel",
            *TABLE,
        ),
        *each(
            "django_extensions.db.fields",
            "CreationDateTimeField ModificationDateTimeField",
            ColumnTrait(ORM, "datetime"),
        ),
        *each(
            "django_extensions.db.fields",
            "AutoSlugField RandomCharField ShortUUIDField",
            ColumnTrait(ORM, "text"),
        ),
        *each("django_extensions.db.fields.json", "JSONField", ColumnTrait(ORM, "json")),
    ),
)

TREEBEARD = Knowledge(
    "django-treebeard",
    "7.0-7.0",
    "https://django-treebeard.readthedocs.io",
    (
        *each("treebeard.mp_tree", "MP_Node", *TABLE),
        *each("treebeard.mp_tree", "MP_NodeManager", *OF_ROWS),
    ),
)

SCOPES = Knowledge(
    "django-scopes",
    "2.1-2.1",
    "https://github.com/raphaelm/django-scopes",
    (("django_scopes.ScopedManager", Returns(Type(MANAGER))),),
)

MODELCLUSTER = Knowledge(
    "django-modelcluster",
    "6.4-6.4",
    "https://github.com/wagtail/django-modelcluster",
    (("modelcluster.fields.ParentalKey", FORWARD),),
)

BX_UTILS = Knowledge(
    "bx-django-utils",
    "96-96",
    "https://github.com/boxine/bx_django_utils",
    (
        *each("bx_django_utils.models.timetracking", "TimetrackingBaseModel", *TABLE),
        *each(
            "bx_django_utils.approve_workflow.models",
            "BaseApproveModel BaseApproveWorkflowModel",
            *TABLE,
        ),
    ),
)
