from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Marker,
    MethodRoutes,
    Mounts,
    Names,
    Param,
    Returns,
    Route,
    Routes,
    ViewBase,
    ViewHooks,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "flask"
APP, BLUEPRINT = "flask.Flask", "flask.Blueprint"
BOTH = f"{APP} {BLUEPRINT}"
RULE, METHODS, GET = Param("rule", 0), Param("methods"), ("GET",)
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
BEFORE_AND_AFTER = (
    "before_request after_request teardown_request url_value_preprocessor url_defaults "
    "context_processor"
)
MIDDLEWARE = EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK)
ON_ERROR = EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("code_or_exception", 0))
GUARD = Guard(FRAMEWORK, "decorator")

FLASK = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (
        (BLUEPRINT, Is("router")),
        (APP, Is("serves-routes")),
        (f"{APP}.register_blueprint", Is("serves-routes")),
        *each(
            BOTH, "route", Route(FRAMEWORK, path=RULE, methods_param=METHODS, default_methods=GET)
        ),
        (APP, Routes(FRAMEWORK, root=True)),
        (BLUEPRINT, Routes(FRAMEWORK)),
        *each(BOTH, "get", Route(FRAMEWORK, GET, RULE)),
        *each(
            BOTH,
            "register_blueprint",
            Mounts(Param("blueprint", 0), Param("url_prefix"), by_name=True),
        ),
        (f"{BLUEPRINT}.register", Mounts(None, onto=Param("app", 0))),
        (f"{APP}.wsgi_app", Is("inner-application")),
        (f"{APP}.config", Is("app-config")),
        ("flask.current_app", Is("current-app")),
        *each("flask", "request g session current_app", Is("of-request"), Is("context-proxy")),
        *each("flask.globals", "g session", Is("of-request"), Is("context-proxy")),
        *each(APP, "app_context test_request_context request_context", Is("sets-context")),
        *each(
            "flask",
            "copy_current_request_context cli.with_appcontext cli.AppGroup.command",
            Is("sets-context"),
        ),
        ("flask.stream_with_context", Is("streams")),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",), RULE)),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",), RULE)),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",), RULE)),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",), RULE)),
        *each(
            BOTH,
            "add_url_rule",
            Route(
                FRAMEWORK,
                path=RULE,
                methods_param=METHODS,
                default_methods=GET,
                handler=Param("view_func", 2),
            ),
        ),
        ("flask.views.View", ViewBase(FRAMEWORK, (("dispatch_request", ""),))),
        ("flask.views.MethodView", ViewBase(FRAMEWORK, VERBS)),
        ("flask.views.MethodView", Inherits(("flask.views.View",))),
        *each(BOTH, BEFORE_AND_AFTER, MIDDLEWARE),
        (f"{APP}.teardown_appcontext", MIDDLEWARE),
        (f"{APP}.teardown_appcontext", Is("ends-context")),
        *each(BOTH, "url_defaults context_processor", Is("on-demand")),
        ("flask", Is("wraps-unhandled")),
        *each(
            BLUEPRINT,
            "before_app_request after_app_request teardown_app_request app_context_processor "
            "app_url_value_preprocessor app_url_defaults",
            MIDDLEWARE,
        ),
        *each(BLUEPRINT, "app_url_defaults app_context_processor", Is("on-demand")),
        *each(
            BLUEPRINT,
            "before_app_request after_app_request teardown_app_request app_url_value_preprocessor",
            Is("of-application"),
        ),
        # Taken away with 2.3.
        (f"{APP}.before_first_request", EntryTrait(EntryKind.STARTUP, FRAMEWORK)),
        (f"{BLUEPRINT}.before_app_first_request", EntryTrait(EntryKind.STARTUP, FRAMEWORK)),
        *each(BOTH, "errorhandler", ON_ERROR),
        (f"{BLUEPRINT}.app_errorhandler", Is("answers-above")),
        (
            f"{BLUEPRINT}.app_errorhandler",
            EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("code", 0)),
        ),
        *each(
            BOTH,
            "register_error_handler",
            EntryTrait(
                EntryKind.ERROR_HANDLER,
                FRAMEWORK,
                function=Param("f", 1),
                subject=Param("code_or_exception", 0),
            ),
        ),
        *each(BOTH, "cli", Returns(Type("flask.cli.AppGroup"))),
        ("flask.cli.AppGroup.command", EntryTrait(EntryKind.COMMAND, FRAMEWORK)),
        (f"{APP}.logger", Returns(Type("logging.Logger"))),
        ("flask.current_app", Returns(Type(APP))),
        *each("flask", "abort", Is("never-returns")),
        (
            "flask.abort",
            Answers(
                FRAMEWORK,
                Param("code", 0),
                Param("description", 1),
                None,
                raised=True,
                exception="werkzeug.exceptions.HTTPException",
            ),
        ),
        ("flask.jsonify", Answers(FRAMEWORK, None, whole=True)),
        (
            "flask.make_response",
            Answers(FRAMEWORK, Param("args", 1), Param("args", 0), headers=Param("args", 2)),
        ),
        (
            "flask.Response",
            Answers(
                FRAMEWORK, Param("status", 1), Param("response", 0), headers=Param("headers", 2)
            ),
        ),
        (f"{APP}.response_class", Answers(FRAMEWORK, Param("status", 1), Param("response", 0))),
        ("flask.Response", Inherits(("werkzeug.wrappers.Response",))),
        ("flask", Is("tuple-answers")),
        ("flask", Is("pages-of-text")),
        ("flask", Is("plain-answers")),
        ("flask.app.Flask", Names(APP)),
        ("flask.blueprints.Blueprint", Names(BLUEPRINT)),
        ("flask.globals.current_app", Names("flask.current_app")),
        ("flask.helpers.abort", Names("flask.abort")),
        ("flask.helpers.make_response", Names("flask.make_response")),
        ("flask.json.jsonify", Names("flask.jsonify")),
        ("flask.wrappers.Response", Names("flask.Response")),
    ),
)

