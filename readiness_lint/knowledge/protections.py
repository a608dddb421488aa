"""What protects passwords and routes: slow hashes, limits on how often somebody may ask."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

HASHES, LIMITS = Is("hashes-password"), Is("limits-requests")

BCRYPT_PASSWORDS = Knowledge(
    "bcrypt",
    "5.0",
    "https://github.com/pyca/bcrypt",
    (*each("bcrypt", "hashpw", HASHES),),
)
ARGON2_PASSWORDS = Knowledge(
    "argon2-cffi",
    "25.1",
    "https://argon2-cffi.readthedocs.io",
    (*each("argon2.PasswordHasher", "hash", HASHES),),
)
PASSLIB_PASSWORDS = Knowledge(
    "passlib",
    "1.7",
    "https://passlib.readthedocs.io",
    (*each("passlib.context.CryptContext", "hash encrypt", HASHES),),
)
PWDLIB_PASSWORDS = Knowledge(
    "pwdlib",
    "0.3",
    "https://frankie567.github.io/pwdlib/",
    (*each("pwdlib.PasswordHash", "hash", HASHES),),
)
WERKZEUG_PASSWORDS = Knowledge(
    "Werkzeug",
    "3.1",
    "https://werkzeug.palletsprojects.com/en/stable/utils/#module-werkzeug.security",
    (*each("werkzeug.security", "generate_password_hash", HASHES),),
)
FLASK_BCRYPT_PASSWORDS = Knowledge(
    "Flask-Bcrypt",
    "1.0",
    "https://flask-bcrypt.readthedocs.io",
    (*each("flask_bcrypt flask_bcrypt.Bcrypt", "generate_password_hash", HASHES),),
)
DJANGO_PASSWORDS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
    (
        *each("django.contrib.auth.hashers", "make_password", HASHES),
        *each("django.contrib.auth.models.AbstractBaseUser", "set_password", HASHES),
    ),
)

SLOWAPI_LIMITS = Knowledge(
    "slowapi",
    "0.1",
    "https://slowapi.readthedocs.io",
    (*each("slowapi.Limiter", "limit shared_limit", LIMITS),),
)
FLASK_LIMITS = Knowledge(
    "Flask-Limiter",
    "3.12",
    "https://flask-limiter.readthedocs.io",
    (*each("flask_limiter.Limiter", "limit shared_limit", LIMITS),),
)
DJANGO_LIMITS = Knowledge(
    "django-ratelimit",
    "4.1",
    "https://django-ratelimit.readthedocs.io",
    (("django_ratelimit.decorators.ratelimit", LIMITS),),
)
FASTAPI_LIMITS = Knowledge(
    "fastapi-limiter",
    "0.1",
    "https://github.com/long2ice/fastapi-limiter",
    (("fastapi_limiter.depends.RateLimiter", LIMITS),),
)
REST_LIMITS = Knowledge(
    "djangorestframework",
    "3.18",
    "https://www.django-rest-framework.org/api-guide/throttling/",
    (
        (
            "django.conf.settings.REST_FRAMEWORK.DEFAULT_THROTTLE_CLASSES",
            Is("throttle-setting"),
        ),
    ),
)
