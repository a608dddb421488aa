"""What Django refuses to do on a thread whose event loop runs: `SynchronousOnlyOperation`.

Executed with Django 5.2.19: queries, saving a row, cursors, `atomic`, `authenticate`, `login` and
the permissions of a user were refused; building a queryset and hashing a password were not.
Whether `logout` is refused hangs on where sessions are kept.
"""

from readiness_lint.knowledge.schema import Arrived, Is, Knowledge, each

LEAVES = Is("leaves-lazy")
REFUSED = Is("sync-only")
AUTH, USERS = "django.contrib.auth", "django.contrib.auth.models"

DJANGO_SYNC = Knowledge(
    "Django",
    "4.2-5.2",
    "https://docs.djangoproject.com/en/stable/topics/async/#async-safety",
    (
        # The user is asked for with the first attribute that is read of it.
        ("django.http.HttpRequest.user", Is("loads-when-read")),
        (f"{AUTH}.middleware.AuthenticationMiddleware", Is("puts-lazy")),
        *each(
            "django",
            "middleware.security.SecurityMiddleware middleware.common.CommonMiddleware"
            " middleware.csrf.CsrfViewMiddleware middleware.gzip.GZipMiddleware"
            " middleware.clickjacking.XFrameOptionsMiddleware middleware.locale.LocaleMiddleware"
            " middleware.http.ConditionalGetMiddleware"
            " contrib.sessions.middleware.SessionMiddleware"
            " contrib.messages.middleware.MessageMiddleware"
            " contrib.sites.middleware.CurrentSiteMiddleware",
            LEAVES,
        ),
        ("corsheaders.middleware.CorsMiddleware", LEAVES),
        ("whitenoise.middleware.WhiteNoiseMiddleware", LEAVES),
        # The ORM as such.
        ("django", REFUSED),
        ("django.core.exceptions.SynchronousOnlyOperation", Arrived("Django", "3")),
        ("django.core.exceptions.SynchronousOnlyOperation", Is("refuses-loop")),
        ("django.db.backends.base.base.BaseDatabaseWrapper.cursor", REFUSED),
        ("django.db.transaction.atomic", REFUSED),
        *each(AUTH, "authenticate get_user login", REFUSED),
        *each(
            f"{USERS}.AbstractUser",
            "has_perm has_perms has_module_perms get_all_permissions get_group_permissions"
            " get_user_permissions",
            REFUSED,
        ),
    ),
)
