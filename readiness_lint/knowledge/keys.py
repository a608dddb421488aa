"""What takes a secret: keys that the program signs with, and what it shows to others."""

from readiness_lint.knowledge.schema import (
    CredentialTrait,
    KeyTrait,
    Knowledge,
    Param,
    each,
)

SIGNS, SESSIONS = "the key that signs tokens", "the key that signs sessions"
ENCRYPTS, SIGNS_MESSAGES = "the key that encrypts", "the key that signs messages"
OF_TOKENS = KeyTrait(Param("key", 1), SIGNS)
PASSWORD = Param("password")

SIGNED = KeyTrait(Param("key", 0), SIGNS_MESSAGES, Param("msg", 1))
STDLIB_KEYS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/hmac.html",
    (*each("hmac", "new HMAC digest", SIGNED),),
)
PYJWT_KEYS = Knowledge(
    "PyJWT",
    "2.15",
    "https://pyjwt.readthedocs.io",
    (*each("jwt jwt.PyJWT", "encode decode", OF_TOKENS),),
)
JOSE_KEYS = Knowledge(
    "python-jose",
    "3.5",
    "https://python-jose.readthedocs.io",
    (*each("jose.jwt", "encode decode", OF_TOKENS),),
)
FERNET_KEYS = Knowledge(
    "cryptography",
    "50.0",
    "https://cryptography.io/en/stable/fernet/",
    (("cryptography.fernet.Fernet", KeyTrait(Param("key", 0), ENCRYPTS)),),
)
SESSION_MIDDLEWARE = "starlette.middleware.sessions.SessionMiddleware"
STARLETTE_KEYS = Knowledge(
    "starlette",
    "1.10",
    "https://www.starlette.io/middleware/#sessionmiddleware",
    ((SESSION_MIDDLEWARE, KeyTrait(Param("secret_key", 1), SESSIONS)),),
)
SERIALIZERS = (
    "Serializer TimedSerializer URLSafeSerializer URLSafeTimedSerializer Signer TimestampSigner"
)
ITSDANGEROUS_KEYS = Knowledge(
    "itsdangerous",
    "2.2",
    "https://itsdangerous.palletsprojects.com",
    (*each("itsdangerous", SERIALIZERS, KeyTrait(Param("secret_key", 0), SIGNS)),),
)
LITESTAR_KEYS = Knowledge(
    "litestar",
    "2.25",
    "https://docs.litestar.dev/latest/usage/security/jwt.html",
    (
        *each(
            "litestar.security.jwt",
            "JWTAuth JWTCookieAuth OAuth2PasswordBearerAuth",
            KeyTrait(Param("token_secret", 0), SIGNS),
        ),
        (
            "litestar.middleware.session.client_side.CookieBackendConfig",
            KeyTrait(Param("secret", 0), SESSIONS),
        ),
    ),
)
FLASK_KEYS = Knowledge(
    "Flask",
    "3.1",
    "https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY",
    (("flask.Flask.secret_key", KeyTrait(None, SESSIONS)),),
)
QUART_KEYS = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com/en/latest/how_to_guides/configuration/",
    (("quart.Quart.secret_key", KeyTrait(None, SESSIONS)),),
)
DJANGO_KEYS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/signing/",
    (
        *each("django.core.signing", "Signer TimestampSigner", KeyTrait(Param("key"), SIGNS)),
        *each("django.core.signing", "dumps loads", KeyTrait(Param("key", 1), SIGNS)),
    ),
)
AIOHTTP_KEYS = Knowledge(
    "aiohttp-session",
    "2.12",
    "https://aiohttp-session.readthedocs.io",
    (
        *each(
            "aiohttp_session.cookie_storage.EncryptedCookieStorage"
            " aiohttp_session.nacl_storage.NaClCookieStorage",
            "",
            KeyTrait(Param("secret_key", 0), SESSIONS),
        ),
    ),
)

