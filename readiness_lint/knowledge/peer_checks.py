"""By what a program gives up the check of who answers: TLS certificates and the host keys of SSH."""

from readiness_lint.knowledge.schema import (
    Constant,
    Is,
    Knowledge,
    MailTls,
    Names,
    Param,
    Returns,
    Trusts,
    each,
)
from readiness_lint.terms import Type

FALSE = (False,)
NONE = ("ssl.CERT_NONE", "CERT_NONE", "NONE", "none")
VERIFY = Trusts(((Param("verify"), FALSE),))
VERBS = "get options head post put patch delete request"
CONTEXT = "ssl.SSLContext"
HOST_KEYS = "host key checking"

CONTEXTS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/ssl.html",
    (
        *each("ssl", "create_default_context", Returns(Type(CONTEXT))),
        *each(CONTEXT, "", Is("class")),
        ("ssl.CERT_NONE", Constant(0)),
        (f"{CONTEXT}.verify_mode", Trusts(values=NONE)),
        (f"{CONTEXT}.check_hostname", Trusts(values=FALSE)),
        # The two are one function: no chain, no host name.
        *each(
            "ssl",
            "_create_unverified_context _create_stdlib_context",
            Trusts(always=True),
            Returns(Type(CONTEXT)),
        ),
        (
            "ssl._create_default_https_context",
            Trusts(values=("ssl._create_unverified_context", "ssl._create_stdlib_context")),
        ),
        ("os.environ.PYTHONHTTPSVERIFY", Trusts(values=("0",))),
        ("os.environ.CURL_CA_BUNDLE", Trusts(values=("",))),
        ("os.environ.REQUESTS_CA_BUNDLE", Trusts(values=("",))),
    ),
)

# Without a context they take `ssl._create_stdlib_context`.
MAIL_AND_FILES = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/ssl.html#ssl.create_default_context",
    (
        *each("smtplib.SMTP", "starttls", MailTls(Param("context"))),
        *each("smtplib", "SMTP_SSL", MailTls(Param("context"))),
        *each("imaplib.IMAP4", "starttls", MailTls(Param("ssl_context", 0))),
        *each("imaplib", "IMAP4_SSL", MailTls(Param("ssl_context"))),
        *each("poplib.POP3", "stls", MailTls(Param("context", 0))),
        *each("poplib", "POP3_SSL", MailTls(Param("context"))),
        *each("ftplib", "FTP_TLS", MailTls(Param("context"))),
        *each("nntplib.NNTP", "starttls", MailTls(Param("context", 0))),
        *each("nntplib", "NNTP_SSL", MailTls(Param("ssl_context", 4))),
    ),
)
AIOSMTPLIB_TLS = Knowledge(
    "aiosmtplib",
    "5.1",
    "https://aiosmtplib.readthedocs.io",
    (
        *each("aiosmtplib", "SMTP send", MailTls(off=Param("validate_certs"))),
        *each("aiosmtplib.SMTP", "connect starttls", MailTls(off=Param("validate_certs"))),
    ),
)

