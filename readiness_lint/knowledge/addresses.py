"""Calls that go where a text says: to a URL, or to a host."""

from readiness_lint.knowledge.schema import (
    Carries,
    Inherits,
    Knowledge,
    Names,
    Param,
    Returns,
    SinkTrait,
    each,
)
from readiness_lint.terms import SinkKind, Type

URL = SinkKind.URL
URL_FIRST, URL_SECOND = Param("url", 0), Param("url", 1)
FIRST, SECOND = SinkTrait(URL, URL_FIRST), SinkTrait(URL, URL_SECOND)
HOST = SinkTrait(URL, Param("host", 0), act="host")
OPENED = "opened"
VERBS = "get options post put patch delete"

ALLOWED, FOLLOWED = Param("allow_redirects"), Param("follow_redirects")
FOLLOWING = SinkTrait(URL, URL_FIRST, redirects=ALLOWED, follows=True)
FOLLOWING_SECOND = SinkTrait(URL, URL_SECOND, redirects=ALLOWED, follows=True)
ASKED = SinkTrait(URL, URL_FIRST, redirects=FOLLOWED)
ASKED_SECOND = SinkTrait(URL, URL_SECOND, redirects=FOLLOWED)

REQUESTS_URLS = Knowledge(
    "requests",
    "2.34",
    "https://requests.readthedocs.io",
    (
        *each("requests requests.Session", VERBS, FOLLOWING),
        *each("requests requests.Session", "head", SinkTrait(URL, URL_FIRST, redirects=ALLOWED)),
        *each("requests", "request", FOLLOWING_SECOND),
        *each(
            "requests.Session",
            "request",
            SinkTrait(URL, URL_SECOND, redirects=Param("allow_redirects", 9), follows=True),
        ),
        *each("requests", "Request", SECOND),
    ),
)

HTTPX_CLIENTS = "httpx httpx.Client httpx.AsyncClient"
HTTPX_URLS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org",
    (
        *each(HTTPX_CLIENTS, f"{VERBS} head", ASKED),
        *each(HTTPX_CLIENTS, "request stream", ASKED_SECOND),
        *each("httpx.Client httpx.AsyncClient", "build_request", SECOND),
    ),
)

AIOHTTP_URLS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (
        *each("aiohttp.ClientSession", VERBS, FOLLOWING),
        *each("aiohttp.ClientSession", "head", SinkTrait(URL, URL_FIRST, redirects=ALLOWED)),
        *each("aiohttp.ClientSession", "ws_connect", FIRST),
        *each("aiohttp.ClientSession", "request", FOLLOWING_SECOND),
        *each("aiohttp", "request", FOLLOWING_SECOND),
    ),
)

URLLIB_URLS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/urllib.request.html",
    (
        *each("urllib.request", "urlopen urlretrieve", SinkTrait(URL, URL_FIRST, follows=True)),
        *each("urllib.request", "Request", Carries((Param("url", 0),))),
        *each("http.client", "HTTPConnection HTTPSConnection", HOST),
        *each("smtplib", "SMTP SMTP_SSL", HOST),
        *each("ftplib", "FTP FTP_TLS", HOST),
        *each("imaplib", "IMAP4 IMAP4_SSL", HOST),
        *each("poplib", "POP3 POP3_SSL", HOST),
        *each("telnetlib", "Telnet", HOST),
        *each("asyncio", "open_connection", HOST),
        *each(
            "socket",
            "create_connection",
            SinkTrait(URL, Param("address", 0), act="host", item=0),
        ),
        *each(
            "socket.socket",
            "connect connect_ex",
            SinkTrait(URL, Param("address", 0), act="host", item=0),
        ),
        *each("xmlrpc.client", "ServerProxy", SinkTrait(URL, Param("uri", 0))),
    ),
)

URLLIB3_URLS = Knowledge(
    "urllib3",
    "2.5",
    "https://urllib3.readthedocs.io",
    (
        *each("urllib3", "request", SECOND),
        *each("urllib3.PoolManager", "request urlopen", SECOND),
        *each("urllib3", "HTTPConnectionPool HTTPSConnectionPool", HOST),
    ),
)

NIQUESTS_URLS = Knowledge(
    "niquests",
    "3.15",
    "https://niquests.readthedocs.io",
    (
        *each("niquests niquests.Session niquests.AsyncSession", f"{VERBS} head", FIRST),
        *each("niquests niquests.Session niquests.AsyncSession", "request", SECOND),
    ),
)

