"""What of a request its client chose, by framework."""

from readiness_lint.knowledge.schema import (
    Fills,
    Inherits,
    Is,
    Knowledge,
    Names,
    Returns,
    Source,
    each,
)
from readiness_lint.terms import SinkKind, Type

TEXT = Source()
FORM_BODY = Source(sent=True)
# Who lures somebody else to a link, or to a form, chooses neither headers nor cookies, and no host.
OWN = Source(safe=frozenset({SinkKind.HTML, SinkKind.REDIRECT}))
FILE, MIXED = Source("file", named="filename"), Source("mixed", named="filename")
CHECKED = Source(fields=True)
TEXT_FIELD, FIELDS = Is("text-field"), Is("named-fields")
BRACES = r"\{(?P<name>\w+)(?::(?P<type>[^{}]*))?\}"
ANGLES = r"<(?:(?P<type>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>"

AUTHORIZATION = "werkzeug.datastructures.Authorization"
WERKZEUG_INPUT = Knowledge(
    "Werkzeug",
    "2.3-3.1",
    "https://werkzeug.palletsprojects.com",
    (*each(AUTHORIZATION, "username password token", OWN),),
)

FLASK_REQUEST = "flask.Request"
FLASK_INPUT = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (
        (
            "flask.Flask",
            Fills(
                "flask",
                FLASK_REQUEST,
                None,
                parameter=ANGLES,
                texts=("", "string", "path"),
                whole=("path",),
            ),
        ),
        ("flask.request", Returns(Type(FLASK_REQUEST))),
        *each(
            FLASK_REQUEST,
            "args form values json data query_string view_args get_json get_data",
            TEXT,
        ),
        (f"{FLASK_REQUEST}.stream", Source("file")),
        *each(FLASK_REQUEST, "args form values json data get_json get_data", FIELDS),
        *each(FLASK_REQUEST, "headers cookies full_path url", OWN),
        (f"{FLASK_REQUEST}.authorization", Returns(Type(AUTHORIZATION))),
        *each(FLASK_REQUEST, "files", FILE),
        ("flask.wrappers.Request", Names(FLASK_REQUEST)),
        ("flask.globals.request", Names("flask.request")),
        (
            "flask_restful.Api",
            Fills(
                "flask_restful",
                FLASK_REQUEST,
                None,
                parameter=ANGLES,
                texts=("", "string", "path"),
                whole=("path",),
            ),
        ),
    ),
)

FLASK_RESTX_INPUT = Knowledge(
    "flask-restx",
    "1.3",
    "https://flask-restx.readthedocs.io",
    (
        (
            "flask_restx.Api",
            Fills(
                "flask_restx",
                FLASK_REQUEST,
                None,
                parameter=ANGLES,
                texts=("", "string", "path"),
                whole=("path",),
            ),
        ),
    ),
)

QUART_REQUEST = "quart.Request"
QUART_INPUT = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com",
    (
        (
            "quart.Quart",
            Fills(
                "quart",
                QUART_REQUEST,
                None,
                parameter=ANGLES,
                texts=("", "string", "path"),
                whole=("path",),
            ),
        ),
        ("quart.request", Returns(Type(QUART_REQUEST))),
        *each(
            QUART_REQUEST,
            "args form values json data query_string view_args get_json get_data body",
            TEXT,
        ),
        *each(QUART_REQUEST, "args form values json data get_json get_data body", FIELDS),
        *each(QUART_REQUEST, "headers cookies", OWN),
        (f"{QUART_REQUEST}.authorization", Returns(Type(AUTHORIZATION))),
        *each(QUART_REQUEST, "files", FILE),
        ("quart.wrappers.Request", Names(QUART_REQUEST)),
        ("quart.wrappers.request.Request", Names(QUART_REQUEST)),
    ),
)

DJANGO_REQUEST = "django.http.HttpRequest"
REQUEST, SOCKET = "starlette.requests.Request", "starlette.websockets.WebSocket"
CONNECTION = "starlette.requests.HTTPConnection"
UPLOAD = "starlette.datastructures.UploadFile"
STARLETTE_INPUT = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io",
    (
        ("starlette.applications.Starlette", Fills("starlette", REQUEST)),
        (CONNECTION, Is("class")),
        # What stands for a request, or for its answer, until that is sent.
        *each(
            f"{CONNECTION} {DJANGO_REQUEST} {FLASK_REQUEST} {QUART_REQUEST}", "", Is("of-request")
        ),
        # It is there, with the body that was read, until what runs after the answer has run.
        (CONNECTION, Is("lasts-after-answer")),
        *each(CONNECTION, "query_params path_params", TEXT),
        *each(CONNECTION, "headers cookies", OWN),
        *each(f"{REQUEST} {SOCKET}", "", Inherits((CONNECTION,))),
        *each(CONNECTION, "query_params", FIELDS),
        *each(REQUEST, "json body form", FIELDS),
        *each(REQUEST, "json body stream", TEXT),
        *each(REQUEST, "form", MIXED),
        *each(
            SOCKET,
            "receive_text receive_bytes receive_json iter_text iter_bytes iter_json",
            TEXT,
        ),
        (UPLOAD, Is("class")),
        *each(UPLOAD, "filename content_type read", TEXT),
        *each(UPLOAD, "file", FILE),
    ),
)

