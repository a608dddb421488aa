from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Marker,
    Mounts,
    Names,
    Pages,
    PageSettings,
    Param,
    Policies,
    Route,
    ViewBase,
    ViewDefault,
    each,
)
from readiness_lint.terms import EntryKind

FRAMEWORK = "rest_framework"
GENERICS, MIXINS, VIEWSETS = (
    "rest_framework.generics",
    "rest_framework.mixins",
    "rest_framework.viewsets",
)
API_VIEW, GENERIC_VIEW = "rest_framework.views.APIView", f"{GENERICS}.GenericAPIView"
CREATE, LIST = f"{MIXINS}.CreateModelMixin", f"{MIXINS}.ListModelMixin"
RETRIEVE, UPDATE = f"{MIXINS}.RetrieveModelMixin", f"{MIXINS}.UpdateModelMixin"
DESTROY = f"{MIXINS}.DestroyModelMixin"
ASKED_FIRST = EntryTrait(
    EntryKind.DEPENDENCY,
    FRAMEWORK,
    methods=("has_permission", "has_object_permission", "authenticate", "allow_request"),
)
PAGINATION, SERIALIZERS = "rest_framework.pagination", "rest_framework.serializers"
VIEWSET_MIXIN, GENERIC_VIEWSET = f"{VIEWSETS}.ViewSetMixin", f"{VIEWSETS}.GenericViewSet"
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("trace", "TRACE"),
)
GET, POST, DELETE = (("get", "GET"),), (("post", "POST"),), (("delete", "DELETE"),)
PUT = (("put", "PUT"), ("patch", "PATCH"))
ACTIONS = (
    ("list", "GET"),
    ("retrieve", "GET"),
    ("create", "POST"),
    ("update", "PUT"),
    ("partial_update", "PATCH"),
    ("destroy", "DELETE"),
)
HOOKS = (("perform_create", "POST"), ("perform_update", "PUT"), ("perform_destroy", "DELETE"))
# What the actions of a generic view ask it for; the request has been read, and nothing of it checked.
ASKED = (
    *(("get_queryset", ""), ("filter_queryset", ""), ("get_object", "")),
    *(("get_serializer_class", ""), ("get_serializer_context", "")),
)
DETAIL, SECOND = Param("detail", 0), Param("detail", 1)

