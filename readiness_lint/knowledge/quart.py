from readiness_lint.knowledge.schema import (
    Answers,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Mounts,
    Names,
    Param,
    Returns,
    Route,
    Routes,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "quart"
APP, BLUEPRINT = "quart.Quart", "quart.Blueprint"
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
MIDDLEWARE = EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK)
ON_ERROR = EntryTrait(EntryKind.ERROR_HANDLER, FRAMEWORK, subject=Param("code_or_exception", 0))

QUART = Knowledge(
    "Quart",
    "0.18-0.22",
    "https://quart.palletsprojects.com",
    (
        (BLUEPRINT, Is("router")),
        (APP, Is("serves-routes")),
        (f"{APP}.register_blueprint", Is("serves-routes")),
        *each(
            BOTH, "route", Route(FRAMEWORK, path=RULE, methods_param=METHODS, default_methods=GET)
        ),
        *each(
            BOTH,
            "register_blueprint",
            Mounts(Param("blueprint", 0), Param("url_prefix"), by_name=True),
        ),
        (f"{BLUEPRINT}.register", Mounts(None, onto=Param("app", 0))),
        (APP, Routes(FRAMEWORK, root=True)),
        (BLUEPRINT, Routes(FRAMEWORK)),
        *each(BOTH, "get", Route(FRAMEWORK, GET, RULE)),
        (f"{APP}.asgi_app", Is("inner-application")),
        (f"{APP}.config", Is("app-config")),
        ("quart.current_app", Is("current-app")),
        *each(BOTH, "post", Route(FRAMEWORK, ("POST",), RULE)),
        *each(BOTH, "put", Route(FRAMEWORK, ("PUT",), RULE)),
        *each(BOTH, "patch", Route(FRAMEWORK, ("PATCH",), RULE)),
        *each(BOTH, "delete", Route(FRAMEWORK, ("DELETE",), RULE)),
        *each(BOTH, "websocket", Route(FRAMEWORK, path=RULE, kind=EntryKind.WEBSOCKET)),
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
        *each(
            BOTH,
            "add_websocket",
            Route(FRAMEWORK, path=RULE, handler=Param("view_func", 2), kind=EntryKind.WEBSOCKET),
        ),
        ("quart.views.View", ViewBase(FRAMEWORK, (("dispatch_request", ""),))),
        ("quart.views.MethodView", ViewBase(FRAMEWORK, VERBS)),
        ("quart.views.MethodView", Inherits(("quart.views.View",))),
        *each(
            BOTH,
            "before_request after_request teardown_request before_websocket after_websocket "
            "teardown_websocket url_value_preprocessor url_defaults context_processor",
            MIDDLEWARE,
        ),
        (f"{APP}.teardown_appcontext", MIDDLEWARE),
        ("quart", Is("wraps-unhandled")),
        *each(
            BLUEPRINT,
            "before_app_request after_app_request teardown_app_request before_app_websocket "
            "after_app_websocket app_context_processor app_url_value_preprocessor app_url_defaults",
            MIDDLEWARE,
        ),
        *each(BOTH, "url_defaults context_processor", Is("on-demand")),
        *each(BLUEPRINT, "app_url_defaults app_context_processor", Is("on-demand")),
        *each(
            BLUEPRINT,
            "before_app_request after_app_request teardown_app_request app_url_value_preprocessor",
            Is("of-application"),
        ),
        *each(APP, "before_serving while_serving", EntryTrait(EntryKind.STARTUP, FRAMEWORK)),
        (f"{APP}.after_serving", EntryTrait(EntryKind.SHUTDOWN, FRAMEWORK)),
        *each(
            BLUEPRINT,
            "before_app_serving while_app_serving",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK),
        ),
        (f"{BLUEPRINT}.after_app_serving", EntryTrait(EntryKind.SHUTDOWN, FRAMEWORK)),
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
        (f"{APP}.logger", Returns(Type("logging.Logger"))),
        ("quart.current_app", Returns(Type(APP))),
        ("quart.abort", Is("never-returns")),
        (
            "quart.abort",
            Answers(
                FRAMEWORK,
                Param("code", 0),
                Param("description", 1),
                None,
                raised=True,
                exception="werkzeug.exceptions.HTTPException",
            ),
        ),
        ("quart.jsonify", Answers(FRAMEWORK, None, whole=True)),
        (
            "quart.make_response",
            Answers(FRAMEWORK, Param("args", 1), Param("args", 0), headers=Param("args", 2)),
        ),
        ("quart.make_response", Is("coroutine")),
        (
            "quart.Response",
            Answers(
                FRAMEWORK, Param("status", 1), Param("response", 0), headers=Param("headers", 2)
            ),
        ),
        ("quart", Is("tuple-answers")),
        ("quart", Is("pages-of-text")),
        ("quart", Is("plain-answers")),
        ("quart.app.Quart", Names(APP)),
        ("quart.blueprints.Blueprint", Names(BLUEPRINT)),
        ("quart.wrappers.Response", Names("quart.Response")),
    ),
)

QUART_AUTH = Knowledge(
    "quart-auth",
    "0.12-0.12",
    "https://quart-auth.readthedocs.io",
    (*each("quart_auth", "login_required basic_auth_required", Guard(FRAMEWORK, "decorator")),),
)