# ── what the program shows to others ─────────────────────────────────────────────────────────────
BY_HOST = CredentialTrait((PASSWORD, Param("passwd")), Param("host"))
STORE = CredentialTrait((PASSWORD,), Param("host", 0))
LATE_STORE = CredentialTrait((PASSWORD,), Param("host"))
LOGIN = CredentialTrait((Param("password", 1),))
BASIC = CredentialTrait((Param("password", 1),))
VERBS = "get options head post put patch delete request"
STDLIB_LOGINS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/smtplib.html",
    (
        *each("smtplib.SMTP imaplib.IMAP4", "login", LOGIN),
        ("poplib.POP3.pass_", CredentialTrait((Param("pswd", 0),))),
    ),
)
DRIVERS = Knowledge(
    "",
    "3.11",
    "https://peps.python.org/pep-0249/",
    (
        *each(
            "psycopg2 psycopg pymysql MySQLdb mysql.connector asyncpg aiomysql", "connect", BY_HOST
        ),
        *each("asyncpg aiomysql", "create_pool", BY_HOST),
        *each("redis", "Redis", STORE),
        *each("redis.asyncio", "Redis", LATE_STORE),
        *each("valkey", "Valkey", STORE),
        *each("valkey.asyncio", "Valkey", LATE_STORE),
    ),
)
AUTH = CredentialTrait((Param("auth"),))
HTTP_LOGINS = Knowledge(
    "requests",
    "2.34",
    "https://requests.readthedocs.io/en/latest/user/authentication/",
    (
        *each("requests requests.Session", VERBS, AUTH),
        ("requests.auth.HTTPBasicAuth", BASIC),
    ),
)
HTTPX_LOGINS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org/advanced/authentication/",
    (
        *each("httpx", f"{VERBS} Client AsyncClient", AUTH),
        *each("httpx.Client httpx.AsyncClient", VERBS, AUTH),
        ("httpx.BasicAuth", BASIC),
    ),
)
AIOHTTP_LOGINS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org/en/stable/client_advanced.html",
    (("aiohttp.BasicAuth", BASIC),),
)
AWS = CredentialTrait((Param("aws_secret_access_key"), Param("aws_session_token")))
BOTO3_LOGINS = Knowledge(
    "boto3",
    "1.40",
    "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html",
    (*each("boto3 boto3.Session", "client resource", AWS), ("boto3.Session", AWS)),
)
API_KEY = Param("api_key")
FOR_ALL = CredentialTrait(())
BY_URL = CredentialTrait((API_KEY,), Param("base_url"))
OPENAI_LOGINS = Knowledge(
    "openai",
    "3.54",
    "https://platform.openai.com/docs/libraries",
    (
        *each("openai", "OpenAI AsyncOpenAI", BY_URL),
        *each("openai", "AzureOpenAI AsyncAzureOpenAI", CredentialTrait((API_KEY,))),
        ("openai.api_key", CredentialTrait((), Param("base_url"))),
    ),
)
ANTHROPIC_LOGINS = Knowledge(
    "anthropic",
    "0.40-2.12",
    "https://docs.anthropic.com/en/api/client-sdks",
    (*each("anthropic", "Anthropic AsyncAnthropic", CredentialTrait((API_KEY,))),),
)
STRIPE_LOGINS = Knowledge(
    "stripe",
    "16.1",
    "https://docs.stripe.com/api/authentication?lang=python",
    (
        ("stripe.api_key", FOR_ALL),
        ("stripe.StripeClient", CredentialTrait((Param("api_key", 0),))),
    ),
)
RESEND_LOGINS = Knowledge(
    "resend",
    "2.52",
    "https://resend.com/docs/send-with-python",
    (("resend.api_key", FOR_ALL),),
)
SENDGRID_LOGINS = Knowledge(
    "sendgrid",
    "6.12",
    "https://github.com/sendgrid/sendgrid-python",
    (("sendgrid.SendGridAPIClient", CredentialTrait((Param("api_key", 0),))),),
)
MONGO_LOGINS = Knowledge(
    "pymongo",
    "4.20",
    "https://pymongo.readthedocs.io/en/stable/examples/authentication.html",
    (("pymongo.MongoClient", CredentialTrait((PASSWORD,), Param("host", 0))),),
)
TWILIO_LOGINS = Knowledge(
    "twilio",
    "9.0",
    "https://www.twilio.com/docs/libraries/python",
    (("twilio.rest.Client", CredentialTrait((Param("password", 1),))),),
)
SSH_LOGINS = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org/en/stable/api/client.html",
    (("paramiko.SSHClient.connect", CredentialTrait((Param("password", 3),))),),
)
LDAP_LOGINS = Knowledge(
    "ldap3",
    "2.9",
    "https://ldap3.readthedocs.io",
    (("ldap3.Connection", CredentialTrait((Param("password", 2),))),),
)