LOGIN_FORM = "fastapi.security.OAuth2PasswordRequestForm"
FASTAPI_INPUT = Knowledge(
    "fastapi",
    "0.99-0.165",
    "https://fastapi.tiangolo.com",
    (
        (
            "fastapi.FastAPI",
            Fills(
                "fastapi",
                REQUEST,
                None,
                annotated=True,
                parameter=BRACES,
                texts=("", "str", "path"),
                whole=("path",),
            ),
        ),
        (UPLOAD, Is("stays-here")),
        ("fastapi.UploadFile", Inherits((UPLOAD,))),
        ("fastapi.datastructures.UploadFile", Names("fastapi.UploadFile")),
        *each(
            "fastapi",
            "Query Path Header Cookie Form Body File",
            Is("request-parameter"),
        ),
        ("fastapi.Body", Is("body-parameter")),
        *each("fastapi", "Depends Security", Is("injected")),
        *each("fastapi.param_functions", "", Names("fastapi")),
        *each("fastapi.params", "Query Path Header Cookie Form Body File", Is("request-parameter")),
        ("fastapi.params.Body", Is("body-parameter")),
        *each("fastapi.params", "Depends Security", Is("injected")),
        *each("fastapi.security.HTTPBasicCredentials", "username password", OWN),
        *each("fastapi.security.HTTPAuthorizationCredentials", "credentials", OWN),
        *each(LOGIN_FORM, "username password", TEXT),
        (f"{LOGIN_FORM}Strict", Inherits((LOGIN_FORM,))),
        *each("fastapi.security.http fastapi.security.oauth2", "", Names("fastapi.security")),
    ),
)

FORM = "django.forms.BaseForm"
UPLOADED = "django.core.files.uploadedfile.UploadedFile"
DJANGO_INPUT = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/ref/request-response/",
    (
        (
            "django.http.HttpRequest",
            # Without a type it is as likely a number.
            Fills(
                "django",
                DJANGO_REQUEST,
                parameter=ANGLES,
                texts=("str", "path"),
                whole=("path",),
            ),
        ),
        *each(DJANGO_REQUEST, "GET body", TEXT, FIELDS),
        *each(DJANGO_REQUEST, "POST", FORM_BODY, FIELDS),
        *each(DJANGO_REQUEST, "headers COOKIES", OWN),
        # It begins with one slash: a second one is escaped.
        *each(DJANGO_REQUEST, "get_full_path", Source(safe=OWN.safe | {SinkKind.URL})),
        # An uploaded file takes the last part of the name that it is given, and refuses ``..``.
        *each(DJANGO_REQUEST, "FILES", Source("file")),
        *each(
            DJANGO_REQUEST,
            "META",
            Source("headers", prefixes=("HTTP_", "QUERY_STRING", "CONTENT_TYPE"), safe=OWN.safe),
        ),
        ("django.core.handlers.wsgi.WSGIRequest", Inherits((DJANGO_REQUEST,))),
        ("django.core.handlers.asgi.ASGIRequest", Inherits((DJANGO_REQUEST,))),
        ("django.http.request", Names("django.http")),
        ("django.views.View.request", Returns(Type(DJANGO_REQUEST))),
        ("django.utils.deprecation.MiddlewareMixin", Is("class")),
        *each("django.forms", "BaseForm", Is("class")),
        *each("django.forms", "Form BaseModelForm", Inherits((FORM,))),
        *each("django.forms", "ModelForm", Inherits(("django.forms.BaseModelForm",))),
        ("django.forms.forms", Names("django.forms")),
        ("django.forms.models", Names("django.forms")),
        ("django.forms.fields", Names("django.forms")),
        (f"{FORM}.data", TEXT),
        (f"{FORM}.cleaned_data", CHECKED),
        *each("django.forms", "CharField RegexField URLField JSONField", TEXT_FIELD),
    ),
)

