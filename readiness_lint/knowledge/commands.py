from __future__ import annotations

from readiness_lint.knowledge.schema import Is, Knowledge, each

COMMAND_LINE = Is("command-line")

CLICK = Knowledge(
    "click",
    "8.1-8.3",
    "https://click.palletsprojects.com",
    each("click", "command group option argument pass_context Group Command", COMMAND_LINE),
)

TYPER = Knowledge(
    "typer",
    "0.12-0.20",
    "https://typer.tiangolo.com",
    each("typer", "Typer run Option Argument", COMMAND_LINE),
)

STANDARD_LIBRARY = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/argparse.html",
    (
        *each("argparse", "ArgumentParser", COMMAND_LINE),
        *each("optparse", "OptionParser", COMMAND_LINE),
        *each("asyncio", "start_server", Is("application")),
    ),
)

FIRE = Knowledge(
    "fire", "0.6-0.7", "https://github.com/google/python-fire", each("fire", "Fire", COMMAND_LINE)
)

DOCOPT = Knowledge(
    "docopt", "0.6", "https://github.com/docopt/docopt", each("docopt", "docopt", COMMAND_LINE)
)

LOCUST = Knowledge(
    "locust",
    "2.20-2.40",
    "https://docs.locust.io",
    each("locust", "task between constant", COMMAND_LINE),
)

GRPC_SERVER = Knowledge(
    "grpcio",
    "1.60-1.76",
    "https://grpc.github.io/grpc/python",
    each("grpc grpc.aio", "server", Is("application")),
)

TORNADO_APPLICATION = Knowledge(
    "tornado",
    "6.4-6.5",
    "https://www.tornadoweb.org",
    each("tornado.web", "Application", Is("application")),
)
