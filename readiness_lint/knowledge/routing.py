"""What packages do with routes: how paths are joined, what has answers, what reaches others."""

from readiness_lint.knowledge.schema import (
    ActionRoutes,
    Delegates,
    HoldsRoutes,
    Is,
    Knowledge,
    PagedView,
    Param,
    PolicyList,
    ViewHooks,
    each,
)

SLASH, OVERRIDES = Is("puts-slash"), Is("prefix-overrides")
QUIET, NO_MODELS = Is("reaches-no-peer"), Is("no-models")
DESCRIBES, DECLARES, RENDERS = Is("describes-only"), Is("declares-models"), Is("renders")
DECORATES = Is("class-decorators")
FIRST, RANKED = Is("first-route"), Is("ranks-routes")
SETTINGS = "django.conf.settings.REST_FRAMEWORK"
MANY = ("filter_queryset", "get_filterset", "get_queryset", "paginate_queryset")
ONE = ("check_object_permissions", "filter_queryset", "get_object", "get_queryset")
SHAPED = ("get_serializer", "get_serializer_class", "get_serializer_context")
ROUTES, HANDLERS = HoldsRoutes("routes"), HoldsRoutes("route_handlers")

STARLETTE_ROUTING = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/routing/",
    (
        *each("starlette", "", QUIET, NO_MODELS, FIRST),
        *each("starlette.applications", "Starlette", ROUTES),
        *each("starlette.routing", "Router Mount", ROUTES),
        ("starlette.templating.Jinja2Templates.TemplateResponse", RENDERS),
    ),
)
FASTAPI_ROUTING = Knowledge(
    "fastapi",
    "0.165",
    "https://fastapi.tiangolo.com",
    (*each("fastapi", "", QUIET, NO_MODELS, DECLARES, FIRST), *each("fastapi", "FastAPI", ROUTES)),
)
LITESTAR_ROUTING = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev/2/usage/routing/",
    (
        *each("litestar", "", QUIET, NO_MODELS, DECLARES, SLASH, Is("layered")),
        *each("litestar", "Litestar Router", HANDLERS),
    ),
)
NINJA_ROUTING = Knowledge(
    "django-ninja", "1.7", "https://django-ninja.dev", (*each("ninja", "", DECLARES),)
)
FLASK_ROUTING = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com/en/stable/blueprints/",
    (
        *each("flask", "", QUIET, NO_MODELS, SLASH, OVERRIDES, DECORATES, RANKED),
        *each("flask", "render_template render_template_string send_file", RENDERS),
        *each("flask", "send_from_directory", RENDERS),
    ),
)
QUART_ROUTING = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com",
    (
        *each("quart", "", QUIET, SLASH, OVERRIDES, DECORATES, RANKED),
        *each("quart", "render_template render_template_string send_file", RENDERS),
        *each("quart", "send_from_directory", RENDERS),
    ),
)
SANIC_ROUTING = Knowledge(
    "sanic", "25.12", "https://sanic.dev", (*each("sanic", "", QUIET, SLASH, OVERRIDES),)
)
RESTFUL_ROUTING = Knowledge(
    "flask-restful",
    "0.3-0.3",
    "https://flask-restful.readthedocs.io",
    (("flask_restful", SLASH),),
)
RESTX_ROUTING = Knowledge(
    "flask-restx", "1.3-1.3", "https://flask-restx.readthedocs.io", (("flask_restx", SLASH),)
)
DJANGO_ROUTING = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/http/urls/",
    (
        *each("django", "", QUIET, NO_MODELS, FIRST),
        ("django.conf.urls.i18n.i18n_patterns", Is("under-language")),
        (
            "django.views.View",
            ViewHooks(("dispatch", "setup"), always=("dispatch", "setup")),
        ),
        ("django.contrib.auth.mixins.AccessMixin", ViewHooks(always=("handle_no_permission",))),
        (
            "django.contrib.auth.mixins.PermissionRequiredMixin",
            ViewHooks(always=("has_permission",)),
        ),
        ("django.contrib.auth.mixins.UserPassesTestMixin", ViewHooks(always=("test_func",))),
        (
            "django.views.generic.TemplateView",
            ViewHooks(
                page=("get_context_data", "get_object", "get_queryset", "get_template_names")
            ),
        ),
        (
            "django.views.generic.FormView",
            ViewHooks(changing=(("POST", ("form_valid", "get_form", "get_form_kwargs")),)),
        ),
        ("django.views.View", PagedView("paginate_by", ("get_paginate_by", "paginate_queryset"))),
        ("django.shortcuts.render", RENDERS),
        ("django.template.response.TemplateResponse", RENDERS),
    ),
)
DRF_ROUTING = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org/api-guide/routers/",
    (
        *each("rest_framework", "", QUIET, NO_MODELS, Is("by-serializer")),
        (
            "rest_framework.decorators.action",
            ActionRoutes(
                registers=(
                    "rest_framework.routers.SimpleRouter.register",
                    "rest_framework.routers.DefaultRouter.register",
                ),
                many=(("list", "GET"), ("create", "POST")),
                one=(
                    ("retrieve", "GET"),
                    ("update", "PUT"),
                    ("partial_update", "PATCH"),
                    ("destroy", "DELETE"),
                ),
                detail=Param("detail", 1),
                path=Param("url_path", 2),
                lookup=("lookup_url_kwarg", "lookup_field"),
                slash="trailing_slash",
            ),
        ),
        (
            "rest_framework.generics.GenericAPIView",
            Delegates(
                (
                    ("get", ("retrieve", "list")),
                    ("post", ("create",)),
                    ("put", ("update",)),
                    ("patch", ("partial_update", "update")),
                    ("delete", ("destroy",)),
                )
            ),
        ),
        (
            "rest_framework.generics.GenericAPIView",
            PagedView("pagination_class", setting=f"{SETTINGS}.DEFAULT_PAGINATION_CLASS"),
        ),
        (
            "rest_framework.views.APIView",
            ViewHooks(
                ("initial", "check_permissions", "check_object_permissions"),
                ("get_queryset", "get_object", "perform_create", "filter_queryset"),
                always=(
                    *("check_permissions", "get_authenticators", "get_permissions", "initial"),
                    "initialize_request",
                ),
                asked=(
                    *(("create", SHAPED), ("post", SHAPED), ("get", SHAPED)),
                    *(("destroy", ONE), ("delete", ONE), ("list", (*MANY, *SHAPED))),
                    *(("partial_update", (*ONE, *SHAPED)), ("patch", (*ONE, *SHAPED))),
                    *(("put", (*ONE, *SHAPED)), ("retrieve", (*ONE, *SHAPED))),
                    ("update", (*ONE, *SHAPED)),
                ),
                changing=(
                    *(("POST", ("perform_create",)), ("PUT", ("perform_update",))),
                    *(("PATCH", ("perform_update",)), ("DELETE", ("perform_destroy",))),
                ),
                many=MANY,
                one=ONE,
            ),
        ),
        (
            "rest_framework.decorators.permission_classes",
            PolicyList("who", "get_permissions", f"{SETTINGS}.DEFAULT_PERMISSION_CLASSES"),
        ),
        (
            "rest_framework.decorators.throttle_classes",
            PolicyList("often", "get_throttles", f"{SETTINGS}.DEFAULT_THROTTLE_CLASSES"),
        ),
        ("rest_framework.urlpatterns.format_suffix_patterns", Is("keeps-routes")),
    ),
)
AIOHTTP_ROUTING = Knowledge(
    "aiohttp",
    "3.8-3.14",
    "https://docs.aiohttp.org/en/stable/web_reference.html",
    (("aiohttp.web", QUIET), ("aiohttp", NO_MODELS)),
)
QUIET_PACKAGES = Knowledge(
    "pydantic",
    "1.10-2.14",
    "https://docs.pydantic.dev",
    (
        *each("pydantic sqlmodel werkzeug jinja2 marshmallow builtins", "", QUIET),
        *each("sqlalchemy", "", QUIET, NO_MODELS),
    ),
)
DESCRIBING = Knowledge(
    "drf-spectacular",
    "0.27-0.30",
    "https://drf-spectacular.readthedocs.io",
    (*each("drf_spectacular drf_yasg dataclasses typing", "", DESCRIBES),),
)
AXES = Knowledge(
    "django-axes", "6.5-8.0", "https://django-axes.readthedocs.io", (("axes", Is("limits-logins")),)
)
DJANGO_MIXINS = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/auth/default/",
    (
        ("django.contrib.auth.mixins.AccessMixin", Is("asks-nothing-itself")),
        ("django.contrib.auth.mixins.UserPassesTestMixin", Is("authorizes")),
        ("django.contrib.auth.mixins.UserPassesTestMixin", Is("asked-to-pass")),
    ),
)
PYTHON_ROUTING = Knowledge(
    "",
    "3.11-3.14",
    "https://docs.python.org/3/library/internet.html",
    (
        *each("builtins", "list tuple sorted", Is("keeps-routes")),
        ("urllib.parse", QUIET),
        *each("socket urllib http smtplib", "", Is("reaches-peers")),
        *each("ftplib imaplib nntplib poplib telnetlib xmlrpc", "", Is("reaches-peers")),
    ),
)
