"""Which exceptions of drivers, clients and the system say what failed."""

from readiness_lint.knowledge.schema import ErrorFamily, Inherits, Is, Knowledge, Names, each

DRIVER, HTTP_CLIENT, OS = ErrorFamily("driver"), ErrorFamily("http-client"), ErrorFamily("os")
OF_DATABASE = (
    "DataError IntegrityError InternalError NotSupportedError OperationalError ProgrammingError"
)

OPERATING_SYSTEM = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/exceptions.html#os-exceptions",
    (
        ("builtins.OSError", OS),
        *each(
            "builtins",
            "BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError "
            "InterruptedError IsADirectoryError NotADirectoryError PermissionError "
            "ProcessLookupError TimeoutError",
            OS,
            Inherits(("builtins.OSError",)),
        ),
        *each(
            "builtins",
            "BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
            OS,
            Inherits(("builtins.ConnectionError",)),
        ),
        *each("os socket select", "error", Names("builtins.OSError")),
        *each("socket", "timeout", Names("builtins.TimeoutError")),
        # Their text is a number and one of a few sentences, without the name that was asked for.
        *each("socket", "gaierror herror", OS, Inherits(("builtins.OSError",)), Is("says-nothing")),
        *each("shutil", "Error", OS, Inherits(("builtins.OSError",))),
        *each("shutil", "SameFileError", OS, Inherits(("shutil.Error",))),
    ),
)

SQLITE3 = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/sqlite3.html#exceptions",
    (
        *each("sqlite3", "Error", DRIVER),
        *each("sqlite3", "DatabaseError InterfaceError", DRIVER, Inherits(("sqlite3.Error",))),
        *each("sqlite3", OF_DATABASE, DRIVER, Inherits(("sqlite3.DatabaseError",))),
    ),
)

PSYCOPG2_ERRORS = Knowledge(
    "psycopg2",
    "2.9-2.9",
    "https://www.psycopg.org/docs/errors.html",
    (
        *each("psycopg2", "Error", DRIVER),
        *each("psycopg2", "DatabaseError InterfaceError", DRIVER, Inherits(("psycopg2.Error",))),
        *each("psycopg2", OF_DATABASE, DRIVER, Inherits(("psycopg2.DatabaseError",))),
        *each(
            "psycopg2.errors",
            "UniqueViolation ForeignKeyViolation NotNullViolation CheckViolation "
            "ExclusionViolation",
            DRIVER,
            Inherits(("psycopg2.IntegrityError",)),
        ),
        *each(
            "psycopg2.errors",
            "SerializationFailure DeadlockDetected LockNotAvailable QueryCanceled",
            DRIVER,
            Inherits(("psycopg2.OperationalError",)),
        ),
        *each(
            "psycopg2.errors",
            "UndefinedTable UndefinedColumn",
            DRIVER,
            Inherits(("psycopg2.ProgrammingError",)),
        ),
    ),
)

PSYCOPG_ERRORS = Knowledge(
    "psycopg",
    "3.3-3.3",
    "https://www.psycopg.org/psycopg3/docs/api/errors.html",
    (
        *each("psycopg", "Error", DRIVER),
        *each("psycopg", "DatabaseError InterfaceError", DRIVER, Inherits(("psycopg.Error",))),
        *each("psycopg", OF_DATABASE, DRIVER, Inherits(("psycopg.DatabaseError",))),
        *each(
            "psycopg.errors",
            "UniqueViolation ForeignKeyViolation NotNullViolation CheckViolation "
            "ExclusionViolation",
            DRIVER,
            Inherits(("psycopg.IntegrityError",)),
        ),
        *each(
            "psycopg.errors",
            "SerializationFailure DeadlockDetected LockNotAvailable QueryCanceled",
            DRIVER,
            Inherits(("psycopg.OperationalError",)),
        ),
        *each(
            "psycopg.errors",
            "UndefinedTable UndefinedColumn",
            DRIVER,
            Inherits(("psycopg.ProgrammingError",)),
        ),
        *each("psycopg_pool", "PoolTimeout PoolClosed TooManyRequests", DRIVER),
        *each(
            "psycopg_pool",
            "PoolTimeout PoolClosed TooManyRequests",
            Inherits(("psycopg.OperationalError",)),
        ),
    ),
)

