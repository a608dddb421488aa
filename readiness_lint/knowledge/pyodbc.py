from readiness_lint.knowledge.schema import ClientTrait, Knowledge, Outbound, Returns, each
from readiness_lint.terms import Service, Type

QUERY = Outbound(Service.SQL)

PYODBC = Knowledge(
    "pyodbc",
    "5.5",
    "https://github.com/mkleehammer/pyodbc/wiki",
    (
        *each(
            "pyodbc",
            "connect",
            QUERY,
            ClientTrait(Service.SQL),
            Returns(Type("pyodbc.Connection")),
        ),
        *each("pyodbc.Connection", "execute", QUERY, Returns(Type("pyodbc.Cursor"))),
        *each("pyodbc.Connection", "commit rollback", QUERY),
        *each("pyodbc.Connection", "cursor", Returns(Type("pyodbc.Cursor"))),
        *each("pyodbc.Cursor", "execute", QUERY, Returns(Type("pyodbc.Cursor"))),
        *each(
            "pyodbc.Cursor",
            "commit executemany fetchall fetchmany fetchone fetchval rollback",
            QUERY,
        ),
    ),
)