REQUESTS_CHECKS = Knowledge(
    "requests",
    "2.34",
    "https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification",
    (
        *each("requests", VERBS, VERIFY),
        *each("requests.Session", f"{VERBS} send", VERIFY),
        ("requests.Session.verify", Trusts(values=FALSE)),
    ),
)
NIQUESTS_CHECKS = Knowledge(
    "niquests",
    "3.21",
    "https://niquests.readthedocs.io",
    (
        *each("niquests niquests.Session", VERBS, VERIFY),
        ("niquests.Session.verify", Trusts(values=FALSE)),
    ),
)
CURL_CFFI_CHECKS = Knowledge(
    "curl_cffi",
    "0.16",
    "https://curl-cffi.readthedocs.io",
    (
        *each("curl_cffi.requests", f"{VERBS} Session AsyncSession", VERIFY),
        *each("curl_cffi.requests.Session curl_cffi.requests.AsyncSession", VERBS, VERIFY),
    ),
)
HTTPX_MADE = "Client AsyncClient HTTPTransport AsyncHTTPTransport"
HTTPX_CHECKS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org/advanced/ssl/",
    (*each("httpx", f"{VERBS} stream {HTTPX_MADE}", VERIFY),),
)
OF_SSL = Trusts(((Param("ssl"), FALSE), (Param("verify_ssl"), FALSE)))
AIOHTTP_CHECKS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org/en/stable/client_advanced.html#ssl-control-for-tcp-sockets",
    (
        *each("aiohttp.ClientSession", f"{VERBS} ws_connect", OF_SSL),
        *each("aiohttp", "request TCPConnector", OF_SSL),
    ),
)
CERT_REQS = Trusts(((Param("cert_reqs"), NONE),))
URLLIB3_CHECKS = Knowledge(
    "urllib3",
    "2.8",
    "https://urllib3.readthedocs.io/en/stable/advanced-usage.html",
    (
        *each("urllib3", "PoolManager ProxyManager HTTPSConnectionPool", CERT_REQS),
        *each("urllib3", "connection_from_url proxy_from_url", CERT_REQS),
        ("urllib3.connectionpool.HTTPSConnectionPool", Names("urllib3.HTTPSConnectionPool")),
    ),
)
HTTPLIB2_CHECKS = Knowledge(
    "httplib2",
    "0.31",
    "https://httplib2.readthedocs.io",
    (
        (
            "httplib2.Http",
            Trusts(((Param("disable_ssl_certificate_validation", 7), (True,)),)),
        ),
    ),
)
OF_FETCH = Trusts(((Param("validate_cert"), FALSE),))
TORNADO_CHECKS = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org/en/stable/httpclient.html",
    (
        *each("tornado.httpclient", "HTTPRequest", OF_FETCH),
        *each(
            "tornado.httpclient.AsyncHTTPClient tornado.httpclient.HTTPClient", "fetch", OF_FETCH
        ),
    ),
)
HVAC_CHECKS = Knowledge(
    "hvac", "2.4", "https://python-hvac.org", (*each("hvac", "Client", VERIFY),)
)
BOTO3_CHECKS = Knowledge(
    "boto3",
    "1.40",
    "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html",
    (*each("boto3 boto3.Session", "client resource", VERIFY),),
)
DOCKER_CHECKS = Knowledge(
    "docker",
    "7.2",
    "https://docker-py.readthedocs.io/en/stable/tls.html",
    (*each("docker.tls", "TLSConfig", VERIFY),),
)
GITLAB_CHECKS = Knowledge(
    "python-gitlab",
    "8.6",
    "https://python-gitlab.readthedocs.io",
    (*each("gitlab", "Gitlab", Trusts(((Param("ssl_verify"), FALSE),))),),
)
KUBERNETES_CHECKS = Knowledge(
    "kubernetes",
    "37.0",
    "https://github.com/kubernetes-client/python",
    (
        *each("kubernetes.client", "Configuration", Is("class")),
        ("kubernetes.client.Configuration.verify_ssl", Trusts(values=FALSE)),
    ),
)
OF_STORES = Trusts(((Param("ssl_cert_reqs"), (None, *NONE)),))
REDIS_CHECKS = Knowledge(
    "redis",
    "5.3-8.1",
    "https://redis.readthedocs.io/en/stable/examples/ssl_connection_examples.html",
    (
        *each("redis redis.asyncio", "Redis RedisCluster from_url", OF_STORES),
        *each("redis.Redis redis.asyncio.Redis", "from_url", OF_STORES),
    ),
)
VALKEY_CHECKS = Knowledge(
    "valkey",
    "6.2",
    "https://valkey-py.readthedocs.io",
    (
        *each("valkey valkey.asyncio", "Valkey ValkeyCluster from_url", OF_STORES),
        *each("valkey.Valkey valkey.asyncio.Valkey", "from_url", OF_STORES),
    ),
)
OF_MONGO = Trusts(
    ((Param("tlsAllowInvalidCertificates"), (True,)), (Param("tlsInsecure"), (True,))),
    tls=Param("tls"),
)
PYMONGO_CHECKS = Knowledge(
    "pymongo",
    "4.20",
    "https://www.mongodb.com/docs/languages/python/pymongo-driver/current/security/tls/",
    (*each("pymongo", "MongoClient AsyncMongoClient", OF_MONGO),),
)
MOTOR_CHECKS = Knowledge(
    "motor",
    "3.7",
    "https://motor.readthedocs.io",
    (*each("motor.motor_asyncio", "AsyncIOMotorClient", OF_MONGO),),
)
OF_SEARCH = Trusts(
    ((Param("verify_certs"), FALSE), (Param("ssl_assert_hostname"), FALSE)),
    by_class=Param("connection_class"),
    tls=Param("use_ssl"),
)
ELASTICSEARCH_CHECKS = Knowledge(
    "elasticsearch",
    "9.5",
    "https://elasticsearch-py.readthedocs.io",
    (*each("elasticsearch", "Elasticsearch AsyncElasticsearch", OF_SEARCH),),
)
OPENSEARCH_CHECKS = Knowledge(
    "opensearch-py",
    "3.2",
    "https://opensearch.org/docs/latest/clients/python-low-level/",
    (*each("opensearchpy", "OpenSearch AsyncOpenSearch", OF_SEARCH),),
)
LDAP3_CHECKS = Knowledge(
    "ldap3",
    "2.9",
    "https://ldap3.readthedocs.io/en/latest/ssltls.html",
    (*each("ldap3", "Tls", Trusts(((Param("validate", 2), NONE),))),),
)
# Without a policy it refuses a host that it does not know.
PARAMIKO_CHECKS = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org/en/stable/api/client.html",
    (
        ("paramiko.Transport.open_channel", Is("opens-channel")),
        *each(
            "paramiko.SSHClient",
            "set_missing_host_key_policy",
            Trusts(
                (
                    (
                        Param("policy", 0),
                        ("paramiko.AutoAddPolicy", "paramiko.WarningPolicy"),
                    ),
                ),
                check=HOST_KEYS,
            ),
        ),
        *each("paramiko", "AutoAddPolicy WarningPolicy", Is("class")),
        *each("paramiko.client", "AutoAddPolicy", Names("paramiko.AutoAddPolicy")),
        *each("paramiko.client", "WarningPolicy", Names("paramiko.WarningPolicy")),
    ),
)
ASYNCSSH_CHECKS = Knowledge(
    "asyncssh",
    "2.24",
    "https://asyncssh.readthedocs.io",
    (
        *each(
            "asyncssh",
            "connect create_connection",
            Trusts(((Param("known_hosts"), (None,)),), check=HOST_KEYS),
        ),
    ),
)