PYMYSQL_ERRORS = Knowledge(
    "PyMySQL",
    "1.2-1.2",
    "https://pymysql.readthedocs.io",
    (
        *each("pymysql.err", "", Names("pymysql")),
        *each("pymysql", "MySQLError", DRIVER),
        *each("pymysql", "Error", DRIVER, Inherits(("pymysql.MySQLError",))),
        *each("pymysql", "DatabaseError InterfaceError", DRIVER, Inherits(("pymysql.Error",))),
        *each("pymysql", OF_DATABASE, DRIVER, Inherits(("pymysql.DatabaseError",))),
    ),
)

ASYNCPG_ERRORS = Knowledge(
    "asyncpg",
    "0.32-0.32",
    "https://magicstack.github.io/asyncpg",
    (
        *each("asyncpg", "PostgresError InterfaceError InternalClientError", DRIVER),
        *each(
            "asyncpg",
            "IntegrityConstraintViolationError DataError PostgresConnectionError "
            "InsufficientResourcesError SyntaxOrAccessError TransactionRollbackError "
            "OperatorInterventionError InvalidCatalogNameError "
            "InvalidAuthorizationSpecificationError ObjectNotInPrerequisiteStateError",
            DRIVER,
            Inherits(("asyncpg.PostgresError",)),
        ),
        *each(
            "asyncpg",
            "UniqueViolationError ForeignKeyViolationError NotNullViolationError "
            "CheckViolationError ExclusionViolationError",
            DRIVER,
            Inherits(("asyncpg.IntegrityConstraintViolationError",)),
        ),
        *each(
            "asyncpg",
            "ConnectionDoesNotExistError",
            DRIVER,
            Inherits(("asyncpg.PostgresConnectionError",)),
        ),
        *each(
            "asyncpg",
            "TooManyConnectionsError",
            DRIVER,
            Inherits(("asyncpg.InsufficientResourcesError",)),
        ),
        *each(
            "asyncpg",
            "UndefinedTableError UndefinedColumnError PostgresSyntaxError "
            "InsufficientPrivilegeError",
            DRIVER,
            Inherits(("asyncpg.SyntaxOrAccessError",)),
        ),
        *each(
            "asyncpg",
            "SerializationError DeadlockDetectedError",
            DRIVER,
            Inherits(("asyncpg.TransactionRollbackError",)),
        ),
        *each(
            "asyncpg",
            "QueryCanceledError CannotConnectNowError",
            DRIVER,
            Inherits(("asyncpg.OperatorInterventionError",)),
        ),
        *each(
            "asyncpg",
            "InvalidPasswordError",
            DRIVER,
            Inherits(("asyncpg.InvalidAuthorizationSpecificationError",)),
        ),
        *each(
            "asyncpg",
            "LockNotAvailableError",
            DRIVER,
            Inherits(("asyncpg.ObjectNotInPrerequisiteStateError",)),
        ),
    ),
)

MONGO = "pymongo.errors"
PYMONGO_ERRORS = Knowledge(
    "pymongo",
    "4.20-4.20",
    "https://pymongo.readthedocs.io",
    (
        *each(MONGO, "PyMongoError", DRIVER),
        *each(
            MONGO,
            "CollectionInvalid ConfigurationError ConnectionFailure EncryptionError InvalidName "
            "InvalidOperation OperationFailure ProtocolError",
            DRIVER,
            Inherits((f"{MONGO}.PyMongoError",)),
        ),
        *each(
            MONGO,
            "AutoReconnect WaitQueueTimeoutError",
            DRIVER,
            Inherits((f"{MONGO}.ConnectionFailure",)),
        ),
        *each(
            MONGO,
            "NetworkTimeout NotPrimaryError ServerSelectionTimeoutError",
            DRIVER,
            Inherits((f"{MONGO}.AutoReconnect",)),
        ),
        *each(
            MONGO,
            "BulkWriteError CursorNotFound ExecutionTimeout WriteConcernError WriteError",
            DRIVER,
            Inherits((f"{MONGO}.OperationFailure",)),
        ),
        *each(MONGO, "DuplicateKeyError", DRIVER, Inherits((f"{MONGO}.WriteError",))),
        *each(MONGO, "WTimeoutError", DRIVER, Inherits((f"{MONGO}.WriteConcernError",))),
        *each(MONGO, "InvalidURI", DRIVER, Inherits((f"{MONGO}.ConfigurationError",))),
        *each(MONGO, "InvalidDocument DocumentTooLarge", DRIVER),
    ),
)

