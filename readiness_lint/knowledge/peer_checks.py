"""By what a program gives up the check of who answers: TLS certificates and the host keys of SSH."""

from readiness_lint.knowledge.schema import (
    CERTIFICATES,
    Constant,
    Entry,
    Is,
    Knowledge,
    MailTls,
    Names,
    Off,
    Param,
    Returns,
    TakesContext,
    Told,
    Trusts,
    Unset,
    each,
    spelled,
)
from readiness_lint.terms import Severity, Type

FALSE = (False,)
NONE = ("ssl.CERT_NONE", "CERT_NONE", "NONE", "none")
VERIFY = Trusts((Off(Param("verify"), FALSE),))
VERBS = "get options head post put patch delete request"
CONTEXT = "ssl.SSLContext"
HOST_KEYS = "turns host key checking off"
OLD = "accepts versions of TLS that are broken"

MEDIUM, LOW = Severity.MEDIUM, Severity.LOW
WITHOUT_TLS = "uses no TLS"
OLD_PROTOCOLS = (
    "ssl.PROTOCOL_SSLv2",
    "ssl.PROTOCOL_SSLv3",
    "ssl.PROTOCOL_TLSv1",
    "ssl.PROTOCOL_TLSv1_1",
)
OLD_VERSIONS = ("ssl.TLSVersion.SSLv3", "ssl.TLSVersion.TLSv1", "ssl.TLSVersion.TLSv1_1")
NAMES = "names"
"""The switch for those that check the certificate, and not for whom it is."""


