"""Calls that take a statement of SQL, or of a language like it, as text."""

from readiness_lint.knowledge.schema import Is, Knowledge, Names, Param, Returns, SinkTrait, each
from readiness_lint.terms import SinkKind, Type

SQL = SinkKind.SQL
STATEMENT = SinkTrait(SQL, Param("statement", 0))
QUERY = SinkTrait(SQL, Param("query", 0))
SQL_FIRST = SinkTrait(SQL, Param("sql", 0))
OPERATION = SinkTrait(SQL, Param("operation", 0))
HINT = SinkTrait(SQL, Param("text", 1))

SQLITE_SQL = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/sqlite3.html",
    (
        *each(
            "sqlite3.Connection sqlite3.Cursor",
            "execute executemany",
            SinkTrait(SQL, Param("sql", 0)),
        ),
        *each(
            "sqlite3.Connection sqlite3.Cursor",
            "executescript",
            SinkTrait(SQL, Param("sql_script", 0)),
        ),
    ),
)

PSYCOPG_SQL = Knowledge(
    "psycopg",
    "3.3",
    "https://www.psycopg.org/psycopg3",
    (
        *each("psycopg.Connection psycopg.AsyncConnection", "execute", QUERY),
        *each("psycopg.Cursor psycopg.AsyncCursor", "execute executemany stream", QUERY),
        *each("psycopg.Cursor psycopg.AsyncCursor", "copy", STATEMENT),
    ),
)

PSYCOPG2_SQL = Knowledge(
    "psycopg2",
    "2.9",
    "https://www.psycopg.org/docs",
    (
        *each("psycopg2.extensions.cursor", "execute executemany mogrify", QUERY),
        *each("psycopg2.extensions.cursor", "copy_expert", SQL_FIRST),
        *each("psycopg2.extras", "execute_batch execute_values", SinkTrait(SQL, Param("sql", 1))),
    ),
)

PYMYSQL_SQL = Knowledge(
    "PyMySQL",
    "1.2",
    "https://pymysql.readthedocs.io",
    (
        *each("pymysql.cursors.Cursor", "execute executemany mogrify", QUERY),
        *each("pymysql.connections.Connection", "query", SQL_FIRST),
    ),
)

MYSQLCLIENT_SQL = Knowledge(
    "mysqlclient",
    "2.2",
    "https://mysqlclient.readthedocs.io",
    (
        *each("MySQLdb.cursors.Cursor", "execute executemany mogrify", QUERY),
        *each("MySQLdb.connections.Connection", "query", QUERY),
    ),
)

MYSQL_CONNECTOR_SQL = Knowledge(
    "mysql-connector-python",
    "9.4",
    "https://dev.mysql.com/doc/connector-python/en/",
    (
        *each(
            "mysql.connector.abstracts.MySQLCursorAbstract",
            "execute executemany",
            OPERATION,
        ),
    ),
)

ORACLEDB_SQL = Knowledge(
    "oracledb",
    "3.4",
    "https://python-oracledb.readthedocs.io",
    (
        *each(
            "oracledb.Cursor oracledb.AsyncCursor",
            "execute executemany",
            SinkTrait(SQL, Param("statement", 0)),
        ),
        *each(
            "oracledb.AsyncConnection",
            "execute executemany fetchall fetchone fetchmany",
            SinkTrait(SQL, Param("statement", 0)),
        ),
    ),
)

PYODBC_SQL = Knowledge(
    "pyodbc",
    "5.3",
    "https://github.com/mkleehammer/pyodbc/wiki",
    (*each("pyodbc.Connection pyodbc.Cursor", "execute", SinkTrait(SQL, Param("sql", 0))),),
)