REDIS = "redis.exceptions"
REDIS_ERRORS = Knowledge(
    "redis",
    "8.1-8.1",
    "https://redis.readthedocs.io",
    (
        *each("redis", "RedisError", Names(f"{REDIS}.RedisError")),
        *each("redis", "ConnectionError", Names(f"{REDIS}.ConnectionError")),
        *each("redis", "TimeoutError", Names(f"{REDIS}.TimeoutError")),
        *each("redis", "ResponseError", Names(f"{REDIS}.ResponseError")),
        *each("redis", "WatchError", Names(f"{REDIS}.WatchError")),
        *each(REDIS, "RedisError", DRIVER),
        *each(
            REDIS,
            "ClusterError ConnectionError DataError InvalidResponse LockError PubSubError "
            "ResponseError TimeoutError WatchError RedisClusterException",
            DRIVER,
        ),
        *each(
            REDIS,
            "ClusterError ConnectionError DataError InvalidResponse LockError PubSubError "
            "ResponseError TimeoutError WatchError",
            Inherits((f"{REDIS}.RedisError",)),
        ),
        *each(
            REDIS,
            "AuthenticationError AuthorizationError BusyLoadingError MaxConnectionsError",
            DRIVER,
            Inherits((f"{REDIS}.ConnectionError",)),
        ),
        *each(
            REDIS,
            "ExecAbortError NoPermissionError NoScriptError OutOfMemoryError ReadOnlyError "
            "ClusterCrossSlotError TryAgainError",
            DRIVER,
            Inherits((f"{REDIS}.ResponseError",)),
        ),
        *each(REDIS, "LockNotOwnedError", DRIVER, Inherits((f"{REDIS}.LockError",))),
        *each(REDIS, "ClusterDownError", DRIVER, Inherits((f"{REDIS}.ClusterError",))),
    ),
)

BOTO = "botocore.exceptions"
BOTOCORE_ERRORS = Knowledge(
    "botocore",
    "1.44-1.44",
    "https://botocore.amazonaws.com",
    (
        *each(BOTO, "ClientError BotoCoreError", DRIVER),
        *each(
            BOTO,
            "ConnectionError HTTPClientError NoCredentialsError PartialCredentialsError "
            "NoRegionError ParamValidationError WaiterError",
            DRIVER,
            Inherits((f"{BOTO}.BotoCoreError",)),
        ),
        *each(
            BOTO,
            "EndpointConnectionError ConnectTimeoutError",
            DRIVER,
            Inherits((f"{BOTO}.ConnectionError",)),
        ),
        *each(BOTO, "ReadTimeoutError", DRIVER, Inherits((f"{BOTO}.HTTPClientError",))),
    ),
)

REQUESTS = "requests.exceptions"
REQUESTS_ERRORS = Knowledge(
    "requests",
    "2.34-2.34",
    "https://requests.readthedocs.io",
    (
        *each("requests", "RequestException", Names(f"{REQUESTS}.RequestException")),
        *each("requests", "ConnectionError", Names(f"{REQUESTS}.ConnectionError")),
        *each("requests", "ConnectTimeout", Names(f"{REQUESTS}.ConnectTimeout")),
        *each("requests", "HTTPError", Names(f"{REQUESTS}.HTTPError")),
        *each("requests", "JSONDecodeError", Names(f"{REQUESTS}.JSONDecodeError")),
        *each("requests", "ReadTimeout", Names(f"{REQUESTS}.ReadTimeout")),
        *each("requests", "Timeout", Names(f"{REQUESTS}.Timeout")),
        *each("requests", "TooManyRedirects", Names(f"{REQUESTS}.TooManyRedirects")),
        *each("requests", "URLRequired", Names(f"{REQUESTS}.URLRequired")),
        *each(REQUESTS, "RequestException", HTTP_CLIENT, Inherits(("builtins.OSError",))),
        *each(
            REQUESTS,
            "ChunkedEncodingError ConnectionError ContentDecodingError HTTPError InvalidHeader "
            "InvalidJSONError InvalidSchema InvalidURL MissingSchema RetryError "
            "StreamConsumedError Timeout TooManyRedirects URLRequired UnrewindableBodyError",
            HTTP_CLIENT,
            Inherits((f"{REQUESTS}.RequestException",)),
        ),
        *each(
            REQUESTS,
            "ConnectTimeout ProxyError SSLError",
            HTTP_CLIENT,
            Inherits((f"{REQUESTS}.ConnectionError",)),
        ),
        *each(REQUESTS, "ReadTimeout", HTTP_CLIENT, Inherits((f"{REQUESTS}.Timeout",))),
        *each(
            REQUESTS, "JSONDecodeError", HTTP_CLIENT, Inherits((f"{REQUESTS}.InvalidJSONError",))
        ),
        *each(REQUESTS, "InvalidProxyURL", HTTP_CLIENT, Inherits((f"{REQUESTS}.InvalidURL",))),
    ),
)