CONTEXTS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/ssl.html",
    (
        *each("ssl", "create_default_context", Returns(Type(CONTEXT))),
        *each(
            CONTEXT,
            "",
            Is("class"),
            Trusts((Off(Param("protocol", 0), OLD_PROTOCOLS, OLD, MEDIUM),), servers=True),
        ),
        # All but the two that say for whom they are begin with `CERT_NONE` and compare no names.
        (
            CONTEXT,
            Unset(
                Param("protocol", 0),
                ("ssl.PROTOCOL_TLS_CLIENT", "ssl.PROTOCOL_TLS_SERVER"),
                ("verify_mode", "check_hostname"),
                "wrap_socket",
                ("server_side", 1),
            ),
        ),
        (
            f"{CONTEXT}.minimum_version",
            Trusts(values=OLD_VERSIONS, does=OLD, severity=MEDIUM, servers=True),
        ),
        (
            "ssl.wrap_socket",
            Trusts(
                (
                    Off(Param("cert_reqs", 4), NONE),
                    Off(Param("ssl_version", 5), OLD_PROTOCOLS, OLD, MEDIUM),
                ),
                always=True,
                unless=(Param("cert_reqs", 4), Param("server_side", 3)),
                does="checks no certificate, and is removed from Python 3.12",
            ),
        ),
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
        (
            "os.environ.update",
            Trusts(
                (
                    Off(
                        Param("other", 0),
                        (
                            Entry("PYTHONHTTPSVERIFY", ("0",)),
                            Entry("CURL_CA_BUNDLE", ("",)),
                            Entry("REQUESTS_CA_BUNDLE", ("",)),
                        ),
                    ),
                    Off(Param("PYTHONHTTPSVERIFY"), ("0",)),
                    Off(Param("CURL_CA_BUNDLE"), ("",)),
                    Off(Param("REQUESTS_CA_BUNDLE"), ("",)),
                )
            ),
        ),
    ),
)
WITH_CONTEXT = TakesContext(Param("context"))
WITH_SSL = TakesContext(Param("ssl"))
CLIENTS = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/ssl.html",
    (
        *each("urllib.request", "urlopen", TakesContext(Param("context"))),
        *each("urllib.request", "HTTPSHandler", TakesContext(Param("context", 1))),
        *each("http.client", "HTTPSConnection", WITH_CONTEXT),
        *each("xmlrpc.client", "ServerProxy", WITH_CONTEXT),
        *each("smtplib", "SMTP_SSL", WITH_CONTEXT),
        *each("smtplib.SMTP", "starttls", WITH_CONTEXT),
        *each("imaplib", "IMAP4_SSL", TakesContext(Param("ssl_context"))),
        *each("imaplib.IMAP4", "starttls", TakesContext(Param("ssl_context", 0))),
        *each("poplib", "POP3_SSL", WITH_CONTEXT),
        *each("poplib.POP3", "stls", TakesContext(Param("context", 0))),
        *each("ftplib", "FTP_TLS", WITH_CONTEXT),
        *each("asyncio", "open_connection", WITH_SSL),
    ),
)
OAUTHLIB_CHECKS = Knowledge(
    "oauthlib",
    "3.3",
    "https://oauthlib.readthedocs.io/en/latest/oauth2/security.html",
    (
        # It is looked for, whatever it says.
        (
            "os.environ.OAUTHLIB_INSECURE_TRANSPORT",
            Trusts(
                values=("1", "true", "True", "yes", "on", 1, True),
                does="lets tokens go without TLS",
            ),
        ),
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
        *each("niquests niquests.Session niquests.AsyncSession", VERBS, VERIFY),
        *each("niquests", "aget aoptions ahead apost aput apatch adelete arequest", VERIFY),
        ("niquests.Session.verify", Trusts(values=FALSE)),
    ),
)
CURL_CFFI_CHECKS = Knowledge(
    "curl_cffi",
    "0.16",
    "https://curl-cffi.readthedocs.io",
    (
        *each("curl_cffi curl_cffi.requests", VERBS, VERIFY),
        *each("curl_cffi.requests", "Session AsyncSession", VERIFY),
        *each("curl_cffi.requests.Session curl_cffi.requests.AsyncSession", VERBS, VERIFY),
    ),
)
WITH_VERIFY = TakesContext(Param("verify"))
FIRST_VERIFY = Param("verify", 0)
HTTPX_CHECKS = Knowledge(
    "httpx",
    "0.28",
    "https://www.python-httpx.org/advanced/ssl/",
    (
        *each("httpx", f"{VERBS} stream Client AsyncClient", VERIFY, WITH_VERIFY),
        *each(
            "httpx",
            "HTTPTransport AsyncHTTPTransport",
            Trusts((Off(FIRST_VERIFY, FALSE),)),
            TakesContext(FIRST_VERIFY),
        ),
    ),
)
OF_SSL = Trusts((Off(Param("ssl"), FALSE), Off(Param("verify_ssl"), FALSE)))
AIOHTTP_CHECKS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org/en/stable/client_advanced.html#ssl-control-for-tcp-sockets",
    (
        *each("aiohttp.ClientSession", f"{VERBS} ws_connect", OF_SSL),
        *each("aiohttp", "request TCPConnector", OF_SSL),
        *each("aiohttp.ClientSession", f"{VERBS} ws_connect", WITH_SSL),
        *each("aiohttp", "request TCPConnector", WITH_SSL),
    ),
)
CERT_REQS = Trusts(
    (
        Off(Param("cert_reqs"), NONE),
        Off(Param("ssl_version"), OLD_PROTOCOLS, OLD, MEDIUM),
        Off(Param("ssl_minimum_version"), OLD_VERSIONS, OLD, MEDIUM),
    )
)
URLLIB3_CHECKS = Knowledge(
    "urllib3",
    "2.8",
    "https://urllib3.readthedocs.io/en/stable/advanced-usage.html",
    (
        *each("urllib3", "PoolManager ProxyManager HTTPSConnectionPool", CERT_REQS),
        *each("urllib3", "connection_from_url proxy_from_url", CERT_REQS),
        *each(
            "urllib3",
            "PoolManager ProxyManager HTTPSConnectionPool",
            TakesContext(Param("ssl_context")),
        ),
        (
            "urllib3.util.ssl_.create_urllib3_context",
            Trusts(
                (
                    Off(Param("ssl_version", 0), OLD_PROTOCOLS, OLD, MEDIUM),
                    Off(Param("cert_reqs", 1), NONE),
                )
            ),
        ),
        (
            "urllib3.util.create_urllib3_context",
            Names("urllib3.util.ssl_.create_urllib3_context"),
        ),
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
            Trusts((Off(Param("disable_ssl_certificate_validation", 7), (True,)),)),
        ),
    ),
)
OF_FETCH = Trusts((Off(Param("validate_cert"), FALSE),))
TORNADO_CHECKS = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org/en/stable/httpclient.html",
    (
        *each("tornado.httpclient", "HTTPRequest", OF_FETCH),
        *each(
            "tornado.httpclient.AsyncHTTPClient tornado.httpclient.HTTPClient", "fetch", OF_FETCH
        ),
        (
            "tornado.httpclient.AsyncHTTPClient.configure",
            Trusts((Off(Param("defaults"), (Entry("validate_cert", FALSE),)),)),
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
BOTOCORE_CHECKS = Knowledge(
    "botocore",
    "1.44",
    "https://botocore.amazonaws.com/v1/documentation/api/latest/",
    (
        ("botocore.session.get_session", Returns(Type("botocore.session.Session"))),
        ("botocore.session.Session.create_client", Trusts((Off(Param("verify", 4), FALSE),))),
    ),
)
AIOBOTO3_CHECKS = Knowledge(
    "aioboto3",
    "15.5",
    "https://aioboto3.readthedocs.io",
    (*each("aioboto3.Session", "client resource", Trusts((Off(Param("verify", 4), FALSE),))),),
)
CONSUL_CHECKS = Knowledge(
    "py-consul",
    "1.8",
    "https://github.com/criteo/py-consul",
    (
        (
            "consul.Consul",
            Trusts((Off(Param("verify", 6), FALSE),), tls=Param("scheme", 3), plain=True),
        ),
    ),
)
JIRA_CHECKS = Knowledge(
    "jira",
    "3.10",
    "https://jira.readthedocs.io/api.html#jira.client.JIRA",
    (
        (
            "jira.JIRA",
            Trusts((Off(Param("options", 1), (Entry("verify", FALSE),)),)),
        ),
        ("jira.client.JIRA", Names("jira.JIRA")),
    ),
)
JENKINS_CHECKS = Knowledge(
    "jenkinsapi",
    "0.3",
    "https://jenkinsapi.readthedocs.io",
    (
        ("jenkinsapi.jenkins.Jenkins", Trusts((Off(Param("ssl_verify", 5), FALSE),))),
        (
            "jenkinsapi.utils.requester.Requester",
            Trusts((Off(Param("ssl_verify"), FALSE),)),
        ),
    ),
)
PROXMOX_CHECKS = Knowledge(
    "proxmoxer",
    "2.3",
    "https://proxmoxer.github.io/docs/latest/",
    (
        ("proxmoxer.ProxmoxAPI", Trusts((Off(Param("verify_ssl"), FALSE),))),
        ("proxmoxer.core.ProxmoxAPI", Names("proxmoxer.ProxmoxAPI")),
    ),
)
# Version 1 goes without TLS unless it is told.
INFLUX_CHECKS = Knowledge(
    "influxdb",
    "5.3",
    "https://influxdb-python.readthedocs.io",
    (
        *each(
            "influxdb",
            "InfluxDBClient DataFrameClient",
            Trusts((Off(Param("verify_ssl", 6), FALSE),), tls=Param("ssl", 5), plain=True),
        ),
    ),
)
INFLUX_CLIENT_CHECKS = Knowledge(
    "influxdb-client",
    "1.50",
    "https://influxdb-client.readthedocs.io",
    (
        *each("influxdb_client", "InfluxDBClient", Trusts((Off(Param("verify_ssl"), FALSE),))),
        (
            "influxdb_client.client.influxdb_client_async.InfluxDBClientAsync",
            Trusts((Off(Param("verify_ssl"), FALSE),)),
        ),
    ),
)
ZEEP_CHECKS = Knowledge(
    "zeep",
    "4.3",
    "https://docs.python-zeep.org/en/master/transport.html",
    (("zeep.transports.AsyncTransport", Trusts((Off(Param("verify_ssl", 5), FALSE),))),),
)
DOCKER_CHECKS = Knowledge(
    "docker",
    "7.2",
    "https://docker-py.readthedocs.io/en/stable/tls.html",
    (
        *each("docker.tls", "TLSConfig", VERIFY),
        ("docker.TLSConfig", Names("docker.tls.TLSConfig")),
    ),
)
GITLAB_CHECKS = Knowledge(
    "python-gitlab",
    "8.6",
    "https://python-gitlab.readthedocs.io",
    (*each("gitlab", "Gitlab", Trusts((Off(Param("ssl_verify"), FALSE),))),),
)
KUBERNETES_CHECKS = Knowledge(
    "kubernetes",
    "37.0",
    "https://github.com/kubernetes-client/python",
    (
        *each("kubernetes.client", "Configuration", Is("class")),
        ("kubernetes.client.Configuration.verify_ssl", Trusts(values=FALSE)),
        (
            "kubernetes.client.Configuration.get_default_copy",
            Returns(Type("kubernetes.client.Configuration")),
        ),
    ),
)
KUBERNETES_ASYNCIO_CHECKS = Knowledge(
    "kubernetes_asyncio",
    "36.1",
    "https://github.com/tomplus/kubernetes_asyncio",
    (
        *each("kubernetes_asyncio.client", "Configuration", Is("class")),
        ("kubernetes_asyncio.client.Configuration.verify_ssl", Trusts(values=FALSE)),
        (
            "kubernetes_asyncio.client.Configuration.get_default_copy",
            Returns(Type("kubernetes_asyncio.client.Configuration")),
        ),
    ),
)
OF_STORES = Trusts(
    (
        Off(Param("ssl_cert_reqs"), (None, *NONE)),
        Off(Param("ssl_check_hostname"), FALSE, "compares no host names", switch=NAMES),
        Off(Param("ssl_min_version"), OLD_VERSIONS, OLD, MEDIUM),
    )
)
REDIS_CHECKS = Knowledge(
    "redis",
    "5.3-8.1",
    "https://redis.readthedocs.io/en/stable/examples/ssl_connection_examples.html",
    (
        *each("redis redis.asyncio", "Redis RedisCluster from_url SSLConnection", OF_STORES),
        *each("redis.Redis redis.asyncio.Redis", "from_url", OF_STORES),
        *each("redis redis.asyncio", "ConnectionPool BlockingConnectionPool", OF_STORES),
        *each(
            "redis.ConnectionPool redis.BlockingConnectionPool redis.asyncio.ConnectionPool"
            " redis.asyncio.BlockingConnectionPool",
            "from_url",
            OF_STORES,
        ),
        *each("redis redis.asyncio", "Sentinel", OF_STORES),
        (
            "redis.from_url",
            Told(
                "ssl_cert_reqs",
                r"[?&]ssl_cert_reqs=(?:none|cert_none)(?!\w)",
                r"\S*",
                CERTIFICATES,
            ),
        ),
    ),
)
VALKEY_CHECKS = Knowledge(
    "valkey",
    "6.2",
    "https://valkey-py.readthedocs.io",
    (
        *each("valkey valkey.asyncio", "Valkey ValkeyCluster from_url SSLConnection", OF_STORES),
        *each("valkey.Valkey valkey.asyncio.Valkey", "from_url", OF_STORES),
        *each("valkey valkey.asyncio", "ConnectionPool BlockingConnectionPool", OF_STORES),
    ),
)
OF_MONGO = Trusts(
    (
        Off(Param("tlsAllowInvalidCertificates"), (True,)),
        Off(Param("tlsInsecure"), (True,)),
        # Before version 4.
        Off(Param("ssl_cert_reqs"), NONE),
    ),
    tls=Param("tls"),
)
PYMONGO_CHECKS = Knowledge(
    "pymongo",
    "4.20",
    "https://www.mongodb.com/docs/languages/python/pymongo-driver/current/security/tls/",
    (
        *each("pymongo", "MongoClient AsyncMongoClient", OF_MONGO),
        (
            "pymongo.MongoClient",
            Told(
                "tls",
                r"[?&](?:tlsInsecure|tlsAllowInvalidCertificates)=true(?!\w)",
                r"mongodb(?:\+srv)?://\S*|\{\}\S*",
                CERTIFICATES,
            ),
        ),
    ),
)
MOTOR_CHECKS = Knowledge(
    "motor",
    "3.7",
    "https://motor.readthedocs.io",
    (*each("motor.motor_asyncio", "AsyncIOMotorClient", OF_MONGO),),
)
OF_SEARCH = Trusts(
    (Off(Param("verify_certs"), FALSE), Off(Param("ssl_assert_hostname"), FALSE)),
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
    (
        *each(
            "ldap3",
            "Tls",
            Trusts(
                (
                    Off(Param("validate", 2), NONE),
                    Off(Param("version", 3), OLD_PROTOCOLS, OLD, MEDIUM),
                )
            ),
        ),
    ),
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
                    Off(
                        Param("policy", 0),
                        ("paramiko.AutoAddPolicy", "paramiko.WarningPolicy"),
                    ),
                ),
                does=HOST_KEYS,
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
            "connect create_connection connect_reverse SSHClientConnectionOptions",
            Trusts((Off(Param("known_hosts"), (None,)),), does=HOST_KEYS),
        ),
    ),
)
NETMIKO_CHECKS = Knowledge(
    "netmiko",
    "4.8",
    "https://ktbyers.github.io/netmiko/",
    (
        *each(
            "netmiko",
            "ConnectHandler",
            Trusts((Off(Param("ssh_strict"), FALSE),), does=HOST_KEYS),
        ),
        *each(
            "netmiko",
            "BaseConnection",
            Trusts((Off(Param("ssh_strict", 15), FALSE),), does=HOST_KEYS),
        ),
    ),
)
PYSFTP_CHECKS = Knowledge(
    "pysftp",
    "0.2",
    "https://pysftp.readthedocs.io",
    (
        *each("pysftp", "CnOpts", Is("class")),
        ("pysftp.CnOpts.hostkeys", Trusts(values=(None,), does=HOST_KEYS)),
    ),
)
SSH_CHECKS = Knowledge(
    "",
    "3.11-3.13",
    "https://man.openbsd.org/ssh_config#StrictHostKeyChecking",
    (
        (
            "subprocess.run",
            Told(
                "StrictHostKeyChecking",
                r"(?:-o\s*)?StrictHostKeyChecking[= ]no",
                r".*",
                HOST_KEYS,
                listed=True,
            ),
        ),
    ),
)

