"""What drivers read, write and hold; that they wait for a peer stands in their own files."""

from readiness_lint.knowledge.schema import (
    Is,
    Knowledge,
    Leases,
    Names,
    Param,
    Reads,
    Writes,
    each,
)
from readiness_lint.terms import LeaseKind

OPEN = Is("leaves-open")
QUERY = Param("query", 0)
PG_ROWS = Reads("asyncpg", "all", many=True, statement=QUERY)
PG_ONE = Reads("asyncpg", "get", statement=QUERY)
PG_POOLS = "asyncpg.Connection asyncpg.Pool"

ASYNCPG = Knowledge(
    "asyncpg",
    "0.32-0.32",
    "https://magicstack.github.io/asyncpg",
    (
        *each("asyncpg.exceptions", "", Names("asyncpg")),
        *each(PG_POOLS, "fetch", PG_ROWS),
        *each(PG_POOLS, "fetchmany", PG_ROWS),
        *each(PG_POOLS, "fetchrow fetchval", PG_ONE),
        *each(PG_POOLS, "execute", Reads("asyncpg", "run", statement=QUERY)),
        *each(PG_POOLS, "executemany copy_records_to_table", Writes("asyncpg", "bulk")),
        # Without a transaction each statement commits itself.
        *each("asyncpg.Pool", "acquire", Leases(LeaseKind.CONNECTION, "asyncpg")),
        *each("asyncpg.Connection", "transaction", Leases(LeaseKind.TRANSACTION, "asyncpg")),
    ),
)

PSYCOPG = Knowledge(
    "psycopg",
    "3.3-3.3",
    "https://www.psycopg.org/psycopg3",
    (
        *each(
            "psycopg.Connection psycopg.AsyncConnection psycopg.Cursor psycopg.AsyncCursor",
            "execute",
            Reads("psycopg", "run", statement=QUERY),
        ),
        *each("psycopg.Cursor psycopg.AsyncCursor", "executemany", Writes("psycopg", "bulk")),
        *each(
            "psycopg.Cursor psycopg.AsyncCursor",
            "fetchone",
            Reads("psycopg", "first", runs=False, limits=True),
        ),
        *each(
            "psycopg.Cursor psycopg.AsyncCursor",
            "fetchmany",
            Reads("psycopg", "all", runs=False, limits=True),
        ),
        *each(
            "psycopg.Cursor psycopg.AsyncCursor",
            "fetchall",
            Reads("psycopg", "all", many=True, runs=False),
        ),
        *each(
            "psycopg.Cursor psycopg.AsyncCursor",
            "stream",
            Reads("psycopg", "all", many=True, statement=QUERY),
        ),
        *each("psycopg.Connection psycopg.AsyncConnection", "commit", Writes("psycopg", "commit")),
        *each(
            "psycopg.Connection psycopg.AsyncConnection",
            "transaction",
            Leases(LeaseKind.TRANSACTION, "psycopg"),
        ),
        *each("psycopg.Connection psycopg.AsyncConnection", "close cursor rollback", OPEN),
        *each("psycopg.sql", "SQL", Is("sql-text")),
        # `with` commits, and closes or gives back.
        *each("psycopg", "connect", Leases(LeaseKind.CONNECTION, "psycopg")),
        *each(
            "psycopg.Connection psycopg.AsyncConnection",
            "connect",
            Leases(LeaseKind.CONNECTION, "psycopg"),
        ),
        *each(
            "psycopg_pool.ConnectionPool psycopg_pool.AsyncConnectionPool",
            "connection",
            Leases(LeaseKind.CONNECTION, "psycopg"),
        ),
    ),
)

PSYCOPG2_CURSOR = "psycopg2.extensions.cursor"
PSYCOPG2 = Knowledge(
    "psycopg2",
    "2.9-2.9",
    "https://www.psycopg.org/docs",
    (
        *each(PSYCOPG2_CURSOR, "execute", Reads("psycopg2", "run", statement=QUERY)),
        *each(PSYCOPG2_CURSOR, "executemany", Writes("psycopg2", "bulk")),
        *each(PSYCOPG2_CURSOR, "fetchone", Reads("psycopg2", "first", runs=False, limits=True)),
        *each(PSYCOPG2_CURSOR, "fetchmany", Reads("psycopg2", "all", runs=False, limits=True)),
        *each(PSYCOPG2_CURSOR, "fetchall", Reads("psycopg2", "all", many=True, runs=False)),
        *each("psycopg2.extras", "execute_batch execute_values", Writes("psycopg2", "bulk")),
        *each("psycopg2.extensions.connection", "commit", Writes("psycopg2", "commit")),
        *each("psycopg2.extensions.connection", "close cursor rollback", OPEN),
        *each("psycopg2.sql", "SQL", Is("sql-text")),
        *each("psycopg2", "connect", Leases(LeaseKind.CONNECTION, "psycopg2")),
    ),
)

