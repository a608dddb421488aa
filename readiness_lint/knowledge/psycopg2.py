from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CURSOR = "psycopg2.extensions.connection", "psycopg2.extensions.cursor"
POOLS = "ThreadedConnectionPool SimpleConnectionPool AbstractConnectionPool"
QUERY = Outbound(Service.SQL)

PSYCOPG2 = Knowledge(
    "psycopg2",
    "2.9",
    "https://www.psycopg.org/docs/",
    (
        # Connecting alone: the system gives up by itself.
        *each(
            "psycopg2",
            "connect",
            QUERY,
            ClientTrait(
                Service.SQL,
                Limit(Param("connect_timeout"), 130.0, never=()),
            ),
            Returns(Type(CONNECTION)),
        ),
        *each(f"{CONNECTION} {CURSOR}", "", Is("class")),
        *each(CONNECTION, "commit rollback reset cancel", QUERY),
        *each(CONNECTION, "cursor", Returns(Type(CURSOR))),
        *each(
            CURSOR,
            "callproc copy_expert copy_from copy_to execute executemany fetchall fetchmany fetchone",
            QUERY,
        ),
        *each(CURSOR, "mogrify", Is("pure")),
        *each("psycopg2.extras", "execute_batch execute_values wait_select", QUERY),
        *each("psycopg2.extras", "DictCursor RealDictCursor NamedTupleCursor", Inherits((CURSOR,))),
        *each("psycopg2.pool", POOLS, QUERY, ClientTrait(Service.SQL)),
        *each(
            "psycopg2.pool",
            "ThreadedConnectionPool SimpleConnectionPool",
            Inherits(("psycopg2.pool.AbstractConnectionPool",)),
        ),
        *each(
            "psycopg2.pool.ThreadedConnectionPool psycopg2.pool.SimpleConnectionPool",
            "getconn",
            QUERY,
            Returns(Type(CONNECTION)),
        ),
    ),
)