HTTPX_ERRORS = Knowledge(
    "httpx",
    "0.28-0.28",
    "https://www.python-httpx.org/exceptions",
    (
        *each("httpx", "HTTPError InvalidURL CookieConflict StreamError", HTTP_CLIENT),
        *each("httpx", "HTTPStatusError RequestError", HTTP_CLIENT, Inherits(("httpx.HTTPError",))),
        *each(
            "httpx",
            "DecodingError TooManyRedirects TransportError",
            HTTP_CLIENT,
            Inherits(("httpx.RequestError",)),
        ),
        *each(
            "httpx",
            "NetworkError ProtocolError ProxyError TimeoutException UnsupportedProtocol",
            HTTP_CLIENT,
            Inherits(("httpx.TransportError",)),
        ),
        *each(
            "httpx",
            "CloseError ConnectError ReadError WriteError",
            HTTP_CLIENT,
            Inherits(("httpx.NetworkError",)),
        ),
        *each(
            "httpx",
            "ConnectTimeout PoolTimeout ReadTimeout WriteTimeout",
            HTTP_CLIENT,
            Inherits(("httpx.TimeoutException",)),
        ),
        *each(
            "httpx",
            "LocalProtocolError RemoteProtocolError",
            HTTP_CLIENT,
            Inherits(("httpx.ProtocolError",)),
        ),
    ),
)

AIOHTTP_ERRORS = Knowledge(
    "aiohttp",
    "3.14-3.14",
    "https://docs.aiohttp.org/en/stable/client_reference.html#client-exceptions",
    (
        *each("aiohttp.client_exceptions", "", Names("aiohttp")),
        *each("aiohttp.client", "ClientError", Names("aiohttp.ClientError")),
        *each("aiohttp", "ClientError", HTTP_CLIENT),
        *each(
            "aiohttp",
            "ClientConnectionError ClientPayloadError ClientResponseError InvalidURL",
            HTTP_CLIENT,
            Inherits(("aiohttp.ClientError",)),
        ),
        *each(
            "aiohttp",
            "ClientConnectionResetError ClientOSError ServerConnectionError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ClientConnectionError",)),
        ),
        *each("aiohttp", "ClientConnectorError", HTTP_CLIENT, Inherits(("aiohttp.ClientOSError",))),
        *each(
            "aiohttp",
            "ClientConnectorDNSError ClientProxyConnectionError ClientSSLError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ClientConnectorError",)),
        ),
        *each(
            "aiohttp",
            "ClientConnectorCertificateError ClientConnectorSSLError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ClientSSLError",)),
        ),
        *each(
            "aiohttp",
            "ClientHttpProxyError ContentTypeError TooManyRedirects WSServerHandshakeError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ClientResponseError",)),
        ),
        *each(
            "aiohttp",
            "ServerDisconnectedError ServerTimeoutError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ServerConnectionError",)),
        ),
        *each(
            "aiohttp",
            "ConnectionTimeoutError SocketTimeoutError",
            HTTP_CLIENT,
            Inherits(("aiohttp.ServerTimeoutError",)),
        ),
    ),
)

MISTAKES = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/exceptions.html#concrete-exceptions",
    (
        *each(
            "builtins",
            "Exception BaseException ArithmeticError AssertionError AttributeError ConnectionError "
            "IndexError KeyError LookupError NameError NotImplementedError OSError RuntimeError "
            "TimeoutError TypeError ValueError ZeroDivisionError",
            Is("bug-class"),
        ),
    ),
)

SQLALCHEMY_FAILURES = Knowledge(
    "SQLAlchemy",
    "2.0-2.0",
    "https://docs.sqlalchemy.org/en/20/core/exceptions.html",
    (
        *each(
            "sqlalchemy.exc",
            "DBAPIError InterfaceError InternalError OperationalError ProgrammingError "
            "SQLAlchemyError TimeoutError",
            Is("bug-class"),
        ),
    ),
)
