"""What a browser shows by itself, so that a server knows who its user is."""

from readiness_lint.knowledge.schema import (
    BrowserCredential,
    Is,
    Knowledge,
    Param,
    each,
)

STARLETTE_CREDENTIALS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/middleware/#sessionmiddleware",
    (
        (
            "starlette.middleware.sessions.SessionMiddleware",
            BrowserCredential(Param("same_site", 5), home=True),
        ),
    ),
)
FASTAPI_CREDENTIALS = Knowledge(
    "fastapi",
    "0.110-0.136",
    "https://fastapi.tiangolo.com/reference/security/",
    (
        *each("fastapi.security", "HTTPBasic HTTPDigest", BrowserCredential()),
        *each("fastapi.security", "APIKeyCookie", Is("reads-cookie")),
        ("fastapi.Cookie", Is("reads-cookie")),
    ),
)
FLASK_CREDENTIALS = Knowledge(
    "Flask",
    "3.1",
    "https://flask.palletsprojects.com/en/stable/api/#sessions",
    (
        ("flask.session", Is("session-cookie")),
        ("flask.Flask.config.SESSION_COOKIE_SAMESITE", Is("app-session-same-site")),
    ),
)
FLASK_LOGIN_CREDENTIALS = Knowledge(
    "Flask-Login",
    "0.6",
    "https://flask-login.readthedocs.io",
    (*each("flask_login", "login_user LoginManager", Is("reads-cookie")),),
)
FLASK_HTTPAUTH_CREDENTIALS = Knowledge(
    "Flask-HTTPAuth",
    "4.8",
    "https://flask-httpauth.readthedocs.io",
    (*each("flask_httpauth", "HTTPBasicAuth HTTPDigestAuth", BrowserCredential()),),
)
LITESTAR_CREDENTIALS = Knowledge(
    "litestar",
    "2.25",
    "https://docs.litestar.dev/latest/usage/middleware/builtin-middleware.html#session-middleware",
    (
        (
            "litestar.middleware.session.client_side.CookieBackendConfig",
            BrowserCredential(Param("samesite"), home=True),
        ),
        (
            "litestar.middleware.session.server_side.ServerSideSessionConfig",
            BrowserCredential(Param("samesite"), home=True),
        ),
        (
            "litestar.security.jwt.JWTCookieAuth",
            BrowserCredential(Param("samesite"), home=True),
        ),
    ),
)
DJANGO_CREDENTIALS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/ref/settings/#session-cookie-samesite",
    (("django.conf.settings.SESSION_COOKIE_SAMESITE", Is("session-same-site")),),
)
REST_FRAMEWORK_CREDENTIALS = Knowledge(
    "djangorestframework",
    "3.16",
    "https://www.django-rest-framework.org/api-guide/authentication/",
    (("rest_framework.authentication.BasicAuthentication", Is("asks-for-password")),),
)