CURL_CFFI_URLS = Knowledge(
    "curl_cffi",
    "0.13",
    "https://curl-cffi.readthedocs.io",
    (
        *each("curl_cffi.requests", f"{VERBS} head", FIRST),
        *each("curl_cffi.requests", "request", SECOND),
        *each("curl_cffi.requests.Session curl_cffi.requests.AsyncSession", f"{VERBS} head", FIRST),
        *each("curl_cffi.requests.Session curl_cffi.requests.AsyncSession", "request", SECOND),
    ),
)

TREQ_URLS = Knowledge(
    "treq",
    "25.5",
    "https://treq.readthedocs.io",
    (
        *each("treq treq.client.HTTPClient", "get head post put patch delete", FIRST),
        *each("treq treq.client.HTTPClient", "request", SECOND),
    ),
)

TORNADO_URLS = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org",
    (
        *each(
            "tornado.httpclient.HTTPClient tornado.httpclient.AsyncHTTPClient",
            "fetch",
            SinkTrait(URL, Param("request", 0)),
        ),
        *each("tornado.httpclient", "HTTPRequest", Carries((Param("url", 0),))),
    ),
)

WEBSOCKETS_URLS = Knowledge(
    "websockets",
    "15.0",
    "https://websockets.readthedocs.io",
    (
        *each("websockets", "connect", SinkTrait(URL, Param("uri", 0))),
        *each("websockets.sync.client", "connect", SinkTrait(URL, Param("uri", 0))),
    ),
)

WEBSOCKET_CLIENT_URLS = Knowledge(
    "websocket-client",
    "1.9",
    "https://websocket-client.readthedocs.io",
    (*each("websocket", "create_connection", FIRST),),
)

FEEDPARSER_URLS = Knowledge(
    "feedparser",
    "6.0",
    "https://feedparser.readthedocs.io",
    (
        *each(
            "feedparser",
            "parse",
            SinkTrait(URL, Param("url_file_stream_or_string", 0), streams=True),
        ),
    ),
)

ZEEP_URLS = Knowledge(
    "zeep",
    "4.3",
    "https://docs.python-zeep.org",
    (*each("zeep", "Client AsyncClient", SinkTrait(URL, Param("wsdl", 0))),),
)

PDFKIT_URLS = Knowledge(
    "pdfkit",
    "1.0",
    "https://github.com/JazzCore/python-pdfkit",
    (*each("pdfkit", "from_url", SinkTrait(URL, URL_FIRST, follows=True)),),
)

IMGKIT_URLS = Knowledge(
    "imgkit",
    "1.2",
    "https://github.com/jarrekk/imgkit",
    (*each("imgkit", "from_url", SinkTrait(URL, URL_FIRST, follows=True)),),
)

WEASYPRINT_URLS = Knowledge(
    "weasyprint",
    "70.0",
    "https://doc.courtbouillon.org/weasyprint/",
    (*each("weasyprint", "HTML CSS", SinkTrait(URL, Param("url", 2), (Param("guess", 0),))),),
)

PLAYWRIGHT, LATER = "playwright.sync_api", "playwright.async_api"
FOLLOWS = SinkTrait(URL, URL_FIRST, follows=True)
PLAYWRIGHT_URLS = Knowledge(
    "playwright",
    "1.65",
    "https://playwright.dev/python/docs/api/class-page",
    (
        (f"{PLAYWRIGHT}.sync_playwright", Returns(Type(f"{PLAYWRIGHT}.Playwright"))),
        *each(
            f"{PLAYWRIGHT}.Playwright",
            "chromium firefox webkit",
            Returns(Type(f"{PLAYWRIGHT}.BrowserType")),
        ),
        *each(
            f"{PLAYWRIGHT}.BrowserType",
            "launch connect connect_over_cdp",
            Returns(Type(f"{PLAYWRIGHT}.Browser")),
        ),
        (
            f"{PLAYWRIGHT}.BrowserType.launch_persistent_context",
            Returns(Type(f"{PLAYWRIGHT}.BrowserContext")),
        ),
        (f"{PLAYWRIGHT}.Browser.new_context", Returns(Type(f"{PLAYWRIGHT}.BrowserContext"))),
        *each(
            f"{PLAYWRIGHT}.Browser {PLAYWRIGHT}.BrowserContext",
            "new_page",
            Returns(Type(f"{PLAYWRIGHT}.Page")),
        ),
        (f"{PLAYWRIGHT}.Page.goto", FOLLOWS),
        # The methods of the other API are the same, to be awaited: nothing here tells whether one waits.
        (f"{LATER}.async_playwright", Returns(Type(f"{PLAYWRIGHT}.Playwright"))),
        (f"{LATER}.Playwright", Names(f"{PLAYWRIGHT}.Playwright")),
        (f"{LATER}.BrowserType", Names(f"{PLAYWRIGHT}.BrowserType")),
        (f"{LATER}.Browser", Names(f"{PLAYWRIGHT}.Browser")),
        (f"{LATER}.BrowserContext", Names(f"{PLAYWRIGHT}.BrowserContext")),
        (f"{LATER}.Page", Names(f"{PLAYWRIGHT}.Page")),
    ),
)