# Of OpenSSL.
OPENSSL_CONTEXT = "OpenSSL.SSL.Context"
PYOPENSSL_CHECKS = Knowledge(
    "pyOpenSSL",
    "26.4",
    "https://www.pyopenssl.org/en/stable/api/ssl.html",
    (
        (
            f"{OPENSSL_CONTEXT}.set_verify",
            Trusts(
                (Off(Param("mode", 0), ("OpenSSL.SSL.VERIFY_NONE",)),),
                served_by=("use_privatekey", "use_privatekey_file"),
            ),
        ),
        (
            OPENSSL_CONTEXT,
            Trusts(
                (
                    Off(
                        Param("method", 0),
                        (
                            "OpenSSL.SSL.SSLv2_METHOD",
                            "OpenSSL.SSL.SSLv3_METHOD",
                            "OpenSSL.SSL.TLSv1_METHOD",
                            "OpenSSL.SSL.TLSv1_1_METHOD",
                        ),
                        OLD,
                        MEDIUM,
                    ),
                )
            ),
        ),
    ),
)

# Databases.
MYSQL_CHECKS = Knowledge(
    "mysql-connector-python",
    "26.10",
    "https://dev.mysql.com/doc/connector-python/en/connector-python-connectargs.html",
    (
        *each(
            "mysql.connector mysql.connector.aio",
            "connect",
            Trusts((Off(Param("ssl_verify_cert"), FALSE), Off(Param("verify_cert"), FALSE))),
        ),
    ),
)
# Without a file of an authority there is no TLS.
PYMYSQL_CHECKS = Knowledge(
    "PyMySQL",
    "1.2",
    "https://pymysql.readthedocs.io/en/latest/modules/connections.html",
    (
        *each(
            "pymysql",
            "connect",
            Trusts((Off(Param("ssl_verify_cert"), FALSE),), tls=Param("ssl_ca"), plain=True),
        ),
    ),
)
PYODBC_CHECKS = Knowledge(
    "pyodbc",
    "5.5",
    "https://learn.microsoft.com/sql/connect/odbc/dsn-connection-string-attribute",
    (
        (
            "pyodbc.connect",
            Told(
                "TrustServerCertificate",
                r"(?:^|[;&?])\s*TrustServerCertificate\s*=\s*(?:yes|true|1)(?!\w)",
                r".*(?:://|\b(?:server|driver|database|dsn)\s*=).*|trustservercertificate\s*=[^\s]*",
                CERTIFICATES,
            ),
        ),
    ),
)
NO_TLS = ("disable", "allow", "prefer")
MAY_GO_WITHOUT = "lets the connection go without TLS"
PSYCOPG_CHECKS = Knowledge(
    "psycopg",
    "3.3",
    "https://www.postgresql.org/docs/current/libpq-ssl.html",
    (
        *each(
            "psycopg psycopg.Connection psycopg.AsyncConnection",
            "connect",
            Trusts(
                (Off(Param("sslmode"), NO_TLS),),
                does=MAY_GO_WITHOUT,
                peers=(Param("host"), Param("conninfo", 0)),
            ),
        ),
        (
            "psycopg.connect",
            Told(
                "sslmode",
                r"(?:[?&\s]|^)sslmode=(?:disable|allow|prefer)(?!\w)",
                r"postgres(?:ql)?(?:\+\w+)?://\S*|\w+=\S+(?:\s+\w+=\S+)*",
                MAY_GO_WITHOUT,
                far=True,
            ),
        ),
    ),
)
PSYCOPG2_CHECKS = Knowledge(
    "psycopg2",
    "2.9",
    "https://www.psycopg.org/docs/module.html",
    (
        (
            "psycopg2.connect",
            Trusts(
                (Off(Param("sslmode"), NO_TLS),),
                does=MAY_GO_WITHOUT,
                peers=(Param("host"), Param("dsn", 0)),
            ),
        ),
    ),
)
OF_ENGINES = Trusts(
    (Off(Param("connect_args"), (Entry("sslmode", NO_TLS),)),),
    does=MAY_GO_WITHOUT,
    peers=(Param("url", 0),),
)
SQLALCHEMY_CHECKS = Knowledge(
    "SQLAlchemy",
    "2.0",
    "https://docs.sqlalchemy.org/en/20/core/engines.html",
    (
        *each("sqlalchemy", "create_engine", OF_ENGINES),
        *each("sqlalchemy.ext.asyncio", "create_async_engine", OF_ENGINES),
    ),
)

