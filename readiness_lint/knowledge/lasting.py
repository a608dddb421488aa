"""Constructors whose objects are made to be kept: they hold connections, a pool or threads."""

from readiness_lint.knowledge.schema import Is, Knowledge, Lasting, each

OPENS = Is("opens-database")
CLIENT = Lasting()
ENGINE = Lasting(leaks=True, shared=("poolclass", "pool", "creator", "async_creator"))
POOL = Lasting(leaks=True)
CACHE = Lasting(leaks=True, shared=("connection_pool",))

WORKERS = Lasting(workers=True)
# Each call makes a session, and closes it.
AT_ONCE = Is("connects-each-time")

EXECUTORS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/concurrent.futures.html",
    (
        *each("concurrent.futures", "ThreadPoolExecutor ProcessPoolExecutor", WORKERS),
        *each("multiprocessing multiprocessing.pool", "Pool", WORKERS),
    ),
)
SQLALCHEMY = Knowledge(
    "sqlalchemy",
    "2.1-2.1",
    "https://docs.sqlalchemy.org/en/20/core/connections.html",
    (
        *each("sqlalchemy", "create_engine engine_from_config", ENGINE),
        *each("sqlalchemy.ext.asyncio", "create_async_engine async_engine_from_config", ENGINE),
        *each("sqlalchemy", "create_engine engine_from_config", OPENS),
        *each("sqlalchemy.ext.asyncio", "create_async_engine async_engine_from_config", OPENS),
    ),
)
PSYCOPG2 = Knowledge(
    "psycopg2",
    "2.9-2.9",
    "https://www.psycopg.org/docs/pool.html",
    (
        *each("psycopg2", "connect", CLIENT),
        *each("psycopg2", "connect", OPENS),
        *each("psycopg2.pool", "ThreadedConnectionPool SimpleConnectionPool", POOL),
    ),
)
PSYCOPG = Knowledge(
    "psycopg",
    "3.3-3.3",
    "https://www.psycopg.org/psycopg3/docs/advanced/pool.html",
    (
        *each("psycopg", "connect", CLIENT),
        *each("psycopg", "connect", OPENS),
        *each("psycopg.Connection psycopg.AsyncConnection", "connect", CLIENT),
        *each("psycopg_pool", "ConnectionPool AsyncConnectionPool", POOL),
    ),
)
ASYNCPG = Knowledge(
    "asyncpg",
    "0.32-0.32",
    "https://magicstack.github.io/asyncpg/current/usage.html#connection-pools",
    (*each("asyncpg", "connect", CLIENT), *each("asyncpg", "create_pool", POOL)),
)
MYSQL = Knowledge(
    "aiomysql",
    "0.3-0.3",
    "https://aiomysql.readthedocs.io",
    (
        *each("aiomysql pymysql MySQLdb oracledb", "connect", CLIENT),
        *each("aiomysql oracledb", "create_pool", POOL),
    ),
)
HTTPX = Knowledge(
    "httpx",
    "0.28-0.28",
    "https://www.python-httpx.org/advanced/clients/",
    (
        *each("httpx", "Client AsyncClient", Lasting(shared=("transport", "mounts"))),
        *each("httpx", "get options head post put patch delete request", AT_ONCE),
    ),
)
AIOHTTP = Knowledge(
    "aiohttp",
    "3.14-3.14",
    "https://docs.aiohttp.org/en/stable/client_quickstart.html",
    (*each("aiohttp", "ClientSession", Lasting(shared=("connector",))),),
)
REQUESTS = Knowledge(
    "requests",
    "2.34-2.34",
    "https://requests.readthedocs.io/en/latest/user/advanced/#session-objects",
    (
        *each("requests", "Session session", CLIENT),
        *each("requests", "get options head post put patch delete request", AT_ONCE),
    ),
)
URLLIB3 = Knowledge(
    "urllib3",
    "2.8-2.8",
    "https://urllib3.readthedocs.io/en/stable/advanced-usage.html",
    (*each("urllib3", "PoolManager ProxyManager", CLIENT),),
)
BOTO3 = Knowledge(
    "boto3",
    "1.40-1.40",
    "https://docs.aws.amazon.com/boto3/latest/guide/clients.html",
    (*each("boto3 boto3.Session aioboto3.Session", "client resource", CLIENT),),
)
REDIS = Knowledge(
    "redis",
    "5.3-5.3",
    "https://redis.readthedocs.io",
    (
        *each("redis redis.asyncio", "Redis from_url", CACHE),
        *each("redis.Redis redis.asyncio.Redis", "from_url", CACHE),
        *each("valkey valkey.asyncio", "Valkey from_url", CACHE),
        *each("redis redis.asyncio valkey valkey.asyncio", "ConnectionPool", POOL),
    ),
)
PYMONGO = Knowledge(
    "pymongo",
    "4.20-4.20",
    "https://pymongo.readthedocs.io/en/stable/faq.html",
    (
        *each("pymongo", "MongoClient AsyncMongoClient", POOL),
        *each("motor.motor_asyncio", "AsyncIOMotorClient", POOL),
    ),
)
SEARCH = Knowledge(
    "elasticsearch",
    "9.5-9.5",
    "https://elasticsearch-py.readthedocs.io",
    (
        *each("elasticsearch", "Elasticsearch AsyncElasticsearch", CLIENT),
        *each("opensearchpy", "OpenSearch AsyncOpenSearch", CLIENT),
        *each("qdrant_client", "QdrantClient AsyncQdrantClient", CLIENT),
    ),
)
CASSANDRA = Knowledge(
    "cassandra-driver",
    "3.30-3.30",
    "https://docs.datastax.com/en/developer/python-driver/latest/",
    (*each("cassandra.cluster", "Cluster", POOL),),
)
KAFKA = Knowledge(
    "kafka-python",
    "3.0-3.0",
    "https://kafka-python.readthedocs.io",
    (
        *each("kafka", "KafkaProducer KafkaConsumer KafkaAdminClient", POOL),
        *each("confluent_kafka", "Producer Consumer", POOL),
        *each("confluent_kafka.admin", "AdminClient", POOL),
        *each("aiokafka", "AIOKafkaProducer AIOKafkaConsumer", POOL),
    ),
)
AMQP = Knowledge(
    "pika",
    "1.4-1.4",
    "https://pika.readthedocs.io",
    (
        *each("pika", "BlockingConnection", CLIENT),
        *each("aio_pika", "connect connect_robust", CLIENT),
        *each("nats", "connect", CLIENT),
        *each("kombu", "Connection", CLIENT),
    ),
)
MODELS = Knowledge(
    "openai",
    "3.54-3.54",
    "https://github.com/openai/openai-python",
    (
        *each(
            "openai",
            "OpenAI AsyncOpenAI AzureOpenAI AsyncAzureOpenAI",
            Lasting(shared=("http_client",)),
        ),
        *each("anthropic", "Anthropic AsyncAnthropic", Lasting(shared=("http_client",))),
    ),
)
CLOUD = Knowledge(
    "google-cloud-storage",
    "3.17-3.17",
    "https://cloud.google.com/python/docs/reference",
    (
        *each(
            "google.cloud.storage google.cloud.bigquery google.cloud.firestore", "Client", CLIENT
        ),
        *each("google.cloud.pubsub_v1", "PublisherClient SubscriberClient", POOL),
        *each("google.cloud.secretmanager", "SecretManagerServiceClient", CLIENT),
    ),
)
AZURE = Knowledge(
    "azure-storage-blob",
    "12.31-12.31",
    "https://learn.microsoft.com/en-us/python/api/overview/azure/",
    (
        *each("azure.storage.blob azure.storage.blob.aio", "BlobServiceClient", CLIENT),
        *each("azure.keyvault.secrets azure.keyvault.secrets.aio", "SecretClient", CLIENT),
    ),
)
LDAP3 = Knowledge(
    "ldap3",
    "2.9-2.9",
    "https://ldap3.readthedocs.io/en/latest/server.html",
    # It keeps the schema, which each connection of a new one asks for again.
    (*each("ldap3", "Server", Lasting(opens="Connection")),),
)
PARAMIKO = Knowledge(
    "paramiko",
    "5.1-5.1",
    "https://docs.paramiko.org/en/stable/api/client.html",
    (*each("paramiko", "SSHClient", Lasting(opens="connect")),),
)
OTHERS = Knowledge(
    "docker",
    "7.2-7.2",
    "https://docker-py.readthedocs.io",
    (
        *each("docker", "from_env DockerClient", CLIENT),
        *each("slack_sdk", "WebClient", CLIENT),
        *each("kubernetes.client", "ApiClient", CLIENT),
        *each("memcache", "Client", CLIENT),
        *each("minio", "Minio", CLIENT),
        *each("twilio.rest", "Client", CLIENT),
        *each("stripe", "StripeClient", CLIENT),
    ),
)
