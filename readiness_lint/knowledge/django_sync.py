"""What Django refuses to do on a thread whose event loop runs: `SynchronousOnlyOperation`.

Executed with Django 5.2.19: queries, saving a row, cursors, `atomic`, `authenticate`, `login` and
the permissions of a user were refused; building a queryset and hashing a password were not.
So were items of a session that the browser has, where sessions are rows and nothing has read it yet;
`session_key`, `modified` and `is_empty` were not.  `logout` and `update_session_auth_hash`
were, where sessions are rows.
"""

from readiness_lint.knowledge.schema import Arrived, Is, Knowledge, each

LEAVES = Is("leaves-lazy")
REFUSED = Is("sync-only")
SESSION = "django.contrib.sessions.backends.base.SessionBase"
AUTH, USERS = "django.contrib.auth", "django.contrib.auth.models"

DJANGO_SYNC = Knowledge(
    "Django",
    "4.2-5.2",
    "https://docs.djangoproject.com/en/stable/topics/async/#async-safety",
    (
        # The user is asked for with the first attribute that is read of it.
        ("django.http.HttpRequest.user", Is("loads-when-read")),
        (f"{AUTH}.middleware.AuthenticationMiddleware", Is("puts-user")),
        # The session is asked for with the first item, if the browser has one.
        ("django.http.HttpRequest.session", Is("loads-when-read")),
        ("django.contrib.sessions.middleware.SessionMiddleware", Is("puts-session")),
        *each(
            SESSION,
            "get pop setdefault update has_key keys values items set_expiry get_expiry_age"
            " get_expiry_date get_expire_at_browser_close set_test_cookie test_cookie_worked"
            " delete_test_cookie cycle_key",
            Is("loads-session"),
        ),
        *each(AUTH, "logout update_session_auth_hash", Is("writes-session")),
        *each(
            SESSION,
            "session_key is_empty",
            Is("leaves-session"),
        ),
        *each("django.conf.settings", "SESSION_ENGINE CSRF_USE_SESSIONS", Is("moves-sessions")),
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
        # A process asks for its site once.
        ("django.contrib.sites.models.Site.objects.get_current", REFUSED),
        *each(
            f"{USERS}.AbstractUser",
            "has_perm has_perms has_module_perms get_all_permissions get_group_permissions"
            " get_user_permissions",
            REFUSED,
        ),
    ),
)