REST_FRAMEWORK = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org",
    (
        (FRAMEWORK, Is("within-django")),
        (
            "rest_framework.decorators.api_view",
            Marker(FRAMEWORK, ("GET",), Param("http_method_names", 0)),
        ),
        (FRAMEWORK, Is("logs-failures")),
        ("django.conf.settings.REST_FRAMEWORK.EXCEPTION_HANDLER", Is("error-handler")),
        ("rest_framework.views.exception_handler", Is("answers-exception")),
        ("rest_framework.decorators.api_view", Is("reads-policies")),
        ("rest_framework.decorators.action", Marker(FRAMEWORK, ("GET",), Param("methods", 0))),
        *each(
            "rest_framework.decorators",
            "permission_classes authentication_classes throttle_classes",
            Guard(FRAMEWORK, "policy"),
        ),
        ("rest_framework.permissions.AllowAny", Is("lets-all-in")),
        *each(
            "rest_framework.permissions",
            "AllowAny IsAuthenticated IsAuthenticatedOrReadOnly",
            Is("any-account"),
        ),
        *each(
            "rest_framework.permissions",
            "IsAuthenticated IsAdminUser DjangoModelPermissions DjangoObjectPermissions",
            Is("authenticates"),
        ),
        *each(
            "rest_framework.permissions",
            "IsAuthenticatedOrReadOnly DjangoModelPermissionsOrAnonReadOnly",
            Is("authenticates-writers"),
        ),
        *each(
            "rest_framework.permissions",
            "IsAdminUser DjangoModelPermissions DjangoObjectPermissions"
            " DjangoModelPermissionsOrAnonReadOnly",
            Is("authorizes"),
        ),
        (
            "django.conf.settings.REST_FRAMEWORK.DEFAULT_PERMISSION_CLASSES",
            Is("policy-setting"),
        ),
        (
            "django.conf.settings.REST_FRAMEWORK.DEFAULT_PERMISSION_CLASSES",
            ViewDefault(API_VIEW, "permission_classes"),
        ),
        (
            "django.conf.settings.REST_FRAMEWORK.DEFAULT_AUTHENTICATION_CLASSES",
            ViewDefault(API_VIEW, "authentication_classes"),
        ),
        (
            "django.conf.settings.REST_FRAMEWORK.DEFAULT_THROTTLE_CLASSES",
            ViewDefault(API_VIEW, "throttle_classes"),
        ),
        *each(
            PAGINATION,
            "PageNumberPagination CursorPagination",
            Is("class"),
            Pages("page_size_query_param", "max_page_size", "get_page_size", size="page_size"),
        ),
        (
            FRAMEWORK,
            PageSettings(
                "REST_FRAMEWORK",
                "DEFAULT_PAGINATION_CLASS",
                "PAGE_SIZE",
                (f"{PAGINATION}.PageNumberPagination", f"{PAGINATION}.LimitOffsetPagination"),
            ),
        ),
        (f"{PAGINATION}.LimitOffsetPagination", Is("class")),
        (
            f"{PAGINATION}.LimitOffsetPagination",
            Pages("limit_query_param", "max_limit", "get_limit", open=True, size="default_limit"),
        ),
        (f"{SERIALIZERS}.BaseSerializer", Is("serializer")),
        (f"{SERIALIZERS}.BaseSerializer", Is("class")),
        *each(f"{SERIALIZERS}.BaseSerializer", "create update", Is("run-by-save")),
        *each(
            SERIALIZERS, "Serializer ListSerializer", Inherits((f"{SERIALIZERS}.BaseSerializer",))
        ),
        (f"{SERIALIZERS}.ModelSerializer", Inherits((f"{SERIALIZERS}.Serializer",))),
        (
            f"{SERIALIZERS}.HyperlinkedModelSerializer",
            Inherits((f"{SERIALIZERS}.ModelSerializer",)),
        ),
        *each(
            "rest_framework",
            "permissions.BasePermission authentication.BaseAuthentication",
            Guard(FRAMEWORK, "class"),
        ),
        ("rest_framework.permissions.BasePermission", Is("asked-to-pass")),
        # What each of its views asks before its method.
        *each("rest_framework.permissions", "BasePermission", ASKED_FIRST),
        *each("rest_framework.authentication", "BaseAuthentication", ASKED_FIRST),
        *each("rest_framework.throttling", "BaseThrottle", ASKED_FIRST),
        ("rest_framework.serializers", Is("forms")),
        *each(
            "rest_framework.permissions",
            "AllowAny IsAuthenticated IsAdminUser IsAuthenticatedOrReadOnly DjangoModelPermissions"
            " DjangoObjectPermissions DjangoModelPermissionsOrAnonReadOnly",
            Inherits(("rest_framework.permissions.BasePermission",)),
        ),
        *each(
            "rest_framework.authentication",
            "BasicAuthentication SessionAuthentication TokenAuthentication",
            Inherits(("rest_framework.authentication.BaseAuthentication",)),
        ),
        (
            API_VIEW,
            Policies(
                ("permission_classes", "authentication_classes", "throttle_classes"),
                (
                    ("permission_class", "permission_classes"),
                    ("permissions_class", "permission_classes"),
                    ("permissions_classes", "permission_classes"),
                    ("permission_clases", "permission_classes"),
                    ("authentication_class", "authentication_classes"),
                    ("throttle_class", "throttle_classes"),
                ),
                (
                    *("get_permissions", "get_authenticators", "get_throttles"),
                    *("check_permissions", "check_throttles", "initial", "dispatch"),
                ),
            ),
        ),
        *each(
            "rest_framework.routers",
            "SimpleRouter.register DefaultRouter.register",
            Route(FRAMEWORK, path=Param("prefix", 0), handler=Param("viewset", 1)),
        ),
        (API_VIEW, ViewBase(FRAMEWORK, VERBS)),
        # What answers a request in the views of `generics` calls the actions of their mixins.
        (GENERIC_VIEW, ViewBase(FRAMEWORK, VERBS, hooks=ASKED)),
        (f"{GENERICS}.CreateAPIView", ViewBase(FRAMEWORK, VERBS, gives=POST)),
        (f"{GENERICS}.RetrieveAPIView", ViewBase(FRAMEWORK, VERBS, gives=GET)),
        (f"{GENERICS}.DestroyAPIView", ViewBase(FRAMEWORK, VERBS, gives=DELETE)),
        (f"{GENERICS}.UpdateAPIView", ViewBase(FRAMEWORK, VERBS, gives=PUT)),
        (f"{GENERICS}.RetrieveUpdateAPIView", ViewBase(FRAMEWORK, VERBS, gives=(*GET, *PUT))),
        (f"{GENERICS}.RetrieveDestroyAPIView", ViewBase(FRAMEWORK, VERBS, gives=(*GET, *DELETE))),
        (
            f"{GENERICS}.RetrieveUpdateDestroyAPIView",
            ViewBase(FRAMEWORK, VERBS, gives=(*GET, *PUT, *DELETE)),
        ),
        (f"{GENERICS}.ListAPIView", ViewBase(FRAMEWORK, VERBS, lists=True, gives=GET)),
        (
            f"{GENERICS}.ListCreateAPIView",
            ViewBase(FRAMEWORK, VERBS, lists=True, gives=(*GET, *POST)),
        ),
        (
            CREATE,
            ViewBase(
                FRAMEWORK,
                (("create", "POST"),),
                hooks=(("perform_create", "POST"),),
                gives=(("create", "POST"),),
            ),
        ),
        (LIST, ViewBase(FRAMEWORK, (("list", "GET"),), lists=True, gives=(("list", "GET"),))),
        (RETRIEVE, ViewBase(FRAMEWORK, (("retrieve", "GET"),), gives=(("retrieve", "GET"),))),
        (
            UPDATE,
            ViewBase(
                FRAMEWORK,
                (("update", "PUT"), ("partial_update", "PATCH")),
                hooks=(("perform_update", "PUT"),),
                gives=(("update", "PUT"), ("partial_update", "PATCH")),
            ),
        ),
        (
            DESTROY,
            ViewBase(
                FRAMEWORK,
                (("destroy", "DELETE"),),
                hooks=(("perform_destroy", "DELETE"),),
                gives=(("destroy", "DELETE"),),
            ),
        ),
        *each(VIEWSETS, "ViewSetMixin ViewSet GenericViewSet", ViewBase(FRAMEWORK, ACTIONS)),
        (f"{VIEWSETS}.ReadOnlyModelViewSet", ViewBase(FRAMEWORK, ACTIONS, lists=True)),
        (f"{VIEWSETS}.ModelViewSet", ViewBase(FRAMEWORK, ACTIONS, lists=True, hooks=HOOKS)),
        (API_VIEW, Inherits(("django.views.View",))),
        (GENERIC_VIEW, Inherits((API_VIEW,))),
        (f"{GENERIC_VIEW}.get_serializer", Is("makes-serializer")),
        (f"{GENERIC_VIEW}.get_object", Is("row-of-view")),
        (f"{GENERICS}.CreateAPIView", Inherits((CREATE, GENERIC_VIEW))),
        (f"{GENERICS}.ListAPIView", Inherits((LIST, GENERIC_VIEW))),
        (f"{GENERICS}.RetrieveAPIView", Inherits((RETRIEVE, GENERIC_VIEW))),
        (f"{GENERICS}.DestroyAPIView", Inherits((DESTROY, GENERIC_VIEW))),
        (f"{GENERICS}.UpdateAPIView", Inherits((UPDATE, GENERIC_VIEW))),
        (f"{GENERICS}.ListCreateAPIView", Inherits((LIST, CREATE, GENERIC_VIEW))),
        (f"{GENERICS}.RetrieveUpdateAPIView", Inherits((RETRIEVE, UPDATE, GENERIC_VIEW))),
        (f"{GENERICS}.RetrieveDestroyAPIView", Inherits((RETRIEVE, DESTROY, GENERIC_VIEW))),
        (
            f"{GENERICS}.RetrieveUpdateDestroyAPIView",
            Inherits((RETRIEVE, UPDATE, DESTROY, GENERIC_VIEW)),
        ),
        (f"{VIEWSETS}.ViewSet", Inherits((VIEWSET_MIXIN, API_VIEW))),
        (GENERIC_VIEWSET, Inherits((VIEWSET_MIXIN, GENERIC_VIEW))),
        (f"{VIEWSETS}.ReadOnlyModelViewSet", Inherits((RETRIEVE, LIST, GENERIC_VIEWSET))),
        (
            f"{VIEWSETS}.ModelViewSet",
            Inherits((CREATE, RETRIEVE, UPDATE, DESTROY, LIST, GENERIC_VIEWSET)),
        ),
        *each(f"{CREATE} {UPDATE} {DESTROY}", "", Is("writes-rows")),
        (f"{VIEWSETS}.ModelViewSet", Is("all-rows")),
        (f"{GENERICS}.mixins", Names(MIXINS)),
        (f"{VIEWSETS}.mixins", Names(MIXINS)),
        (f"{VIEWSETS}.generics", Names(GENERICS)),
        ("rest_framework.routers.SimpleRouter", Is("router")),
        *each("rest_framework.routers.SimpleRouter", "urls get_urls", Mounts(None)),
        (
            "rest_framework.routers.DefaultRouter",
            Inherits(("rest_framework.routers.SimpleRouter",)),
        ),
        (
            "rest_framework.response.Response",
            Answers(FRAMEWORK, Param("status", 1), Param("data", 0), headers=Param("headers", 3)),
        ),
        *each(
            "rest_framework.exceptions",
            "APIException",
            Answers(FRAMEWORK, None, DETAIL, 500, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "ValidationError ParseError",
            Answers(FRAMEWORK, None, DETAIL, 400, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "AuthenticationFailed NotAuthenticated",
            Answers(FRAMEWORK, None, DETAIL, 401, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "PermissionDenied",
            Answers(FRAMEWORK, None, DETAIL, 403, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "NotFound",
            Answers(FRAMEWORK, None, DETAIL, 404, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "MethodNotAllowed",
            Answers(FRAMEWORK, None, SECOND, 405, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "NotAcceptable",
            Answers(FRAMEWORK, None, DETAIL, 406, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "UnsupportedMediaType",
            Answers(FRAMEWORK, None, SECOND, 415, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "Throttled",
            Answers(FRAMEWORK, None, SECOND, 429, raised=True),
        ),
        *each(
            "rest_framework.exceptions",
            "ValidationError ParseError AuthenticationFailed NotAuthenticated PermissionDenied "
            "NotFound MethodNotAllowed NotAcceptable UnsupportedMediaType Throttled",
            Inherits(("rest_framework.exceptions.APIException",)),
        ),
    ),
)
