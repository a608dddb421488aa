"""Who says which origins may read the answers to a browser that shows who its user is."""

from readiness_lint.knowledge.schema import CorsTrait, Is, Knowledge, Names, Param, each

STARLETTE = "starlette.middleware.cors.CORSMiddleware"
# It answers `*` with credentials by the origin that asks.
STARLETTE_CORS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/middleware/#corsmiddleware",
    (
        (
            STARLETTE,
            CorsTrait(
                Param("allow_origins", 1),
                Param("allow_credentials", 4),
                patterns=Param("allow_origin_regex", 5),
            ),
        ),
        (STARLETTE, Is("class")),
        ("fastapi.middleware.cors.CORSMiddleware", Names(STARLETTE)),
    ),
)
FLASK_CORS = Knowledge(
    "Flask-Cors",
    "6.0",
    "https://flask-cors.readthedocs.io",
    (
        *each(
            "flask_cors",
            "CORS cross_origin",
            CorsTrait(
                Param("origins"),
                Param("supports_credentials"),
                open=True,
                regex=True,
                resources=Param("resources"),
                config=("CORS_ORIGINS", "CORS_SUPPORTS_CREDENTIALS"),
            ),
        ),
        ("flask_cors.extension.CORS", Names("flask_cors.CORS")),
        ("flask_cors.decorator.cross_origin", Names("flask_cors.cross_origin")),
    ),
)
LITESTAR_CORS = Knowledge(
    "litestar",
    "2.25",
    "https://docs.litestar.dev/latest/usage/middleware/builtin-middleware.html#cors",
    (
        (
            "litestar.config.cors.CORSConfig",
            CorsTrait(
                Param("allow_origins", 0),
                Param("allow_credentials", 3),
                open=True,
                patterns=Param("allow_origin_regex", 4),
            ),
        ),
    ),
)
# It answers `*` with the origin that asks.
AIOHTTP_CORS = Knowledge(
    "aiohttp-cors",
    "0.8",
    "https://github.com/aio-libs/aiohttp-cors",
    (
        (
            "aiohttp_cors.ResourceOptions",
            CorsTrait(None, Param("allow_credentials")),
        ),
    ),
)
DJANGO_CORS = Knowledge(
    "django-cors-headers",
    "4.9",
    "https://github.com/adamchainz/django-cors-headers",
    (
        ("django.conf.settings.CORS_ALLOW_CREDENTIALS", Is("cors-credentials")),
        *each(
            "django.conf.settings", "CORS_ALLOW_ALL_ORIGINS CORS_ORIGIN_ALLOW_ALL", Is("cors-open")
        ),
        *each(
            "django.conf.settings",
            "CORS_ALLOWED_ORIGIN_REGEXES CORS_ORIGIN_REGEX_WHITELIST",
            Is("cors-patterns"),
        ),
    ),
)
