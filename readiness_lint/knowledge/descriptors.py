from __future__ import annotations

from readiness_lint.knowledge.schema import Is, Knowledge, each

PROPERTY, MEMO, KEEPS = Is("property"), Is("memo"), Is("keeps-arguments")

STANDARD_LIBRARY = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/functools.html",
    (
        *each("builtins", "property", PROPERTY),
        *each("functools", "cached_property", PROPERTY, MEMO),
        *each("functools", "cache lru_cache", MEMO),
        *each("functools", "partial", Is("partial")),
        *each("builtins", "staticmethod classmethod", KEEPS),
        *each("functools", "cache lru_cache", KEEPS),
        *each("contextlib", "contextmanager asynccontextmanager", KEEPS),
        *each("abc", "abstractmethod", KEEPS),
        *each("typing typing_extensions", "override final overload", KEEPS),
        *each("django.db.transaction", "atomic", KEEPS),
    ),
)

DJANGO_FUNCTIONAL = Knowledge(
    "Django",
    "4.2-6.1",
    "https://docs.djangoproject.com/en/stable/ref/utils/",
    each("django.utils.functional", "cached_property", PROPERTY, MEMO),
)

# Read in the source: neither knows coroutine functions.
CACHETOOLS = Knowledge(
    "cachetools",
    "5.5-8.0",
    "https://cachetools.readthedocs.io",
    (
        *each("cachetools.func", "fifo_cache lfu_cache lru_cache rr_cache ttl_cache", MEMO),
        *each("cachetools", "cached cachedmethod", MEMO),
    ),
)