PYMYSQL_CURSOR = "pymysql.cursors.Cursor"
PYMYSQL = Knowledge(
    "PyMySQL",
    "1.2-1.2",
    "https://pymysql.readthedocs.io",
    (
        *each(PYMYSQL_CURSOR, "execute", Reads("pymysql", "run", statement=QUERY)),
        *each(PYMYSQL_CURSOR, "executemany", Writes("pymysql", "bulk")),
        *each(PYMYSQL_CURSOR, "fetchone", Reads("pymysql", "first", runs=False, limits=True)),
        *each(PYMYSQL_CURSOR, "fetchmany", Reads("pymysql", "all", runs=False, limits=True)),
        *each(PYMYSQL_CURSOR, "fetchall", Reads("pymysql", "all", many=True, runs=False)),
        *each("pymysql.connections.Connection", "commit", Writes("pymysql", "commit")),
        *each("pymysql.connections.Connection", "close cursor rollback", OPEN),
        # From 1.0 on `with` closes and does not commit; before, it gave a cursor and committed.
        *each(
            "pymysql",
            "connect",
            Leases(LeaseKind.CONNECTION, "pymysql", commits=False, member="cursor"),
        ),
    ),
)

MYSQLDB_CURSOR = "MySQLdb.cursors.Cursor"
MYSQLCLIENT = Knowledge(
    "mysqlclient",
    "2.2-2.2",
    "https://mysqlclient.readthedocs.io",
    (
        *each(MYSQLDB_CURSOR, "execute", Reads("MySQLdb", "run", statement=QUERY)),
        *each(MYSQLDB_CURSOR, "executemany", Writes("MySQLdb", "bulk")),
        *each(MYSQLDB_CURSOR, "fetchone", Reads("MySQLdb", "first", runs=False, limits=True)),
        *each(MYSQLDB_CURSOR, "fetchmany", Reads("MySQLdb", "all", runs=False, limits=True)),
        *each(MYSQLDB_CURSOR, "fetchall", Reads("MySQLdb", "all", many=True, runs=False)),
        *each("MySQLdb.connections.Connection", "commit", Writes("MySQLdb", "commit")),
        *each("MySQLdb.connections.Connection", "close cursor rollback", OPEN),
        # As with PyMySQL, before 1.4.
        *each(
            "MySQLdb",
            "connect",
            Leases(LeaseKind.CONNECTION, "MySQLdb", commits=False, member="cursor"),
        ),
    ),
)

MYSQL_CURSOR = "mysql.connector.abstracts.MySQLCursorAbstract"
MYSQL_CONNECTION = "mysql.connector.abstracts.MySQLConnectionAbstract"
OPERATION = Param("operation", 0)
MYSQL_CONNECTOR = Knowledge(
    "mysql-connector-python",
    "26.10-26.10",
    "https://dev.mysql.com/doc/connector-python/en",
    (
        *each(MYSQL_CURSOR, "execute", Reads("mysql", "run", statement=OPERATION)),
        *each(MYSQL_CURSOR, "executemany", Writes("mysql", "bulk")),
        *each(MYSQL_CURSOR, "fetchone", Reads("mysql", "first", runs=False, limits=True)),
        *each(MYSQL_CURSOR, "fetchmany", Reads("mysql", "all", runs=False, limits=True)),
        *each(MYSQL_CURSOR, "fetchall", Reads("mysql", "all", many=True, runs=False)),
        *each(MYSQL_CONNECTION, "commit", Writes("mysql", "commit")),
        *each(MYSQL_CONNECTION, "close cursor rollback", OPEN),
        *each(
            "mysql.connector",
            "connect",
            Leases(LeaseKind.CONNECTION, "mysql", commits=False),
        ),
    ),
)

