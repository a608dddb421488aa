"""Choices with which what is to last stays in one process, or goes nowhere."""

from dataclasses import replace

from readiness_lint.knowledge.schema import Is, Keeps, Knowledge, Param, each

MEMORY_DATABASE = r"sqlite(?:\+\w+)?:(?://)?(?:/?|/?:memory:|//?file::memory:.*|.*[?&]mode=memory.*|//(?:var/)?tmp/.*)"
MEMORY_FILE = r":memory:|file::memory:.*|.*[?&]mode=memory.*|/(?:var/)?tmp/.*"
NO_ROWS = "the database is lost when the process ends, and no other process sees it"
NO_JOBS = "jobs are lost when the process ends, and no worker takes them"
IN_REQUEST = "tasks run inside the request, and what fails is not tried again"
LIMITS = "each worker counts for itself, so the limit grows with their number"
DATABASE = Keeps(NO_ROWS, MEMORY_DATABASE, Param("url", 0))
FILES = Keeps(
    "uploads are lost when the machine or container is replaced", r"/(?:var/)?tmp(?:/.*)?"
)
LOCAL_CACHE = r"django\.core\.cache\.backends\.(?:dummy\.DummyCache|locmem\.LocMemCache)"
SETTINGS = "django.conf.settings"
FLASK = "flask.Flask.config"
CELERY_CONF = "celery.Celery.conf"
MEMORY_BROKER = r"(?:memory|in-memory)://.*"
MAILS = Is("mails")
MESSAGES = Is("channel-messages")
MEMORY_RESULTS = r"cache\+memory://.*"
RESULTS = Keeps("no other process sees the results of tasks", MEMORY_RESULTS, grave=False)

DJANGO = Knowledge(
    "Django",
    "5.2-5.2",
    "https://docs.djangoproject.com/en/5.2/ref/settings/",
    (
        (
            f"{SETTINGS}.EMAIL_BACKEND",
            Keeps(
                "mail is never sent",
                r"django\.core\.mail\.backends\.(?:console|locmem|dummy|filebased)\.EmailBackend",
                grave=False,
                needs="mails",
            ),
        ),
        *each("django.core", "mail", MAILS),
        *each("django.contrib.auth", "urls views.PasswordResetView forms.PasswordResetForm", MAILS),
        *each("django.contrib.auth.models.AbstractUser", "email_user", MAILS),
        *each("django.utils.log", "AdminEmailHandler", MAILS),
        *each("allauth djoser dj_rest_auth django_registration registration anymail", "", MAILS),
        *each("post_office mailer djcelery_email templated_email invitations", "", MAILS),
        ("os.environ.DJANGO_SETTINGS_MODULE", Is("names-settings")),
        ("django.conf.ENVIRONMENT_VARIABLE", Is("names-settings")),
        (
            f"{SETTINGS}.CACHES.default.BACKEND",
            Keeps(
                "each worker has a cache of its own, which is lost with it",
                LOCAL_CACHE,
                grave=False,
                worse=(f"{SETTINGS}.SESSION_ENGINE", r"django\.contrib\.sessions\.backends\.cache"),
                otherwise=(r".*\.DummyCache", "nothing is cached"),
            ),
        ),
        (f"{SETTINGS}.DATABASES.default.NAME", Keeps(NO_ROWS, MEMORY_FILE)),
        (f"{SETTINGS}.MEDIA_ROOT", FILES),
        (
            f"{SETTINGS}.STORAGES.default.BACKEND",
            Keeps(
                "uploads are lost when the process ends, and no other process sees them",
                r"django\.core\.files\.storage\.(?:memory\.)?InMemoryStorage",
            ),
        ),
    ),
)

CHANNELS = Knowledge(
    "channels",
    "4.0-4.3",
    "https://channels.readthedocs.io/en/stable/topics/channel_layers.html",
    (
        (
            f"{SETTINGS}.CHANNEL_LAYERS.default.BACKEND",
            Keeps(
                "messages do not reach the clients of other workers",
                r"channels\.layers\.InMemoryChannelLayer",
                needs="channel-messages",
            ),
        ),
        # Consumers of these libraries use the layer themselves.
        *each("channels_presence djangochannelsrestframework channels_graphql_ws", "", MESSAGES),
        *each("channels_redux graphene_subscriptions strawberry.channels", "", MESSAGES),
        *each("channels.layers", "get_channel_layer", MESSAGES),
        *each("channels.layers.BaseChannelLayer", "group_add group_send", MESSAGES),
        *each("channels.consumer.AsyncConsumer", "channel_layer", MESSAGES),
    ),
)

CELERY = Knowledge(
    "celery",
    "5.3-5.7",
    "https://docs.celeryq.dev/en/stable/userguide/configuration.html",
    (
        *each(SETTINGS, "CELERY_TASK_ALWAYS_EAGER CELERY_ALWAYS_EAGER", Keeps(IN_REQUEST, "True")),
        *each(SETTINGS, "CELERY_BROKER_URL BROKER_URL", Keeps(NO_JOBS, MEMORY_BROKER)),
        *each(
            SETTINGS,
            "CELERY_RESULT_BACKEND",
            RESULTS,
        ),
        ("celery.Celery", Keeps(NO_JOBS, MEMORY_BROKER, Param("broker", 9))),
        (CELERY_CONF, Is("task-config")),
        *each(
            "celery.Celery",
            "config_from_object config_from_envvar config_from_cmdline",
            Is("loads-task-config"),
        ),
        ("celery.Celery.config_from_object", Is("loads-module")),
        (f"{CELERY_CONF}.task_always_eager", Keeps(IN_REQUEST, "True")),
        (f"{CELERY_CONF}.broker_url", Keeps(NO_JOBS, MEMORY_BROKER)),
        (f"{CELERY_CONF}.result_backend", replace(RESULTS, made_with="backend")),
    ),
)

