"""What tests change for the whole process, and what undoes it."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

PROCESS = Is("process-wide")

STDLIB = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/unittest.mock.html",
    (
        *each("sys", "modules path argv meta_path path_hooks", PROCESS),
        *each("socket", "setdefaulttimeout", PROCESS),
        *each("logging", "disable", PROCESS),
        *each("unittest.mock", "patch patch.object patch.dict patch.multiple", Is("patcher")),
    ),
)

MOCK = Knowledge(
    "mock",
    "5.2-5.2",
    "https://mock.readthedocs.io",
    each("mock", "patch patch.object patch.dict patch.multiple", Is("patcher")),
)

DJANGO = Knowledge(
    "django",
    "5.2-5.2",
    "https://docs.djangoproject.com/en/5.2/topics/testing/tools/#overriding-settings",
    (("django.conf.settings", Is("shared-settings")),),
)

FASTAPI = Knowledge(
    "fastapi",
    "0.165-0.165",
    "https://fastapi.tiangolo.com/advanced/testing-dependencies/",
    (("fastapi.FastAPI.dependency_overrides", PROCESS),),
)
