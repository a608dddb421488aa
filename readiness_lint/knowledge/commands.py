from __future__ import annotations

from readiness_lint.knowledge.schema import Blocks, EntryTrait, Is, Knowledge, Names, each
from readiness_lint.terms import EntryKind, Held

COMMAND_LINE = Is("command-line")
ASKS = Blocks(Held.CONSOLE)

CLICK = Knowledge(
    "click",
    "8.1-8.3",
    "https://click.palletsprojects.com",
    (
        *each("click", "command group option argument pass_context Group Command", COMMAND_LINE),
        *each("click", "prompt confirm getchar pause", ASKS),
        *each("click click.Group", "command group", EntryTrait(EntryKind.COMMAND, "click")),
    ),
)

TYPER = Knowledge(
    "typer",
    "0.12-0.20",
    "https://typer.tiangolo.com",
    (
        *each("typer", "Typer run Option Argument", COMMAND_LINE),
        *each("typer", "prompt confirm", ASKS),
        *each("typer.Typer", "command callback", EntryTrait(EntryKind.COMMAND, "typer")),
    ),
)

CYCLOPTS = Knowledge(
    "cyclopts",
    "3.0-4.5",
    "https://cyclopts.readthedocs.io",
    (
        *each("cyclopts", "App Parameter run", COMMAND_LINE),
        *each("cyclopts.App", "command default", EntryTrait(EntryKind.COMMAND, "cyclopts")),
    ),
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

INVOKE = Knowledge(
    "invoke",
    "2.2-3.0",
    "https://www.pyinvoke.org",
    (
        *each("invoke", "task Collection Program", COMMAND_LINE),
        *each("invoke", "task", EntryTrait(EntryKind.COMMAND, "invoke")),
        ("invoke.tasks.task", Names("invoke.task")),
    ),
)

DOCOPT = Knowledge(
    "docopt", "0.6", "https://github.com/docopt/docopt", each("docopt", "docopt", COMMAND_LINE)
)

# Who raises it is called by `manage.py` and by nothing else.
DJANGO_COMMANDS = Knowledge(
    "Django",
    "4.2-6.1",
    "https://docs.djangoproject.com/en/stable/howto/custom-management-commands/",
    (
        ("django.core.management.CommandError", Names("django.core.management.base.CommandError")),
        ("django.core.management.base.CommandError", COMMAND_LINE),
    ),
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