DRF_REQUEST, SERIALIZER = (
    "rest_framework.request.Request",
    "rest_framework.serializers.BaseSerializer",
)
REST_FRAMEWORK_INPUT = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org",
    (
        (
            DRF_REQUEST,
            Fills(
                "rest_framework",
                DRF_REQUEST,
                parameter=ANGLES,
                texts=("str", "path"),
                whole=("path",),
            ),
        ),
        (DRF_REQUEST, Inherits((DJANGO_REQUEST,))),
        *each(DRF_REQUEST, "data", Source("mixed")),
        *each(DRF_REQUEST, "query_params", TEXT),
        *each(DRF_REQUEST, "data query_params", FIELDS),
        ("rest_framework.views.APIView.request", Returns(Type(DRF_REQUEST))),
        ("rest_framework.serializers.BaseSerializer", Is("class")),
        *each(
            "rest_framework.serializers",
            "Serializer",
            Inherits((SERIALIZER,)),
        ),
        *each(
            "rest_framework.serializers",
            "ModelSerializer",
            Inherits(("rest_framework.serializers.Serializer",)),
        ),
        *each(
            "rest_framework.serializers",
            "HyperlinkedModelSerializer",
            Inherits(("rest_framework.serializers.ModelSerializer",)),
        ),
        (f"{SERIALIZER}.validated_data", CHECKED),
        (f"{SERIALIZER}.initial_data", TEXT),
        *each(
            "rest_framework.serializers rest_framework.fields",
            "CharField URLField JSONField DictField RegexField",
            TEXT_FIELD,
        ),
    ),
)

AIOHTTP_REQUEST = "aiohttp.web.Request"
AIOHTTP_INPUT = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org/en/stable/web_reference.html",
    (
        (
            "aiohttp.web.Application",
            Fills("aiohttp", AIOHTTP_REQUEST, parameter=BRACES, texts=("", ".*", ".+")),
        ),
        *each(
            AIOHTTP_REQUEST,
            "match_info query rel_url query_string content json text read",
            TEXT,
        ),
        *each(AIOHTTP_REQUEST, "headers cookies", OWN),
        *each(AIOHTTP_REQUEST, "post multipart", MIXED),
        ("aiohttp.web.View.request", Returns(Type(AIOHTTP_REQUEST))),
        ("aiohttp.web_request.Request", Names(AIOHTTP_REQUEST)),
        ("aiohttp.web_request.BaseRequest", Names("aiohttp.web.BaseRequest")),
    ),
)

TORNADO_HANDLER, TORNADO_REQUEST = (
    "tornado.web.RequestHandler",
    "tornado.httputil.HTTPServerRequest",
)
TORNADO_INPUT = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org",
    (
        (TORNADO_HANDLER, Fills("tornado", TORNADO_REQUEST, None)),
        *each(
            TORNADO_HANDLER,
            "get_argument get_arguments get_query_argument get_query_arguments get_body_argument "
            "get_body_arguments",
            TEXT,
        ),
        *each(TORNADO_HANDLER, "get_cookie", OWN),
        (f"{TORNADO_HANDLER}.request", Returns(Type(TORNADO_REQUEST))),
        *each(TORNADO_REQUEST, "arguments body query", TEXT),
        *each(TORNADO_REQUEST, "headers cookies", OWN),
        *each(TORNADO_REQUEST, "files", FILE),
    ),
)

LITESTAR_REQUEST = "litestar.connection.Request"
LITESTAR_INPUT = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (
        (
            "litestar.Litestar",
            Fills(
                "litestar",
                LITESTAR_REQUEST,
                None,
                annotated=True,
                parameter=BRACES,
                texts=("", "str", "path"),
                whole=("path",),
            ),
        ),
        *each(
            LITESTAR_REQUEST,
            "query_params path_params json body stream",
            TEXT,
        ),
        *each(LITESTAR_REQUEST, "headers cookies", OWN),
        *each(LITESTAR_REQUEST, "form", MIXED),
        # What stands under the name of a parameter fills it, and no client does.
        ("litestar.di.Provide", Is("provides")),
        ("litestar.Request", Names(LITESTAR_REQUEST)),
        ("litestar.connection.request.Request", Names(LITESTAR_REQUEST)),
        *each("litestar.datastructures.UploadFile", "filename read", TEXT),
        *each("litestar.datastructures.UploadFile", "file", FILE),
    ),
)

