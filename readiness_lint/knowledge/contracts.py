"""Types of which ``None`` is no value, fields of schemas, and columns that a database fills."""

from readiness_lint.knowledge.schema import Is, Knowledge, ModelBase, Names, each

PLAIN, COMPUTED, FIELD, FILLS = (
    Is("plain-type"),
    Is("computed-column"),
    Is("schema-field"),
    Is("fills-default"),
)

STANDARD = Knowledge(
    "",
    "3.11-3.14",
    "https://docs.python.org/3/library/",
    (
        *each(
            "builtins",
            "bool bytearray bytes complex dict float frozenset int list set str tuple",
            PLAIN,
        ),
        *each("typing", "Dict FrozenSet List Set Tuple", PLAIN),
        *each(
            "typing collections.abc",
            "Iterable Mapping MutableMapping MutableSequence Sequence",
            PLAIN,
        ),
        *each("collections", "OrderedDict defaultdict deque", PLAIN),
        *each("datetime", "date datetime time timedelta", PLAIN),
        ("decimal.Decimal", PLAIN),
        ("fractions.Fraction", PLAIN),
        ("uuid.UUID", PLAIN),
        *each("pathlib", "Path PurePath PosixPath", PLAIN),
        *each("ipaddress", "IPv4Address IPv4Network IPv6Address IPv6Network IPv4Interface", PLAIN),
        ("dataclasses.field", FIELD),
    ),
)

SCHEMAS = Knowledge(
    "pydantic",
    "1.10-2.14",
    "https://docs.pydantic.dev/latest/concepts/types/",
    (
        *each(
            "pydantic",
            "AnyHttpUrl AnyUrl AwareDatetime EmailStr FilePath FutureDate FutureDatetime HttpUrl "
            "IPvAnyAddress NaiveDatetime NameEmail NegativeFloat NegativeInt NonNegativeFloat "
            "NonNegativeInt PastDate PastDatetime PositiveFloat PositiveInt PostgresDsn RedisDsn "
            "SecretBytes SecretStr StrictBool StrictBytes StrictFloat StrictInt StrictStr UUID1 "
            "UUID3 UUID4 UUID5 conbytes conint confloat conlist constr",
            PLAIN,
        ),
        ("pydantic.Field", FIELD),
        *each("pydantic", "field_validator model_validator root_validator validator", FILLS),
        *each("pydantic", "SkipValidation InstanceOf", Is("unvalidated")),
    ),
)

SQLMODEL_FIELDS = Knowledge(
    "sqlmodel",
    "0.0.29-0.0.50",
    "https://sqlmodel.tiangolo.com",
    (("sqlmodel.Field", FIELD),),
)

MSGSPEC = Knowledge(
    "msgspec",
    "0.18-0.22",
    "https://jcristharif.com/msgspec/structs.html",
    (
        ("msgspec.field", FIELD),
        ("msgspec.Struct", ModelBase("msgspec", annotated=True, stored=False)),
    ),
)

ATTRS = Knowledge(
    "attrs",
    "23.1-26.1",
    "https://www.attrs.org",
    (*each("attrs", "field", FIELD), *each("attr", "ib attrib field", FIELD)),
)

# NULL is what they hold until the database has worked them out.
SQLALCHEMY_COLUMNS = Knowledge(
    "sqlalchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org/en/20/core/defaults.html",
    (
        *each("sqlalchemy", "Computed FetchedValue Identity", COMPUTED),
        *each("sqlalchemy.dialects.postgresql", "TSVECTOR", COMPUTED),
    ),
)

# What raises an error of its own, which the framework answers with 400, is not among the first.
STRICT, LENIENT, VALUE = Is("strict-mapping"), Is("lenient-mapping"), Is("client-value")

REQUESTS = Knowledge(
    "",
    "3.11-3.14",
    "https://docs.python.org/3/library/",
    (*each("json simplejson orjson ujson", "loads", Is("reads-json")),),
)
DJANGO_REQUESTS = Knowledge(
    "Django",
    "3.2-5.2",
    "https://docs.djangoproject.com/en/stable/ref/request-response/",
    (*each("django.http.HttpRequest", "GET POST FILES", STRICT),),
)
DRF_REQUESTS = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org/api-guide/requests/",
    (*each("rest_framework.request.Request", "data query_params", STRICT),),
)
FLASK_REQUESTS = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (
        *each("flask.Request quart.Request", "json get_json", STRICT),
        *each("flask.Request quart.Request", "args form values", LENIENT),
    ),
)
STARLETTE_REQUESTS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/requests/",
    (
        ("starlette.requests.HTTPConnection.query_params", STRICT),
        *each("starlette.requests.Request", "json form", STRICT),
        ("starlette.requests.Request.json", Is("json-of-request")),
        ("starlette.requests.Request.body", Is("bytes-of-request")),
    ),
)
LITESTAR_REQUESTS = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (
        ("litestar", Is("body-is-data")),
        *each("litestar.connection.Request", "json form query_params", STRICT),
        ("litestar.connection.Request.json", Is("json-of-request")),
        ("litestar.connection.Request.body", Is("bytes-of-request")),
    ),
)
AIOHTTP_REQUESTS = Knowledge(
    "aiohttp",
    "3.8-3.14",
    "https://docs.aiohttp.org/en/stable/web_reference.html",
    (*each("aiohttp.web.Request", "query json post", STRICT),),
)
SANIC_REQUESTS = Knowledge(
    "sanic",
    "25.12",
    "https://sanic.dev",
    (*each("sanic.Request", "json args form", STRICT),),
)
TORNADO_REQUESTS = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org",
    (
        *each(
            "tornado.web.RequestHandler",
            "get_argument get_query_argument get_body_argument",
            VALUE,
        ),
    ),
)

CHECKS = Is("checks-input")

CHECKED_BY_PYDANTIC = Knowledge(
    "pydantic",
    "1.10-2.14",
    "https://docs.pydantic.dev/latest/concepts/models/",
    (
        *each(
            "pydantic.BaseModel", "model_validate model_validate_json parse_obj parse_raw", CHECKS
        ),
        *each("pydantic.TypeAdapter", "validate_python validate_json", CHECKS),
    ),
)
CHECKED_BY_DJANGO = Knowledge(
    "Django",
    "3.2-5.2",
    "https://docs.djangoproject.com/en/stable/ref/forms/api/",
    (("django.forms.BaseForm.is_valid", CHECKS),),
)
CHECKED_BY_DRF = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org/api-guide/serializers/",
    (("rest_framework.serializers.BaseSerializer.is_valid", CHECKS),),
)
CHECKED_BY_MARSHMALLOW = Knowledge(
    "marshmallow",
    "3.20-4.4",
    "https://marshmallow.readthedocs.io",
    (
        ("marshmallow.Schema", Is("class")),
        *each("marshmallow.Schema", "load loads validate", CHECKS),
        ("marshmallow.schema.Schema", Names("marshmallow.Schema")),
    ),
)
CHECKED_BY_DECORATORS = Knowledge(
    "webargs",
    "8.3-8.7",
    "https://webargs.readthedocs.io",
    (
        *each(
            "webargs.flaskparser webargs.djangoparser webargs.aiohttpparser webargs.falconparser",
            "use_args use_kwargs",
            CHECKS,
        ),
        ("jsonschema.validate", CHECKS),
    ),
)
