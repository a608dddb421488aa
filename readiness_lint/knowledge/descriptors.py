from __future__ import annotations

from readiness_lint.knowledge.schema import Is, Knowledge, each

PROPERTY = Is("property")

STANDARD_LIBRARY = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/functools.html",
    (*each("builtins", "property", PROPERTY), *each("functools", "cached_property", PROPERTY)),
)

DJANGO_FUNCTIONAL = Knowledge(
    "Django",
    "4.2-6.1",
    "https://docs.djangoproject.com/en/stable/ref/utils/",
    each("django.utils.functional", "cached_property", PROPERTY),
)
