from readiness_lint.knowledge.schema import (
    Inherits,
    Is,
    Knowledge,
    Names,
    Outbound,
    Param,
    Returns,
    SharedLock,
    each,
)
from readiness_lint.terms import Service, Type

MESSAGE, CACHE = "django.core.mail.EmailMessage", "django.core.cache.backends.base.BaseCache"
# Bounded by `EMAIL_TIMEOUT`, which is another rule's.
SENDS = Outbound(Service.MAIL)
BACKEND = "django.conf.settings.CACHES.default.BACKEND"
ASKS = Outbound(Service.CACHE, chosen=BACKEND)
AWAITED = Outbound(Service.CACHE, blocking=False, chosen=BACKEND)
KEY = Param("key", 0)

DJANGO_MAIL = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/email/",
    (
        *each("django.core.mail", "mail_admins mail_managers send_mail send_mass_mail", SENDS),
        *each(MESSAGE, "send", SENDS),
        *each("django.core.mail", "EmailMultiAlternatives", Inherits((MESSAGE,))),
        *each(
            "django.core.mail",
            "get_connection",
            Returns(Type("django.core.mail.backends.base.BaseEmailBackend")),
        ),
        *each("django.core.mail.backends.base.BaseEmailBackend", "open send_messages", SENDS),
        *each(
            "django.core.mail.backends.smtp",
            "EmailBackend",
            Inherits(("django.core.mail.backends.base.BaseEmailBackend",)),
        ),
        ("django.core.mail.message.EmailMessage", Names(MESSAGE)),
        (
            "django.core.mail.message.EmailMultiAlternatives",
            Names("django.core.mail.EmailMultiAlternatives"),
        ),
    ),
)

DJANGO_FILES = Knowledge(
    "Django",
    "4.2-6.1",
    "https://docs.djangoproject.com/en/stable/ref/files/storage/",
    (
        *each("django.core.files.storage.default_storage", "save open delete", Is("stores-file")),
        # Not `url`, which most storages make by themselves, and not `delete`, which cleans up.
        *each(
            "django.core.files.storage.default_storage",
            "save open exists listdir size get_accessed_time get_created_time get_modified_time",
            Is("asks-storage"),
        ),
    ),
)

# The backend may be in the process; the settings tell.
DJANGO_CACHE = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/cache/",
    (
        *each("django.core.cache", "cache", Returns(Type(CACHE))),
        *each(CACHE, "get set get_many set_many", Is("keeps-copy")),
        *each("django.core.cache.caches", "__getitem__", Returns(Type(CACHE))),
        # Without a time they end with that of the settings; `lock` is django-redis' own (5.4-7.0).
        *each(
            CACHE, "add aadd", SharedLock(KEY, (Param("timeout", 2),), endless=False, named=True)
        ),
        *each(CACHE, "lock", Is("pure"), SharedLock(KEY, (Param("timeout", 2), Param("expire")))),
        *each(
            CACHE,
            "add clear decr delete delete_many get get_many get_or_set has_key incr set set_many"
            " touch",
            ASKS,
        ),
        *each(
            CACHE,
            "aadd aclear adecr adelete adelete_many aget aget_many aget_or_set ahas_key aincr aset"
            " aset_many atouch",
            AWAITED,
            Is("coroutine"),
        ),
    ),
)