AIOSQLITE_SQL = Knowledge(
    "aiosqlite",
    "0.22",
    "https://aiosqlite.omnilib.dev",
    (
        *each(
            "aiosqlite.Connection aiosqlite.Cursor",
            "execute executemany",
            SQL_FIRST,
        ),
        *each(
            "aiosqlite.Connection aiosqlite.Cursor",
            "executescript",
            SinkTrait(SQL, Param("sql_script", 0)),
        ),
        *each("aiosqlite.Connection", "execute_fetchall execute_insert", SQL_FIRST),
    ),
)

AIOMYSQL_SQL = Knowledge(
    "aiomysql",
    "0.3",
    "https://aiomysql.readthedocs.io",
    (*each("aiomysql.Cursor", "execute executemany", QUERY),),
)

AIOPG_SQL = Knowledge(
    "aiopg",
    "1.4",
    "https://aiopg.readthedocs.io",
    (*each("aiopg.Cursor", "execute", OPERATION),),
)

ASYNCPG_SQL = Knowledge(
    "asyncpg",
    "0.32",
    "https://magicstack.github.io/asyncpg",
    (
        *each(
            "asyncpg.Connection asyncpg.Pool",
            "fetch fetchrow fetchval execute",
            QUERY,
        ),
        *each(
            "asyncpg.Connection asyncpg.Pool", "executemany", SinkTrait(SQL, Param("command", 0))
        ),
        *each("asyncpg.Connection", "cursor prepare", QUERY),
    ),
)

DATABASES_SQL = Knowledge(
    "databases",
    "0.9",
    "https://www.encode.io/databases",
    (
        *each(
            "databases.Database databases.core.Connection",
            "fetch_all fetch_one fetch_val iterate execute execute_many",
            QUERY,
        ),
    ),
)

CLICKHOUSE_SQL = Knowledge(
    "clickhouse-driver",
    "0.2",
    "https://clickhouse-driver.readthedocs.io",
    (
        *each("clickhouse_driver.Client", "execute execute_iter", QUERY),
        *each("clickhouse_driver.Client", "query_dataframe", QUERY),
        *each("clickhouse_driver.dbapi.cursor.Cursor", "execute executemany", OPERATION),
    ),
)

CLICKHOUSE_CONNECT_SQL = Knowledge(
    "clickhouse-connect",
    "1.2",
    "https://clickhouse.com/docs/integrations/python",
    (
        *each(
            "clickhouse_connect.driver.client.Client",
            "query query_df query_arrow query_np raw_query",
            QUERY,
        ),
        *each(
            "clickhouse_connect.driver.client.Client", "command", SinkTrait(SQL, Param("cmd", 0))
        ),
        *each(
            "clickhouse_connect.driver.asyncclient.AsyncClient",
            "query query_df query_arrow query_np raw_query",
            QUERY,
        ),
    ),
)

DUCKDB_SQL = Knowledge(
    "duckdb",
    "1.5",
    "https://duckdb.org/docs/api/python/overview",
    (*each("duckdb duckdb.DuckDBPyConnection", "execute executemany sql query", QUERY),),
)

# A plain text in `where` or `order_by` is refused, or quoted as a name: what `text` makes is not.
SQLALCHEMY_SQL = Knowledge(
    "SQLAlchemy",
    "1.4-2.1",
    "https://docs.sqlalchemy.org",
    (
        *each(
            "sqlalchemy", "text literal_column", SinkTrait(SQL, Param("text", 0)), Is("fragment")
        ),
        *each("sqlalchemy", "TextClause", SinkTrait(SQL, Param("text", 0)), Is("fragment")),
        *each("sqlalchemy", "DDL", STATEMENT),
        *each("sqlalchemy.orm.Query sqlalchemy.Select", "with_hint", HINT),
        *each(
            "sqlalchemy.orm.Query sqlalchemy.Select",
            "prefix_with",
            SinkTrait(SQL, Param("prefixes", 0)),
        ),
        *each(
            "sqlalchemy.orm.Query sqlalchemy.Select",
            "suffix_with",
            SinkTrait(SQL, Param("suffixes", 0)),
        ),
        *each(
            "sqlalchemy.engine.Connection sqlalchemy.ext.asyncio.AsyncConnection",
            "exec_driver_sql",
            STATEMENT,
        ),
        # With a text up to 1.4.
        *each(
            "sqlalchemy.engine.Connection sqlalchemy.ext.asyncio.AsyncConnection",
            "execute",
            STATEMENT,
        ),
        *each("sqlalchemy.orm.Session sqlalchemy.ext.asyncio.AsyncSession", "execute", STATEMENT),
    ),
)