DRIVER = "selenium.webdriver.remote.webdriver.WebDriver"
SELENIUM_URLS = Knowledge(
    "selenium",
    "4.52",
    "https://www.selenium.dev/documentation/webdriver/",
    (
        *each("selenium.webdriver", "Chrome Edge Firefox Remote Safari", Inherits((DRIVER,))),
        *each(DRIVER, "get", SinkTrait(URL, URL_FIRST, follows=True)),
    ),
)

YT_DLP_URLS = Knowledge(
    "yt-dlp",
    "2025.1",
    "https://github.com/yt-dlp/yt-dlp",
    (*each("yt_dlp.YoutubeDL", "extract_info", SinkTrait(URL, URL_FIRST, follows=True)),),
)

OPENCV_URLS = Knowledge(
    "opencv-python",
    "4.12",
    "https://docs.opencv.org",
    (*each("cv2", "VideoCapture", SinkTrait(URL, Param("filename", 0))),),
)

PYTHON_LDAP_URLS = Knowledge(
    "python-ldap",
    "3.4",
    "https://www.python-ldap.org",
    (*each("ldap", "initialize", SinkTrait(URL, Param("uri", 0))),),
)

# What begins with a scheme is fetched, all else is a file.
BUFFER = SinkTrait(URL, Param("filepath_or_buffer", 0), act=OPENED)
PANDAS_URLS = Knowledge(
    "pandas",
    "2.2-3.0",
    "https://pandas.pydata.org/docs/",
    (
        *each("pandas", "read_csv read_table read_fwf read_pickle", BUFFER),
        *each("pandas", "read_json", SinkTrait(URL, Param("path_or_buf", 0), act=OPENED)),
        *each("pandas", "read_html read_excel", SinkTrait(URL, Param("io", 0), act=OPENED)),
        *each("pandas", "read_xml", SinkTrait(URL, Param("path_or_buffer", 0), act=OPENED)),
        *each(
            "pandas",
            "read_parquet read_feather read_orc",
            SinkTrait(URL, Param("path", 0), act=OPENED),
        ),
    ),
)

LXML_URLS = Knowledge(
    "lxml",
    "6.1",
    "https://lxml.de/parsing.html",
    (*each("lxml.etree lxml.html", "parse", SinkTrait(URL, Param("source", 0), act=OPENED)),),
)

IMAGEIO_URLS = Knowledge(
    "imageio",
    "2.38",
    "https://imageio.readthedocs.io",
    (
        *each(
            "imageio imageio.v2 imageio.v3",
            "imread",
            SinkTrait(URL, Param("uri", 0), act=OPENED),
        ),
    ),
)

LDAP3_HOSTS = Knowledge(
    "ldap3",
    "2.9",
    "https://ldap3.readthedocs.io",
    (*each("ldap3", "Server", HOST),),
)

PARAMIKO_HOSTS = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org",
    (*each("paramiko.SSHClient", "connect", SinkTrait(URL, Param("hostname", 0), act="host")),),
)

REDIS_URLS = Knowledge(
    "redis",
    "8.1",
    "https://redis.readthedocs.io",
    (
        *each("redis redis.asyncio", "from_url", FIRST),
        *each("redis.Redis redis.asyncio.Redis", "from_url", FIRST),
    ),
)

BOTO3_URLS = Knowledge(
    "boto3",
    "1.40",
    "https://boto3.amazonaws.com/v1/documentation/api/latest/",
    (*each("boto3 boto3.Session", "client resource", SinkTrait(URL, Param("endpoint_url", 5))),),
)