FLASK_RESTFUL = Knowledge(
    "Flask-RESTful",
    "0.3-0.3",
    "https://flask-restful.readthedocs.io",
    (
        ("flask_restful.Resource", ViewBase("flask_restful", VERBS)),
        ("flask_restful.Resource", Inherits(("flask.views.MethodView",))),
        (
            "flask_restful.Api.add_resource",
            Route("flask_restful", path=Param("urls", 1), handler=Param("resource", 0)),
        ),
        ("flask_restful", Is("tuple-answers")),
        ("flask_restful", Is("empty-success")),
        ("flask_restful.Api.resource", Route("flask_restful", path=Param("urls", 0))),
        ("flask_restful.abort", Is("never-returns")),
        (
            "flask_restful.abort",
            Answers(
                "flask_restful",
                Param("http_status_code", 0),
                Param("message"),
                None,
                raised=True,
                exception="werkzeug.exceptions.HTTPException",
            ),
        ),
    ),
)

CLASSFUL = "flask_classful.FlaskView"
CLASSFUL_VERBS = (
    ("index", "GET"),
    ("get", "GET"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("delete", "DELETE"),
)
CLASSFUL_HOOKS = (("before_request", ""), ("after_request", ""))
# Read in the source: `register` adds a route per method to an application or a blueprint.
FLASK_CLASSFUL = Knowledge(
    "Flask-Classful",
    "0.14-0.16",
    "https://flask-classful.teracy.org",
    (
        (f"{CLASSFUL}.register", Is("fills-router")),
        (f"{CLASSFUL}.representations", Is("makes-answers")),
        (CLASSFUL, ViewBase(FRAMEWORK, CLASSFUL_VERBS, hooks=CLASSFUL_HOOKS)),
        (
            CLASSFUL,
            ViewHooks(("before_request", "before_{}"), always=("after_request", "before_request")),
        ),
        ("flask_classful.route", Marker(FRAMEWORK, GET, METHODS, RULE)),
        ("flask_classful.method", Marker(FRAMEWORK, GET, Param("method", 0))),
        (
            f"{CLASSFUL}.register",
            MethodRoutes(
                FRAMEWORK,
                router=Param("app", 0),
                base=Param("route_base", 1),
                prefix=Param("route_prefix", 3),
                slash=Param("trailing_slash", 4),
                dashed=Param("method_dashified", 5),
                base_class=Param("base_class", 6),
                suffix="View",
                named=CLASSFUL_VERBS,
                default=GET,
                defaults="default_methods",
                rule="flask_classful.route",
                verb="flask_classful.method",
                excluded="excluded_methods",
                filled="base_args",
                inspects="inspect_args",
                converters=(
                    ("builtins.str", "string"),
                    ("builtins.int", "int"),
                    ("builtins.float", "float"),
                    ("uuid.UUID", "uuid"),
                ),
                own=(
                    *("register", "parse_options", "make_proxy_method", "build_rule"),
                    *("get_route_base", "default_route_base", "build_route_name"),
                ),
                kept=("_", "before_", "after_"),
            ),
        ),
    ),
)

FLASK_RESTX = Knowledge(
    "flask-restx",
    "1.3-1.3",
    "https://flask-restx.readthedocs.io",
    (
        ("flask_restx.Resource", ViewBase("flask_restx", VERBS)),
        ("flask_restx.Resource", Inherits(("flask.views.MethodView",))),
        # An Api hands what it has not to its default namespace.
        ("flask_restx.Api", Inherits(("flask_restx.Namespace",))),
        ("flask_restx.Namespace.route", Route("flask_restx", path=Param("urls", 0))),
        (
            "flask_restx.Namespace.add_resource",
            Route("flask_restx", path=Param("urls", 1), handler=Param("resource", 0)),
        ),
        *each(
            "flask_restx.Api flask_restx.Namespace",
            "errorhandler",
            EntryTrait(EntryKind.ERROR_HANDLER, "flask_restx", subject=Param("exception", 0)),
        ),
        ("flask_restx.abort", Is("never-returns")),
        (
            "flask_restx.abort",
            Answers(
                "flask_restx",
                Param("code", 0),
                Param("message", 1),
                500,
                raised=True,
                exception="werkzeug.exceptions.HTTPException",
            ),
        ),
        ("flask_restx.Namespace.abort", Is("never-returns")),
        (
            "flask_restx.Namespace.abort",
            Answers(
                "flask_restx",
                Param("code", 0),
                Param("message", 1),
                500,
                raised=True,
                exception="werkzeug.exceptions.HTTPException",
            ),
        ),
        ("flask_restx", Is("tuple-answers")),
        ("flask_restx", Is("empty-success")),
        ("flask_restx.api.Api", Names("flask_restx.Api")),
        ("flask_restx.namespace.Namespace", Names("flask_restx.Namespace")),
        ("flask_restx.resource.Resource", Names("flask_restx.Resource")),
        ("flask_restx.errors.abort", Names("flask_restx.abort")),
        ("flask_restplus", Names("flask_restx")),
    ),
)

FLASK_LOGIN = Knowledge(
    "Flask-Login",
    "0.6-0.6",
    "https://flask-login.readthedocs.io",
    (
        *each("flask_login", "login_required fresh_login_required", GUARD),
        ("flask_login.utils", Names("flask_login")),
    ),
)

FLASK_JWT_EXTENDED = Knowledge(
    "Flask-JWT-Extended",
    "4.7-4.7",
    "https://flask-jwt-extended.readthedocs.io",
    (
        (
            "flask_jwt_extended.jwt_required",
            Guard(FRAMEWORK, "decorator", optional=Param("optional", 0)),
        ),
        # Taken away with 4.0.
        *each(
            "flask_jwt_extended",
            "fresh_jwt_required jwt_refresh_token_required",
            GUARD,
        ),
        ("flask_jwt_extended.view_decorators", Names("flask_jwt_extended")),
    ),
)

FLASK_SECURITY = Knowledge(
    "Flask-Security",
    "5.9-5.9",
    "https://flask-security.readthedocs.io",
    (
        *each(
            "flask_security",
            "auth_required auth_token_required http_auth_required login_required "
            "roles_required roles_accepted permissions_required permissions_accepted",
            GUARD,
        ),
        ("flask_security.decorators", Names("flask_security")),
    ),
)

FLASK_HTTPAUTH = Knowledge(
    "Flask-HTTPAuth",
    "4.8-4.8",
    "https://flask-httpauth.readthedocs.io",
    (
        ("flask_httpauth.HTTPAuth.login_required", GUARD),
        *each(
            "flask_httpauth",
            "HTTPBasicAuth HTTPDigestAuth HTTPTokenAuth",
            Inherits(("flask_httpauth.HTTPAuth",)),
        ),
        ("flask_httpauth.MultiAuth.login_required", GUARD),
        ("flask_httpauth.HTTPBasicAuth.verify_password", Is("checks-proof")),
        ("flask_httpauth.HTTPTokenAuth.verify_token", Is("checks-proof")),
    ),
)
