from readiness_lint.knowledge.schema import Constant, Knowledge, Since, each, spelled

STATUS = "http.HTTPStatus"

HTTP_STATUS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/http.html#http.HTTPStatus",
    (
        (f"{STATUS}.CONTINUE", Constant(100)),
        (f"{STATUS}.SWITCHING_PROTOCOLS", Constant(101)),
        (f"{STATUS}.PROCESSING", Constant(102)),
        (f"{STATUS}.EARLY_HINTS", Constant(103)),
        (f"{STATUS}.OK", Constant(200)),
        (f"{STATUS}.CREATED", Constant(201)),
        (f"{STATUS}.ACCEPTED", Constant(202)),
        (f"{STATUS}.NON_AUTHORITATIVE_INFORMATION", Constant(203)),
        (f"{STATUS}.NO_CONTENT", Constant(204)),
        (f"{STATUS}.RESET_CONTENT", Constant(205)),
        (f"{STATUS}.PARTIAL_CONTENT", Constant(206)),
        (f"{STATUS}.MULTI_STATUS", Constant(207)),
        (f"{STATUS}.ALREADY_REPORTED", Constant(208)),
        (f"{STATUS}.IM_USED", Constant(226)),
        (f"{STATUS}.MULTIPLE_CHOICES", Constant(300)),
        (f"{STATUS}.MOVED_PERMANENTLY", Constant(301)),
        (f"{STATUS}.FOUND", Constant(302)),
        (f"{STATUS}.SEE_OTHER", Constant(303)),
        (f"{STATUS}.NOT_MODIFIED", Constant(304)),
        (f"{STATUS}.USE_PROXY", Constant(305)),
        (f"{STATUS}.TEMPORARY_REDIRECT", Constant(307)),
        (f"{STATUS}.PERMANENT_REDIRECT", Constant(308)),
        (f"{STATUS}.BAD_REQUEST", Constant(400)),
        (f"{STATUS}.UNAUTHORIZED", Constant(401)),
        (f"{STATUS}.PAYMENT_REQUIRED", Constant(402)),
        (f"{STATUS}.FORBIDDEN", Constant(403)),
        (f"{STATUS}.NOT_FOUND", Constant(404)),
        (f"{STATUS}.METHOD_NOT_ALLOWED", Constant(405)),
        (f"{STATUS}.NOT_ACCEPTABLE", Constant(406)),
        (f"{STATUS}.PROXY_AUTHENTICATION_REQUIRED", Constant(407)),
        (f"{STATUS}.REQUEST_TIMEOUT", Constant(408)),
        (f"{STATUS}.CONFLICT", Constant(409)),
        (f"{STATUS}.GONE", Constant(410)),
        (f"{STATUS}.LENGTH_REQUIRED", Constant(411)),
        (f"{STATUS}.PRECONDITION_FAILED", Constant(412)),
        (f"{STATUS}.CONTENT_TOO_LARGE", Constant(413)),
        (f"{STATUS}.REQUEST_ENTITY_TOO_LARGE", Constant(413)),
        (f"{STATUS}.REQUEST_URI_TOO_LONG", Constant(414)),
        (f"{STATUS}.URI_TOO_LONG", Constant(414)),
        (f"{STATUS}.UNSUPPORTED_MEDIA_TYPE", Constant(415)),
        (f"{STATUS}.RANGE_NOT_SATISFIABLE", Constant(416)),
        (f"{STATUS}.REQUESTED_RANGE_NOT_SATISFIABLE", Constant(416)),
        (f"{STATUS}.EXPECTATION_FAILED", Constant(417)),
        (f"{STATUS}.IM_A_TEAPOT", Constant(418)),
        (f"{STATUS}.MISDIRECTED_REQUEST", Constant(421)),
        (f"{STATUS}.UNPROCESSABLE_CONTENT", Constant(422)),
        (f"{STATUS}.UNPROCESSABLE_ENTITY", Constant(422)),
        (f"{STATUS}.LOCKED", Constant(423)),
        (f"{STATUS}.FAILED_DEPENDENCY", Constant(424)),
        (f"{STATUS}.TOO_EARLY", Constant(425)),
        (f"{STATUS}.UPGRADE_REQUIRED", Constant(426)),
        (f"{STATUS}.PRECONDITION_REQUIRED", Constant(428)),
        (f"{STATUS}.TOO_MANY_REQUESTS", Constant(429)),
        (f"{STATUS}.REQUEST_HEADER_FIELDS_TOO_LARGE", Constant(431)),
        (f"{STATUS}.UNAVAILABLE_FOR_LEGAL_REASONS", Constant(451)),
        (f"{STATUS}.INTERNAL_SERVER_ERROR", Constant(500)),
        (f"{STATUS}.NOT_IMPLEMENTED", Constant(501)),
        (f"{STATUS}.BAD_GATEWAY", Constant(502)),
        (f"{STATUS}.SERVICE_UNAVAILABLE", Constant(503)),
        (f"{STATUS}.GATEWAY_TIMEOUT", Constant(504)),
        (f"{STATUS}.HTTP_VERSION_NOT_SUPPORTED", Constant(505)),
        (f"{STATUS}.VARIANT_ALSO_NEGOTIATES", Constant(506)),
        (f"{STATUS}.INSUFFICIENT_STORAGE", Constant(507)),
        (f"{STATUS}.LOOP_DETECTED", Constant(508)),
        (f"{STATUS}.NOT_EXTENDED", Constant(510)),
        (f"{STATUS}.NETWORK_AUTHENTICATION_REQUIRED", Constant(511)),
        *each(
            STATUS,
            "CONTENT_TOO_LARGE URI_TOO_LONG RANGE_NOT_SATISFIABLE UNPROCESSABLE_CONTENT",
            Since("3.13"),
        ),
        # Its names are those of the enum.
        *spelled(
            "http.client",
            STATUS,
            "CONTINUE SWITCHING_PROTOCOLS PROCESSING EARLY_HINTS OK CREATED ACCEPTED "
            "NON_AUTHORITATIVE_INFORMATION NO_CONTENT RESET_CONTENT PARTIAL_CONTENT "
            "MULTI_STATUS ALREADY_REPORTED IM_USED MULTIPLE_CHOICES MOVED_PERMANENTLY FOUND "
            "SEE_OTHER NOT_MODIFIED USE_PROXY TEMPORARY_REDIRECT PERMANENT_REDIRECT "
            "BAD_REQUEST UNAUTHORIZED PAYMENT_REQUIRED FORBIDDEN NOT_FOUND METHOD_NOT_ALLOWED "
            "NOT_ACCEPTABLE PROXY_AUTHENTICATION_REQUIRED REQUEST_TIMEOUT CONFLICT GONE "
            "LENGTH_REQUIRED PRECONDITION_FAILED REQUEST_ENTITY_TOO_LARGE "
            "REQUEST_URI_TOO_LONG UNSUPPORTED_MEDIA_TYPE REQUESTED_RANGE_NOT_SATISFIABLE "
            "EXPECTATION_FAILED IM_A_TEAPOT MISDIRECTED_REQUEST UNPROCESSABLE_ENTITY LOCKED "
            "FAILED_DEPENDENCY TOO_EARLY UPGRADE_REQUIRED PRECONDITION_REQUIRED "
            "TOO_MANY_REQUESTS REQUEST_HEADER_FIELDS_TOO_LARGE UNAVAILABLE_FOR_LEGAL_REASONS "
            "INTERNAL_SERVER_ERROR NOT_IMPLEMENTED BAD_GATEWAY SERVICE_UNAVAILABLE "
            "GATEWAY_TIMEOUT HTTP_VERSION_NOT_SUPPORTED VARIANT_ALSO_NEGOTIATES "
            "INSUFFICIENT_STORAGE LOOP_DETECTED NOT_EXTENDED NETWORK_AUTHENTICATION_REQUIRED",
        ),
    ),
)