ORACLE_CURSOR = "oracledb.Cursor"
ORACLEDB = Knowledge(
    "oracledb",
    "26.1-26.1",
    "https://python-oracledb.readthedocs.io",
    (
        *each(ORACLE_CURSOR, "execute", Reads("oracledb", "run", statement=Param("statement", 0))),
        *each(ORACLE_CURSOR, "executemany", Writes("oracledb", "bulk")),
        *each(ORACLE_CURSOR, "fetchone", Reads("oracledb", "first", runs=False, limits=True)),
        *each(ORACLE_CURSOR, "fetchmany", Reads("oracledb", "all", runs=False, limits=True)),
        *each(ORACLE_CURSOR, "fetchall", Reads("oracledb", "all", many=True, runs=False)),
        *each("oracledb.Connection", "commit", Writes("oracledb", "commit")),
        *each("oracledb.Connection", "close cursor rollback", OPEN),
        # `with` closes.
        *each("oracledb", "connect", Leases(LeaseKind.CONNECTION, "oracledb", commits=False)),
    ),
)

SQL = Param("sql", 0)
SQLITE = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/sqlite3.html",
    (
        *each(
            "sqlite3.Connection sqlite3.Cursor", "execute", Reads("sqlite3", "run", statement=SQL)
        ),
        *each("sqlite3.Connection sqlite3.Cursor", "executemany", Writes("sqlite3", "bulk")),
        # What is pending is committed first, and then each of its statements commits itself.
        *each("sqlite3.Connection sqlite3.Cursor", "executescript", Writes("sqlite3", "commit")),
        *each("sqlite3.Connection", "close cursor rollback", OPEN),
        *each("sqlite3.Cursor", "fetchone", Reads("sqlite3", "first", runs=False, limits=True)),
        *each("sqlite3.Cursor", "fetchmany", Reads("sqlite3", "all", runs=False, limits=True)),
        *each("sqlite3.Cursor", "fetchall", Reads("sqlite3", "all", many=True, runs=False)),
        *each("sqlite3.Connection", "commit", Writes("sqlite3", "commit")),
        *each("sqlite3", "connect", Leases(LeaseKind.CONNECTION, "sqlite3", scarce=False)),
    ),
)

COLLECTIONS = (
    "pymongo.collection.Collection pymongo.asynchronous.collection.AsyncCollection "
    "motor.motor_asyncio.AsyncIOMotorCollection"
)
CURSORS = (
    "pymongo.cursor.Cursor pymongo.asynchronous.cursor.AsyncCursor "
    "motor.motor_asyncio.AsyncIOMotorCursor"
)
MONGO = Knowledge(
    "pymongo",
    "4.20-4.20",
    "https://pymongo.readthedocs.io",
    (
        *each(COLLECTIONS, "", Is("rows")),
        *each(COLLECTIONS, "find_one", Reads("pymongo", "get")),
        # Sent when the cursor is iterated.
        *each(
            COLLECTIONS,
            "find",
            Reads("pymongo", "build", many=True, runs=False, limit=Param("limit")),
        ),
        *each(
            CURSORS, "sort skip hint batch_size", Reads("pymongo", "build", many=True, runs=False)
        ),
        *each(CURSORS, "limit", Reads("pymongo", "build", runs=False, limits=True)),
        # They keep what they are told, and give themselves.
        *each(CURSORS, "sort skip hint batch_size limit", Is("changes-itself")),
        *each(CURSORS, "to_list", Reads("pymongo", "all", many=True, limit=Param("length", 0))),
        *each(COLLECTIONS, "count_documents estimated_document_count", Reads("pymongo", "count")),
        *each(COLLECTIONS, "aggregate distinct", Reads("pymongo", "run", folds=True)),
        *each(COLLECTIONS, "insert_one", Writes("pymongo", "create")),
        *each(COLLECTIONS, "insert_many bulk_write", Writes("pymongo", "bulk")),
        *each(
            COLLECTIONS,
            "update_one update_many replace_one find_one_and_update find_one_and_replace",
            Writes("pymongo", "update"),
        ),
        *each(
            COLLECTIONS,
            "delete_one delete_many find_one_and_delete",
            Writes("pymongo", "delete"),
        ),
    ),
)
