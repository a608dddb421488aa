from readiness_lint.knowledge.schema import (
    Attempts,
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

SESSION = "requests.Session"
VERBS = "get options head post put patch delete"
TIMEOUT = Limit(Param("timeout"))
OF_SESSION = Limit(Param("timeout"), at=("adapter",))
RESPONSE = Returns(Type("requests.Response"))
STREAM = ("stream",)
ITSELF = Returns(Type(SESSION))

REQUESTS = Knowledge(
    "requests",
    "2.34",
    "https://requests.readthedocs.io",
    (
        *each(
            "requests",
            f"{VERBS} request",
            Outbound(Service.HTTP, TIMEOUT, streamed=STREAM),
            RESPONSE,
        ),
        *each(
            SESSION,
            f"{VERBS} send",
            Outbound(Service.HTTP, OF_SESSION, streamed=STREAM),
            RESPONSE,
        ),
        *each(
            SESSION,
            "request",
            Outbound(Service.HTTP, Limit(Param("timeout", 8), at=("adapter",)), streamed=STREAM),
            RESPONSE,
        ),
        *each(SESSION, "send request", Is("carrier")),
        (f"{SESSION}.mount", Is("mounts")),
        ("requests.adapters.HTTPAdapter", Is("plain-adapter")),
        ("requests.adapters.HTTPAdapter", Is("class")),
        # A number becomes a policy that does not wait.
        *each(
            "requests.adapters",
            "HTTPAdapter",
            Attempts((Param("max_retries", 2),), None, default=1, first=1),
        ),
        ("requests.sessions.HTTPAdapter", Names("requests.adapters.HTTPAdapter")),
        *each("requests", "Session", ClientTrait(Service.HTTP)),
        *each("requests", "session", ClientTrait(Service.HTTP), ITSELF),
        ("requests.api", Names("requests")),
        ("requests.sessions", Names("requests")),
        ("requests.models.Response", Names("requests.Response")),
    ),
)

OAUTH1, OAUTH2 = "requests_oauthlib.OAuth1Session", "requests_oauthlib.OAuth2Session"
REQUESTS_OAUTHLIB = Knowledge(
    "requests-oauthlib",
    "2.0",
    "https://requests-oauthlib.readthedocs.io",
    (
        *each(f"{OAUTH1} {OAUTH2}", "", Inherits((SESSION,)), ClientTrait(Service.HTTP)),
        *each(
            OAUTH2,
            "fetch_token",
            Outbound(Service.HTTP, Limit(Param("timeout", 9), at=("adapter",))),
        ),
        *each(
            OAUTH2,
            "refresh_token",
            Outbound(Service.HTTP, Limit(Param("timeout", 4), at=("adapter",))),
        ),
        *each(OAUTH1, "fetch_request_token fetch_access_token", Outbound(Service.HTTP, OF_SESSION)),
        ("requests_oauthlib.oauth1_session.OAuth1Session", Names(OAUTH1)),
        ("requests_oauthlib.oauth2_session.OAuth2Session", Names(OAUTH2)),
    ),
)

CACHED = "requests_cache.CachedSession"
REQUESTS_CACHE = Knowledge(
    "requests-cache",
    "1.3",
    "https://requests-cache.readthedocs.io",
    (
        *each(CACHED, "", Inherits((SESSION,)), ClientTrait(Service.HTTP)),
        ("requests_cache.session.CachedSession", Names(CACHED)),
    ),
)

FUTURES = "requests_futures.sessions.FuturesSession"
REQUESTS_FUTURES = Knowledge(
    "requests-futures",
    "1.1",
    "https://github.com/ross/requests-futures",
    (
        *each(FUTURES, "", Inherits((SESSION,)), ClientTrait(Service.HTTP)),
        *each(
            FUTURES,
            f"{VERBS} request send",
            Outbound(Service.HTTP, OF_SESSION, blocking=False),
            Returns(Type("concurrent.futures.Future")),
        ),
    ),
)

SCRAPER = "cloudscraper.CloudScraper"
CLOUDSCRAPER = Knowledge(
    "cloudscraper",
    "1.2",
    "https://github.com/VeNoMouS/cloudscraper",
    (
        *each(SCRAPER, "", Inherits((SESSION,)), ClientTrait(Service.HTTP)),
        *each(
            "cloudscraper",
            "create_scraper session",
            ClientTrait(Service.HTTP),
            Returns(Type(SCRAPER)),
        ),
        *each(SCRAPER, "create_scraper", ClientTrait(Service.HTTP), Returns(Type(SCRAPER))),
    ),
)

CACHECONTROL = Knowledge(
    "CacheControl",
    "0.14",
    "https://cachecontrol.readthedocs.io",
    (
        *each("cachecontrol", "CacheControl", ClientTrait(Service.HTTP), ITSELF),
        *each("cachecontrol.wrapper", "CacheControl", Names("cachecontrol.CacheControl")),
    ),
)

TOOLBELT = "requests_toolbelt.sessions.BaseUrlSession"
REQUESTS_TOOLBELT = Knowledge(
    "requests-toolbelt",
    "1.0",
    "https://toolbelt.readthedocs.io",
    (*each(TOOLBELT, "", Inherits((SESSION,)), ClientTrait(Service.HTTP)),),
)

AUTH1 = "authlib.integrations.requests_client.OAuth1Session"
AUTH2 = "authlib.integrations.requests_client.OAuth2Session"
ASSERTION = "authlib.integrations.requests_client.AssertionSession"
# `default_timeout` of the constructor is handed to `request`.
OF_DEFAULT = Limit(Param("timeout"), at=("adapter", "client"))
OF_HTTPX = ClientTrait(Service.HTTP, Limit(Param("timeout"), 5.0))
AUTHLIB = Knowledge(
    "Authlib",
    "1.9",
    "https://docs.authlib.org",
    (
        *each(f"{AUTH1} {AUTH2} {ASSERTION}", "", Inherits((SESSION,))),
        *each(AUTH1, "", ClientTrait(Service.HTTP)),
        *each(AUTH2, "", ClientTrait(Service.HTTP, Limit(Param("default_timeout", 11)))),
        *each(ASSERTION, "", ClientTrait(Service.HTTP, Limit(Param("default_timeout", 9)))),
        *each(
            f"{AUTH2} {ASSERTION}", f"{VERBS} request", Outbound(Service.HTTP, OF_DEFAULT), RESPONSE
        ),
        *each(
            AUTH2,
            "fetch_token refresh_token revoke_token introspect_token",
            Outbound(Service.HTTP),
        ),
        *each(
            "authlib.integrations.httpx_client",
            "OAuth1Client OAuth2Client AssertionClient",
            Inherits(("httpx.Client",)),
            OF_HTTPX,
        ),
        *each(
            "authlib.integrations.httpx_client",
            "AsyncOAuth1Client AsyncOAuth2Client AsyncAssertionClient",
            Inherits(("httpx.AsyncClient",)),
            OF_HTTPX,
        ),
    ),
)