# `prefer` is what the drivers do by themselves.
DJANGO_DATABASES = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/ref/databases/",
    (
        (
            "django.conf.settings.DATABASES.default.OPTIONS",
            Trusts(
                values=(
                    Entry("sslmode", NO_TLS),
                    # Of mysqlclient.
                    Entry("ssl_mode", ("DISABLED", "PREFERRED")),
                ),
                does=MAY_GO_WITHOUT,
                settings=("OPTIONS",),
                machine="HOST",
            ),
        ),
    ),
)

# Others.
LDAP_CHECKS = Knowledge(
    "python-ldap",
    "3.4",
    "https://www.python-ldap.org/en/latest/reference/ldap.html#tls-options",
    (
        ("ldap.initialize", Returns(Type("ldap.ldapobject.SimpleLDAPObject"))),
        *each(
            "ldap ldap.ldapobject.SimpleLDAPObject",
            "set_option",
            Trusts(
                (Off(Param("invalue", 1), ("ldap.OPT_X_TLS_NEVER", "ldap.OPT_X_TLS_ALLOW")),),
                when=(Param("option", 0), ("ldap.OPT_X_TLS_REQUIRE_CERT",)),
            ),
        ),
        *each(
            "django.conf.settings",
            "AUTH_LDAP_GLOBAL_OPTIONS",
            Trusts(
                values=(
                    Entry(
                        "ldap.OPT_X_TLS_REQUIRE_CERT",
                        ("ldap.OPT_X_TLS_NEVER", "ldap.OPT_X_TLS_ALLOW"),
                    ),
                ),
                settings=("AUTH_LDAP_GLOBAL_OPTIONS", "AUTH_LDAP_CONNECTION_OPTIONS"),
            ),
        ),
    ),
)
OF_CELERY = (Entry("ssl_cert_reqs", (None, *NONE)), Entry("cert_reqs", NONE))
CELERY_CHECKS = Knowledge(
    "celery",
    "5.7",
    "https://docs.celeryq.dev/en/stable/userguide/configuration.html#broker-use-ssl",
    (
        (
            "celery.Celery.conf.broker_use_ssl",
            Trusts(
                values=OF_CELERY,
                settings=("broker_use_ssl", "BROKER_USE_SSL", "CELERY_BROKER_USE_SSL"),
            ),
        ),
        (
            "celery.Celery.conf.redis_backend_use_ssl",
            Trusts(
                values=OF_CELERY,
                settings=(
                    "redis_backend_use_ssl",
                    "REDIS_BACKEND_USE_SSL",
                    "CELERY_REDIS_BACKEND_USE_SSL",
                ),
            ),
        ),
    ),
)
GRPC_CHECKS = Knowledge(
    "grpcio",
    "1.85",
    "https://grpc.io/docs/guides/auth/",
    (
        *each(
            "grpc grpc.aio",
            "insecure_channel",
            Trusts(always=True, does=WITHOUT_TLS, peers=(Param("target", 0),)),
        ),
    ),
)
WEBSOCKETS_CHECKS = Knowledge(
    "websockets",
    "15.0",
    "https://websockets.readthedocs.io",
    (*each("websockets websockets.sync.client", "connect", WITH_SSL),),
)
WEBSOCKET_CHECKS = Knowledge(
    "websocket-client",
    "1.9",
    "https://websocket-client.readthedocs.io/en/latest/faq.html",
    (
        *each(
            "websocket",
            "create_connection",
            Trusts((Off(Param("sslopt"), (Entry("cert_reqs", NONE),)),)),
        ),
    ),
)
# Versions 1 and 2 of SNMP encrypt nothing, version 3 where it has a key for it.
SNMP = "pysnmp.hlapi.v3arch.asyncio"
SNMP_USERS = "CommunityData UsmUserData"
IN_PLAIN_TEXT = "sends SNMP in plain text"
PYSNMP_CHECKS = Knowledge(
    "pysnmp",
    "7.1",
    "https://docs.lextudio.com/pysnmp/",
    (
        (
            f"{SNMP}.CommunityData",
            Trusts((Off(Param("mpModel", 2), (0, 1)),), does=IN_PLAIN_TEXT, severity=LOW),
        ),
        (
            "pysnmp.hlapi.v1arch.asyncio.CommunityData",
            Trusts((Off(Param("mpModel", 1), (0, 1)),), does=IN_PLAIN_TEXT, severity=LOW),
        ),
        (
            f"{SNMP}.UsmUserData",
            Trusts(always=True, unless=(Param("privKey", 2),), does=IN_PLAIN_TEXT, severity=LOW),
        ),
        *spelled("pysnmp.hlapi", SNMP, SNMP_USERS),
        *spelled("pysnmp.hlapi.asyncio", SNMP, SNMP_USERS),
        *spelled("pysnmp.hlapi.v3arch", SNMP, SNMP_USERS),
    ),
)