ALEMBIC_SQL = Knowledge(
    "alembic",
    "1.18",
    "https://alembic.sqlalchemy.org",
    (
        *each(
            "alembic.op alembic.operations.Operations",
            "execute",
            SinkTrait(SQL, Param("sqltext", 0)),
        ),
    ),
)

# `order_by` and `filter` with names of the client's choice raise, or read other columns: another
# rule's business.
DJANGO_SQL = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/db/sql/",
    (
        *each(
            "django.db.models.Manager django.db.models.QuerySet",
            "raw",
            SinkTrait(SQL, Param("raw_query", 0)),
        ),
        *each(
            "django.db.models.Manager django.db.models.QuerySet",
            "extra",
            SinkTrait(
                SQL,
                Param("where", 1),
                (Param("select", 0), Param("tables", 3), Param("order_by", 4)),
            ),
        ),
        ("django.db.models.Func", SinkTrait(SQL, Param("template"))),
        (
            "django.db.backends.base.base.BaseDatabaseWrapper.schema_editor",
            Returns(Type("django.db.backends.base.schema.BaseDatabaseSchemaEditor")),
        ),
        *each("django.db.models.expressions", "RawSQL", SQL_FIRST),
        *each("django.db.models.sql.query", "RawQuery", SQL_FIRST),
        ("django.db.models.sql.RawQuery", Names("django.db.models.sql.query.RawQuery")),
        *each("django.db.backends.utils.CursorWrapper", "execute executemany", SQL_FIRST),
        *each("django.db.backends.base.schema.BaseDatabaseSchemaEditor", "execute", SQL_FIRST),
    ),
)

PEEWEE_SQL = Knowledge(
    "peewee",
    "3.18-4.5",
    "https://docs.peewee-orm.com",
    (
        *each("peewee", "SQL", SQL_FIRST),
        *each("peewee.Database", "execute_sql", SQL_FIRST),
        *each("peewee.Model", "raw", SQL_FIRST),
    ),
)

PONY_SQL = Knowledge(
    "pony",
    "0.7",
    "https://docs.ponyorm.org",
    (
        *each("pony.orm", "raw_sql", SQL_FIRST),
        # A text is read as a generator of Python.
        *each("pony.orm", "select", SinkTrait(SQL, Param("args", 0))),
        *each("pony.orm.Database", "execute select get exists", SQL_FIRST),
        *each("pony.orm.Database.Entity", "select_by_sql get_by_sql", SQL_FIRST),
    ),
)

TORTOISE_CLIENT = "tortoise.backends.base.client.BaseDBAsyncClient"
TORTOISE_SQL = Knowledge(
    "tortoise-orm",
    "0.25-1.1",
    "https://tortoise.github.io",
    (
        *each(
            TORTOISE_CLIENT,
            "execute_query execute_query_dict execute_script execute_insert execute_many",
            QUERY,
        ),
        *each("tortoise.expressions", "RawSQL", SQL_FIRST),
        *each("tortoise.models.Model", "raw", SQL_FIRST),
        *each("tortoise.Tortoise", "get_connection", Returns(Type(TORTOISE_CLIENT))),
        *each(
            "tortoise.connections tortoise.connection.connections",
            "get",
            Returns(Type(TORTOISE_CLIENT)),
        ),
    ),
)

PANDAS_SQL = Knowledge(
    "pandas",
    "2.2-3.0",
    "https://pandas.pydata.org/docs/",
    (*each("pandas", "read_sql read_sql_query", SQL_FIRST),),
)