SANIC_REQUEST = "sanic.Request"
SANIC_INPUT = Knowledge(
    "sanic",
    "25.12",
    "https://sanic.dev",
    (
        (
            "sanic.Sanic",
            Fills(
                "sanic",
                SANIC_REQUEST,
                parameter=r"<(?P<name>\w+)(?::(?P<type>[^<>]*))?>",
                texts=("", "str", "strorempty", "path"),
                whole=("path",),
            ),
        ),
        *each(
            SANIC_REQUEST,
            "args form json body query_args query_string raw_url get_args get_form",
            TEXT,
        ),
        *each(SANIC_REQUEST, "headers cookies", OWN),
        *each(SANIC_REQUEST, "files", FILE),
        ("sanic.request.Request", Names(SANIC_REQUEST)),
    ),
)

BOTTLE_REQUEST = "bottle.BaseRequest"
BOTTLE_INPUT = Knowledge(
    "bottle",
    "0.13",
    "https://bottlepy.org",
    (
        (
            "bottle.Bottle",
            Fills(
                "bottle",
                BOTTLE_REQUEST,
                None,
                parameter=r"<(?P<name>\w+)(?::(?P<type>[^<>]*))?>",
                texts=("", "path"),
                whole=("path",),
            ),
        ),
        ("bottle.request", Returns(Type(BOTTLE_REQUEST))),
        *each(
            BOTTLE_REQUEST,
            "query forms json params body query_string",
            TEXT,
        ),
        *each(BOTTLE_REQUEST, "headers cookies get_cookie get_header", OWN),
        *each(BOTTLE_REQUEST, "files", FILE),
    ),
)

FALCON_REQUEST = "falcon.Request"
FALCON_INPUT = Knowledge(
    "falcon",
    "4.4",
    "https://falcon.readthedocs.io",
    (
        ("falcon.App", Fills("falcon", FALCON_REQUEST)),
        *each(
            FALCON_REQUEST,
            "get_param get_param_as_list get_media media params query_string",
            TEXT,
        ),
        (f"{FALCON_REQUEST}.stream", Source("file")),
        *each(FALCON_REQUEST, "get_header headers cookies", OWN),
        ("falcon.request.Request", Names(FALCON_REQUEST)),
    ),
)

PYRAMID_REQUEST = "pyramid.request.Request"
PYRAMID_INPUT = Knowledge(
    "pyramid",
    "2.1",
    "https://docs.pylonsproject.org/projects/pyramid",
    (
        ("pyramid.config.Configurator", Fills("pyramid", PYRAMID_REQUEST)),
        *each(
            PYRAMID_REQUEST,
            "params GET POST matchdict json_body body query_string text",
            TEXT,
        ),
        *each(PYRAMID_REQUEST, "headers cookies", OWN),
    ),
)

NINJA_INPUT = Knowledge(
    "django-ninja",
    "1.7",
    "https://django-ninja.dev",
    (
        (
            "ninja.NinjaAPI",
            Fills(
                "ninja",
                DJANGO_REQUEST,
                annotated=True,
                parameter=r"\{(?:(?P<type>\w+):)?(?P<name>\w+)\}",
                texts=("", "str", "path"),
                whole=("path",),
            ),
        ),
        *each("ninja", "Query Path Header Cookie Form Body File", Is("request-parameter")),
        ("ninja.Body", Is("body-parameter")),
        *each("ninja.files.UploadedFile", "", Inherits((UPLOADED,))),
        ("ninja.UploadedFile", Names("ninja.files.UploadedFile")),
    ),
)

# Filled by peers, and by clients through them.
PEER = Source(semi_trusted=True)
PEERS = Knowledge(
    "requests",
    "2.34",
    "https://requests.readthedocs.io",
    (*each("requests.Response", "text content json", PEER),),
)
HTTPX_PEERS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org",
    (*each("httpx.Response", "text content json read aread", PEER),),
)
AIOHTTP_PEERS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (*each("aiohttp.ClientResponse", "text json read", PEER),),
)
REDIS_PEERS = Knowledge(
    "redis",
    "8.1",
    "https://redis.readthedocs.io",
    (*each("redis.Redis redis.asyncio.Redis", "get hget lpop rpop blpop brpop xread", PEER),),
)
DJANGO_PEERS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/cache/",
    (*each("django.core.cache.backends.base.BaseCache", "get aget", PEER),),
)
BROKER_PEERS = Knowledge(
    "aio-pika",
    "9.5",
    "https://docs.aio-pika.com",
    (*each("aio_pika.abc.AbstractIncomingMessage", "body", PEER),),
)
SOCKET_PEERS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/socket.html",
    (*each("socket.socket", "recv recvfrom", PEER),),
)
