"""What turns on a debugger, pages with the sources of an error, or the watching of the sources."""

from readiness_lint.knowledge.schema import Debugs, Is, Knowledge, Names, Param, each

CONSOLE = "whoever causes an error may run code in the process"
SOURCES = "whoever causes an error is shown the code and the variables around it"
TOOLBAR = "whoever reaches it by a proxy on the same machine may run code in the process"
RELOAD = "the process watches its sources, and serves with one worker"

FLASK_DEBUG = Knowledge(
    "Flask",
    "3.1",
    "https://flask.palletsprojects.com/en/stable/debugging/",
    (
        ("flask.Flask.run", Debugs(CONSOLE, Param("debug", 2), serves=True)),
        ("flask.Flask.debug", Debugs(CONSOLE)),
        ("quart.Quart.run", Debugs(SOURCES, Param("debug", 2), serves=True)),
        ("quart.Quart.debug", Debugs(SOURCES)),
    ),
)
WERKZEUG_DEBUG = Knowledge(
    "Werkzeug",
    "3.1",
    "https://werkzeug.palletsprojects.com/en/stable/debug/",
    (
        ("werkzeug.debug.DebuggedApplication", Debugs(CONSOLE, Param("evalex", 1))),
        ("werkzeug.serving.run_simple", Debugs(CONSOLE, Param("use_debugger", 4), serves=True)),
    ),
)
OF_ANSWERS = Debugs(SOURCES, Param("debug"))
ASGI_DEBUG = Knowledge(
    "starlette",
    "1.10",
    "https://www.starlette.io/applications/",
    (("starlette.applications.Starlette", Debugs(SOURCES, Param("debug", 0))),),
)
FASTAPI_DEBUG = Knowledge(
    "fastapi",
    "0.165",
    "https://fastapi.tiangolo.com/reference/fastapi/",
    (("fastapi.FastAPI", OF_ANSWERS),),
)
LITESTAR_DEBUG = Knowledge(
    "litestar",
    "2.25",
    "https://docs.litestar.dev/latest/usage/debugging.html",
    (("litestar.Litestar", OF_ANSWERS),),
)
SANIC_DEBUG = Knowledge(
    "sanic",
    "25.3",
    "https://sanic.dev",
    (("sanic.Sanic.run", Debugs(SOURCES, Param("debug"), serves=True)),),
)
UVICORN_RELOAD = Knowledge(
    "uvicorn",
    "0.54",
    "https://www.uvicorn.org/settings/",
    (
        (
            "uvicorn.run",
            Debugs(RELOAD, Param("reload"), serves=True, reloads=True, named=Param("app", 0)),
        ),
        ("uvicorn.main.run", Names("uvicorn.run")),
    ),
)
AIOHTTP_TOOLBAR = Knowledge(
    "aiohttp-debugtoolbar",
    "0.6",
    "https://github.com/aio-libs/aiohttp-debugtoolbar",
    (
        (
            "aiohttp_debugtoolbar.setup",
            Debugs(TOOLBAR, Param("enabled"), always=True, here=True),
        ),
    ),
)
DJANGO_DEBUG = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/ref/settings/#debug",
    (
        *each("django.conf.settings", "DEBUG", Is("debug-setting")),
        *each("django.conf.settings", "ALLOWED_HOSTS", Is("served-hosts")),
        *each("django.conf.settings", "INSTALLED_APPS", Is("installed-apps")),
        *each(
            "django.conf.settings",
            "INSTALLED_APPS ROOT_URLCONF ALLOWED_HOSTS MIDDLEWARE",
            Is("project-setting"),
        ),
    ),
)
TOOLBAR_DEBUG = Knowledge(
    "django-debug-toolbar",
    "4.4",
    "https://django-debug-toolbar.readthedocs.io/en/stable/configuration.html",
    (
        (
            "django.conf.settings.DEBUG_TOOLBAR_CONFIG.SHOW_TOOLBAR_CALLBACK",
            Is("shows-toolbar"),
        ),
    ),
)