POLARS_SQL = Knowledge(
    "polars",
    "1.33",
    "https://docs.pola.rs",
    (*each("polars", "read_database read_database_uri", QUERY),),
)

BIGQUERY_SQL = Knowledge(
    "google-cloud-bigquery",
    "3.47",
    "https://cloud.google.com/python/docs/reference/bigquery/latest",
    (*each("google.cloud.bigquery.Client", "query query_and_wait", QUERY),),
)

CASSANDRA_SQL = Knowledge(
    "cassandra-driver",
    "3.29",
    "https://docs.datastax.com/en/developer/python-driver/",
    (*each("cassandra.cluster.Session", "execute execute_async prepare", QUERY),),
)

NEO4J_CYPHER = Knowledge(
    "neo4j",
    "6.0",
    "https://neo4j.com/docs/api/python-driver/current/",
    (
        *each(
            "neo4j.Session neo4j.AsyncSession neo4j.Transaction neo4j.AsyncTransaction",
            "run",
            QUERY,
        ),
        *each(
            "neo4j.Driver neo4j.AsyncDriver", "execute_query", SinkTrait(SQL, Param("query_", 0))
        ),
        ("neo4j.GraphDatabase.driver", Returns(Type("neo4j.Driver"))),
        ("neo4j.AsyncGraphDatabase.driver", Returns(Type("neo4j.AsyncDriver"))),
        ("neo4j.Driver.session", Returns(Type("neo4j.Session"))),
        ("neo4j.AsyncDriver.session", Returns(Type("neo4j.AsyncSession"))),
        ("neo4j.Session.begin_transaction", Returns(Type("neo4j.Transaction"))),
        ("neo4j.AsyncSession.begin_transaction", Returns(Type("neo4j.AsyncTransaction"))),
    ),
)

BOTO3_SQL = Knowledge(
    "boto3",
    "1.40",
    "https://boto3.amazonaws.com/v1/documentation/api/latest/",
    (
        # Athena.
        (
            "botocore.client.BaseClient.start_query_execution",
            SinkTrait(SQL, Param("QueryString")),
        ),
        # The data services of Aurora and Redshift, and DynamoDB.
        (
            "botocore.client.BaseClient.execute_statement",
            SinkTrait(SQL, Param("sql"), (Param("Sql"), Param("Statement"))),
        ),
    ),
)

RECORDS_SQL = Knowledge(
    "records",
    "0.6",
    "https://github.com/kennethreitz/records",
    (
        *each("records.Database records.Connection", "query bulk_query", QUERY),
        ("records.Database.get_connection", Returns(Type("records.Connection"))),
    ),
)

SPARK = "pyspark.sql.SparkSession"
PYSPARK_SQL = Knowledge(
    "pyspark",
    "3.3-4.1",
    "https://spark.apache.org/docs/latest/api/python/",
    (
        (f"{SPARK}.sql", SinkTrait(SQL, Param("sqlQuery", 0))),
        (f"{SPARK}.builder", Returns(Type(f"{SPARK}.Builder"))),
        *each(
            f"{SPARK}.Builder",
            "appName master config enableHiveSupport remote",
            Returns(Type(f"{SPARK}.Builder")),
        ),
        *each(f"{SPARK}.Builder", "getOrCreate create", Returns(Type(SPARK))),
        *each(SPARK, "getActiveSession newSession", Returns(Type(SPARK))),
    ),
)

FLUX = "influxdb_client.client.query_api.QueryApi"
INFLUXDB_FLUX = Knowledge(
    "influxdb-client",
    "1.50",
    "https://influxdb-client.readthedocs.io",
    (
        *each(
            FLUX,
            "query query_csv query_raw query_stream query_data_frame query_data_frame_stream",
            QUERY,
        ),
        ("influxdb_client.InfluxDBClient.query_api", Returns(Type(FLUX))),
        ("influxdb_client.QueryApi", Names(FLUX)),
    ),
)
