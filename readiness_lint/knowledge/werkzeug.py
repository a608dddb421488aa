from readiness_lint.knowledge.schema import Answers, Inherits, Is, Knowledge, Names, Param, each

FRAMEWORK, ERRORS, TEXT = "werkzeug", "werkzeug.exceptions", Param("description", 0)

WERKZEUG = Knowledge(
    "Werkzeug",
    "2.2-3.1",
    "https://werkzeug.palletsprojects.com",
    (
        (f"{ERRORS}.abort", Is("never-returns")),
        (
            f"{ERRORS}.abort",
            Answers(
                FRAMEWORK,
                Param("status", 0),
                Param("description", 1),
                None,
                raised=True,
                exception=f"{ERRORS}.HTTPException",
            ),
        ),
        (f"{ERRORS}.HTTPException", Answers(FRAMEWORK, None, TEXT, None, raised=True)),
        *each(
            ERRORS,
            "BadRequest SecurityError",
            Answers(FRAMEWORK, None, TEXT, 400, raised=True),
        ),
        (
            f"{ERRORS}.BadRequestKeyError",
            Answers(FRAMEWORK, None, Param("description", 1), 400, raised=True),
        ),
        (f"{ERRORS}.Unauthorized", Answers(FRAMEWORK, None, TEXT, 401, raised=True)),
        (f"{ERRORS}.Forbidden", Answers(FRAMEWORK, None, TEXT, 403, raised=True)),
        (f"{ERRORS}.NotFound", Answers(FRAMEWORK, None, TEXT, 404, raised=True)),
        (
            f"{ERRORS}.MethodNotAllowed",
            Answers(FRAMEWORK, None, Param("description", 1), 405, raised=True),
        ),
        (f"{ERRORS}.NotAcceptable", Answers(FRAMEWORK, None, TEXT, 406, raised=True)),
        (f"{ERRORS}.RequestTimeout", Answers(FRAMEWORK, None, TEXT, 408, raised=True)),
        (f"{ERRORS}.Conflict", Answers(FRAMEWORK, None, TEXT, 409, raised=True)),
        (f"{ERRORS}.Gone", Answers(FRAMEWORK, None, TEXT, 410, raised=True)),
        (f"{ERRORS}.LengthRequired", Answers(FRAMEWORK, None, TEXT, 411, raised=True)),
        (f"{ERRORS}.PreconditionFailed", Answers(FRAMEWORK, None, TEXT, 412, raised=True)),
        (f"{ERRORS}.RequestEntityTooLarge", Answers(FRAMEWORK, None, TEXT, 413, raised=True)),
        (f"{ERRORS}.RequestURITooLarge", Answers(FRAMEWORK, None, TEXT, 414, raised=True)),
        (f"{ERRORS}.UnsupportedMediaType", Answers(FRAMEWORK, None, TEXT, 415, raised=True)),
        (f"{ERRORS}.ExpectationFailed", Answers(FRAMEWORK, None, TEXT, 417, raised=True)),
        (f"{ERRORS}.ImATeapot", Answers(FRAMEWORK, None, TEXT, 418, raised=True)),
        (f"{ERRORS}.UnprocessableEntity", Answers(FRAMEWORK, None, TEXT, 422, raised=True)),
        (f"{ERRORS}.Locked", Answers(FRAMEWORK, None, TEXT, 423, raised=True)),
        (f"{ERRORS}.FailedDependency", Answers(FRAMEWORK, None, TEXT, 424, raised=True)),
        (f"{ERRORS}.PreconditionRequired", Answers(FRAMEWORK, None, TEXT, 428, raised=True)),
        (f"{ERRORS}.TooManyRequests", Answers(FRAMEWORK, None, TEXT, 429, raised=True)),
        (f"{ERRORS}.InternalServerError", Answers(FRAMEWORK, None, TEXT, 500, raised=True)),
        (f"{ERRORS}.NotImplemented", Answers(FRAMEWORK, None, TEXT, 501, raised=True)),
        (f"{ERRORS}.BadGateway", Answers(FRAMEWORK, None, TEXT, 502, raised=True)),
        (f"{ERRORS}.ServiceUnavailable", Answers(FRAMEWORK, None, TEXT, 503, raised=True)),
        (f"{ERRORS}.GatewayTimeout", Answers(FRAMEWORK, None, TEXT, 504, raised=True)),
        (f"{ERRORS}.HTTPVersionNotSupported", Answers(FRAMEWORK, None, TEXT, 505, raised=True)),
        *each(
            ERRORS,
            "BadRequest Unauthorized Forbidden NotFound MethodNotAllowed NotAcceptable "
            "RequestTimeout Conflict Gone LengthRequired PreconditionFailed RequestEntityTooLarge "
            "RequestURITooLarge UnsupportedMediaType ExpectationFailed ImATeapot "
            "UnprocessableEntity Locked FailedDependency PreconditionRequired TooManyRequests "
            "InternalServerError NotImplemented BadGateway ServiceUnavailable GatewayTimeout "
            "HTTPVersionNotSupported",
            Inherits((f"{ERRORS}.HTTPException",)),
        ),
        *each(ERRORS, "BadRequestKeyError SecurityError", Inherits((f"{ERRORS}.BadRequest",))),
        (
            "werkzeug.wrappers.Response",
            Answers(
                FRAMEWORK, Param("status", 1), Param("response", 0), headers=Param("headers", 2)
            ),
        ),
        ("werkzeug.Response", Names("werkzeug.wrappers.Response")),
    ),
)
