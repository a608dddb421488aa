from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION = "duckdb.DuckDBPyConnection"
# In the same process, and as long as the query takes.
QUERY = Outbound(Service.SQL)

DUCKDB = Knowledge(
    "duckdb",
    "2.0",
    "https://duckdb.org/docs/stable/clients/python/overview",
    (
        *each(
            "duckdb",
            "connect",
            QUERY,
            ClientTrait(Service.SQL, database=Param("database", 0)),
            Returns(Type(CONNECTION)),
        ),
        *each("duckdb", "execute executemany", QUERY, Returns(Type(CONNECTION))),
        *each(CONNECTION, "execute executemany", QUERY, Returns(Type(CONNECTION))),
        *each(CONNECTION, "cursor", Returns(Type(CONNECTION))),
        *each(
            CONNECTION,
            "begin commit df fetchall fetchdf fetchmany fetchone rollback",
            QUERY,
        ),
    ),
)