QUEUES = Knowledge(
    "dramatiq",
    "1.17-2.2",
    "https://dramatiq.io/reference.html",
    (("dramatiq.brokers.stub.StubBroker", Keeps(NO_JOBS)),),
)

HUEY = Knowledge(
    "huey",
    "2.5-2.6",
    "https://huey.readthedocs.io/en/latest/api.html",
    (*each("huey", "MemoryHuey PriorityMemoryHuey", Keeps(NO_JOBS)),),
)

RQ = Knowledge(
    "rq",
    "1.16-3.0",
    "https://python-rq.org/docs/",
    (("rq.Queue", Keeps(IN_REQUEST, "False", Param("is_async", 3))),),
)

SQLALCHEMY = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html",
    (
        *each("sqlalchemy", "create_engine", DATABASE),
        *each("sqlalchemy.ext.asyncio", "create_async_engine", DATABASE),
    ),
)

FLASK_SETTINGS = Knowledge(
    "flask",
    "3.1-3.1",
    "https://flask.palletsprojects.com/en/stable/config/",
    (
        (f"{FLASK}.SQLALCHEMY_DATABASE_URI", Keeps(NO_ROWS, MEMORY_DATABASE)),
        (f"{FLASK}.UPLOAD_FOLDER", FILES),
        *each(FLASK, "from_envvar from_prefixed_env from_pyfile from_file", Is("loads-settings")),
        (
            f"{FLASK}.RATELIMIT_STORAGE_URI",
            Keeps(LIMITS, r"memory://.*", grave=False, several=True),
        ),
    ),
)

PEEWEE = Knowledge(
    "peewee",
    "3.17-3.18",
    "https://docs.peewee-orm.com/en/latest/peewee/database.html",
    (("peewee.SqliteDatabase", Keeps(NO_ROWS, MEMORY_FILE, Param("database", 0))),),
)

TORTOISE_MEMORY = r"sqlite://(?::memory:|/(?:var/)?tmp/.*)"
TORTOISE = Knowledge(
    "tortoise-orm",
    "0.25-1.1",
    "https://tortoise.github.io/databases.html",
    (
        (
            "tortoise.Tortoise.init",
            Keeps(NO_ROWS, TORTOISE_MEMORY, Param("db_url")),
        ),
        *each(
            "tortoise.contrib",
            "fastapi.register_tortoise fastapi.RegisterTortoise aiohttp.register_tortoise"
            " quart.register_tortoise sanic.register_tortoise starlette.register_tortoise",
            Keeps(NO_ROWS, TORTOISE_MEMORY, Param("db_url", 3)),
        ),
    ),
)

DATABASES = Knowledge(
    "databases",
    "0.9-0.9",
    "https://www.encode.io/databases/",
    (("databases.Database", DATABASE),),
)

LANGGRAPH = Knowledge(
    "langgraph-checkpoint",
    "2.0-3.0",
    "https://langchain-ai.github.io/langgraph/reference/checkpoints/",
    (
        *each(
            "langgraph.checkpoint.memory",
            "MemorySaver InMemorySaver",
            Keeps("conversations are lost when the process ends, and no other process sees them"),
        ),
    ),
)

NO_SESSIONS = "sessions are lost when the process ends, and no other worker sees them"
LITESTAR_SESSIONS = "litestar.middleware.session.server_side.ServerSideSessionConfig"
LITESTAR = Knowledge(
    "litestar",
    "2.25-2.25",
    "https://docs.litestar.dev/2/usage/stores.html",
    (
        # A store that nobody has registered is one in memory.
        (LITESTAR_SESSIONS, Keeps(NO_SESSIONS, unless="session-stores")),
        ("litestar.stores", Is("session-stores")),
        (
            "litestar.stores.memory.MemoryStore",
            Keeps(NO_SESSIONS, needs="server-sessions", under="sessions"),
        ),
        (LITESTAR_SESSIONS, Is("server-sessions")),
    ),
)

TEMPORARY = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/tempfile.html",
    (
        *each(
            "tempfile",
            "gettempdir mkdtemp mktemp mkstemp TemporaryDirectory NamedTemporaryFile",
            Is("temporary-place"),
        ),
        *each("os.path", "join", Is("joins-path")),
        *each("pathlib", "Path PurePath", Is("joins-path")),
        *each("builtins", "str", Is("joins-path")),
    ),
)

LIMITERS = Knowledge(
    "Flask-Limiter",
    "3.8-4.0",
    "https://flask-limiter.readthedocs.io",
    (
        *each(
            "flask_limiter",
            "Limiter",
            Keeps(LIMITS, r"memory://.*", Param("storage_uri"), grave=False, several=True),
        ),
        *each(
            "slowapi",
            "Limiter",
            Keeps(LIMITS, r"memory://.*", Param("storage_uri"), grave=False, several=True),
        ),
    ),
)

OVERRIDES = Knowledge(
    "dynaconf",
    "3.2-3.2",
    "https://www.dynaconf.com/django/",
    (
        *each("dynaconf", "DjangoDynaconf", Is("overrides-settings")),
        *each("split_settings.tools", "include optional", Is("overrides-settings")),
        *each("builtins", "exec globals locals vars", Is("overrides-settings")),
    ),
)
