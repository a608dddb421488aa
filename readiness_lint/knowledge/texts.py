"""Calls and types through which a text passes, and those in which nothing of it is left."""

from readiness_lint.knowledge.schema import (
    Carries,
    Is,
    Knowledge,
    Names,
    Param,
    WritesDown,
    each,
)

CARRIES, CLEAN, TEXT, PARSES = Carries(), Is("clean"), Is("client-text"), Is("parses")
DECODES, WRITES = Carries(how="decoded"), Is("writes-json")
FIRST = Carries((Param("s", 0),))

BUILTIN_TEXTS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/functions.html",
    (
        *each(
            "builtins",
            "str bytes bytearray repr ascii format list tuple set frozenset dict sorted reversed next iter "
            "enumerate zip max min",
            CARRIES,
        ),
        # The function before the values.
        *each("builtins", "map filter", Carries((Param("iterable", 1),))),
        *each("builtins", "int float bool complex len round hash id abs sum", CLEAN),
        *each("builtins", "int float complex", PARSES),
        *each("builtins", "str bytes dict", TEXT),
    ),
)

STDLIB_TEXTS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/text.html",
    (
        *each("json", "loads dumps", CARRIES),
        ("json.dumps", WRITES),
        ("json.dumps", WritesDown(Param("obj", 0), ("default", "cls"))),
        ("pickle.dumps", WritesDown(Param("obj", 0))),
        *each("urllib.parse", "urlparse urlsplit urlunparse urlunsplit", CARRIES),
        *each("urllib.parse", "unquote unquote_plus", DECODES),
        # The second wins if it is absolute.
        *each("urllib.parse", "urljoin", Carries((Param("base", 0), Param("url", 1)))),
        *each(
            "base64",
            "b64decode urlsafe_b64decode standard_b64decode b32decode b16decode a85decode b85decode "
            "decodebytes",
            DECODES,
        ),
        *each("binascii", "unhexlify a2b_hex a2b_base64", DECODES),
        *each("codecs", "decode encode", CARRIES),
        *each("zlib gzip bz2 lzma", "decompress", CARRIES),
        *each("copy", "copy deepcopy", CARRIES),
        *each("textwrap", "dedent indent", CARRIES),
        *each("io", "BytesIO StringIO", Carries(how="file")),
        *each("decimal", "Decimal", CLEAN),
        *each("fractions", "Fraction", CLEAN),
        *each("datetime", "date time datetime timedelta", CLEAN),
        *each("datetime.date", "fromisoformat", CLEAN),
        *each("datetime.datetime", "fromisoformat strptime", CLEAN),
        *each("uuid", "UUID", CLEAN),
        *each(
            "ipaddress",
            "ip_address ip_network ip_interface IPv4Address IPv6Address IPv4Network IPv6Network",
            CLEAN,
        ),
        *each("decimal", "Decimal", PARSES),
        *each("uuid", "UUID", PARSES),
        *each("datetime.date", "fromisoformat", PARSES),
        *each("datetime.datetime", "fromisoformat strptime", PARSES),
        *each("ipaddress", "ip_address ip_network ip_interface", PARSES),
        *each("enum", "Enum StrEnum IntEnum Flag IntFlag", CLEAN),
        *each("sys", "executable prefix base_prefix exec_prefix platform byteorder", CLEAN),
        *each("os", "sep curdir pardir pathsep devnull linesep name", CLEAN),
        *each("typing typing_extensions", "Literal LiteralString", CLEAN),
        *each("typing", "Any", TEXT),
        *each("pathlib", "Path", TEXT),
        *each(
            "tempfile",
            "NamedTemporaryFile TemporaryDirectory mkdtemp mkstemp gettempdir",
            Is("temporary"),
        ),
        *each("re", "match fullmatch search", Is("matches")),
        *each("re.Pattern", "match fullmatch search", Is("matches")),
    ),
)

JSON_TEXTS = Knowledge(
    "orjson",
    "3.11",
    "https://github.com/ijl/orjson",
    (*each("orjson", "loads dumps", CARRIES), ("orjson.dumps", WRITES)),
)

UJSON_TEXTS = Knowledge(
    "ujson",
    "5.11",
    "https://github.com/ultrajson/ultrajson",
    (*each("ujson", "loads dumps", CARRIES), ("ujson.dumps", WRITES)),
)

SIMPLEJSON_TEXTS = Knowledge(
    "simplejson",
    "3.20",
    "https://simplejson.readthedocs.io",
    (*each("simplejson", "loads dumps", CARRIES), ("simplejson.dumps", WRITES)),
)

YARL_TEXTS = Knowledge(
    "yarl",
    "1.25",
    "https://yarl.aio-libs.org",
    (*each("yarl", "URL", CARRIES, Is("class")),),
)

HTTPX_TEXTS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org",
    (*each("httpx", "URL", CARRIES), ("httpx._urls.URL", Names("httpx.URL"))),
)

# They say how a text is written, not where it leads.
PYDANTIC_TEXTS = Knowledge(
    "pydantic",
    "2.0-2.13",
    "https://docs.pydantic.dev",
    (
        *each(
            "pydantic",
            "EmailStr NameEmail SecretStr SecretBytes AnyUrl AnyHttpUrl HttpUrl FileUrl "
            "AnyWebsocketUrl WebsocketUrl",
            TEXT,
        ),
        *each(
            "pydantic",
            "PositiveInt NegativeInt NonNegativeInt NonPositiveInt StrictInt PositiveFloat "
            "NonNegativeFloat StrictBool UUID1 UUID3 UUID4 UUID5 PastDate FutureDate ByteSize "
            "conint confloat",
            CLEAN,
        ),
        *each("pydantic", "IPvAnyAddress IPvAnyNetwork", CLEAN),
        *each("pydantic", "BaseModel", Is("declared-fields")),
        *each("pydantic.dataclasses", "dataclass", Is("declared-fields")),
        *each("pydantic", "constr StringConstraints", Is("constrained")),
        *each(
            "pydantic", "field_validator validator model_validator root_validator", Is("validator")
        ),
        *each(
            "pydantic.networks pydantic.types pydantic.functional_validators", "", Names("pydantic")
        ),
        ("pydantic.main.BaseModel", Names("pydantic.BaseModel")),
        ("pydantic.v1.BaseModel", Is("declared-fields")),
    ),
)

MSGSPEC_TEXTS = Knowledge(
    "msgspec",
    "0.19-0.22",
    "https://jcristharif.com/msgspec/",
    (
        *each("msgspec", "Struct", Is("declared-fields")),
        *each("msgspec", "to_builtins structs.asdict", Is("dumps-fields")),
    ),
)

DATACLASS_TEXTS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/dataclasses.html",
    (*each("dataclasses", "dataclass", Is("declared-fields")),),
)

ATTRS_TEXTS = Knowledge(
    "attrs",
    "25.4",
    "https://www.attrs.org",
    (*each("attrs", "define frozen", Is("declared-fields")),),
)

NINJA_TEXTS = Knowledge(
    "django-ninja",
    "1.7",
    "https://django-ninja.dev",
    (*each("ninja", "Schema", Is("declared-fields"), Is("class")),),
)

SQLMODEL_TEXTS = Knowledge(
    "sqlmodel",
    "0.0.27",
    "https://sqlmodel.tiangolo.com",
    (*each("sqlmodel", "SQLModel", Is("declared-fields")),),
)
