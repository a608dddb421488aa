"""What tests change for the whole process, and what undoes it."""

from readiness_lint.knowledge.schema import Installed, Is, Knowledge, Names, each

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

TOOL, DEPENDENCY, CASE = Is("test-tool"), Is("test-dependency"), Is("declares-tests")

STDLIB_TOOLS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/unittest.html",
    (
        ("unittest.mock", TOOL),
        *each(
            "unittest.mock",
            "Mock MagicMock AsyncMock NonCallableMock NonCallableMagicMock PropertyMock "
            "create_autospec mock_open sentinel",
            Is("stand-in"),
        ),
        *each("unittest", "TestCase IsolatedAsyncioTestCase", CASE),
        *each("unittest.case", "TestCase", CASE),
        *each("unittest.async_case", "IsolatedAsyncioTestCase", CASE),
    ),
)

DJANGO_TOOLS = Knowledge(
    "django",
    "5.2-5.2",
    "https://docs.djangoproject.com/en/5.2/topics/testing/tools/",
    (
        # `RequestFactory` makes a request where a view is rendered outside of one.
        *each(
            "django.test",
            "Client AsyncClient SimpleTestCase TestCase TransactionTestCase LiveServerTestCase "
            "override_settings modify_settings runner testcases",
            TOOL,
        ),
        *each("django.test.client", "Client AsyncClient", TOOL),
        *each("django.test.utils", "override_settings modify_settings", TOOL),
        *each("django.test", "SimpleTestCase TestCase TransactionTestCase", CASE),
    ),
)

REST_FRAMEWORK_TOOLS = Knowledge(
    "djangorestframework",
    "3.16-3.16",
    "https://www.django-rest-framework.org/api-guide/testing/",
    (
        # `APIRequestFactory` makes a request where a view is run outside of one.
        *each(
            "rest_framework.test",
            "APIClient RequestsClient ForceAuthClientHandler APISimpleTestCase "
            "APITransactionTestCase APITestCase APILiveServerTestCase URLPatternsTestCase",
            TOOL,
        ),
        *each("rest_framework.test", "APITestCase", CASE),
    ),
)

CLIENTS = Knowledge(
    "starlette",
    "0.40-1.10",
    "https://www.starlette.io/testclient/",
    each(
        "starlette.testclient fastapi.testclient flask.testing litestar.testing quart.testing "
        "aiohttp.test_utils",
        "",
        TOOL,
    ),
)

PYTEST_TOOLS = Knowledge(
    "pytest",
    "9.2",
    "https://docs.pytest.org",
    (
        *each("pytest _pytest pytest_mock pytest_asyncio", "", DEPENDENCY),
        *each("pytest", "fixture hookimpl hookspec", CASE),
    ),
)

BEHAVE = Knowledge(
    "behave",
    "1.2-1.3",
    "https://behave.readthedocs.io",
    (
        *each("behave", "given when then step fixture", CASE),
        *each("pytest_bdd", "given when then step scenario", CASE),
    ),
)

DOUBLES = Knowledge(
    "responses",
    "0.25",
    "https://github.com/getsentry/responses",
    (
        *each(
            "mock responses requests_mock respx httpretty aioresponses vcr moto freezegun "
            "time_machine fakeredis mongomock pyfakefs model_bakery mixer.backend polyfactory "
            "hypothesis testcontainers webtest "
            "localstack localstack_client factory.django factory.alchemy factory.Factory",
            "",
            DEPENDENCY,
        ),
        ("vcr", Installed("vcrpy")),
        ("factory", Installed("factory-boy")),
        ("_pytest", Installed("pytest")),
        ("localstack_client", Installed("localstack-client")),
    ),
)

BENCHMARKS = Knowledge(
    "pyperf",
    "2.6-2.9",
    "https://pyperf.readthedocs.io",
    each("pyperf pytest_benchmark asv", "", Is("measures")),
)

FAKER = Knowledge(
    "faker",
    "30.0-40.0",
    "https://faker.readthedocs.io",
    (
        ("faker.Faker", Is("class")),
        *each(
            "faker.Faker",
            "name first_name last_name email phone_number address city country company job text "
            "sentence paragraph word words url uuid4 random_int pyfloat date date_time user_name "
            "password credit_card_number iban ipv4 profile simple_profile",
            Is("invents"),
        ),
        ("faker.proxy.Faker", Names("faker.Faker")),
    ),
)
