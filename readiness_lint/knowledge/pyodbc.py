from readiness_lint.knowledge.schema import ClientTrait, Knowledge, Outbound, Returns, each
from readiness_lint.terms import Service, Type

QUERY = Outbound(Service.SQL)

PYODBC = Knowledge(
    "pyodbc",
    "VERSION",
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
        *each("pyodbc.Connection", "__enter__", Returns(Type("pyodbc.Connection"))),
        *each("pyodbc.Cursor", "execute", QUERY, Returns(Type("pyodbc.Cursor"))),
        *each(
            "pyodbc.Cursor",
            "commit executemany fetchall fetchmany fetchone fetchval rollback",
            QUERY,
        ),
        *each("pyodbc.Cursor", "__enter__", Returns(Type("pyodbc.Cursor"))),
    ),
)
