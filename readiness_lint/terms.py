"""The words that all parts share: answers, values, types, places and enumerations."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

from readiness_lint.record import ordered_record, record

Answer = bool | None
"""Yes, no, or ``None`` for *not known*; ``if answer:`` means *certainly yes*."""

FOREVER = float("inf")
"""Seconds of a time limit that does not exist."""


@record
class Known:
    """A value that is certain.  ``Known(None)`` is the literal ``None``; ``None`` is *not known*."""

    value: Any


@record
class Type:
    """The class of an expression's value, by qualified name."""

    name: str
    args: tuple[Type, ...] = ()
    of_class: bool = False
    """The class itself, not an instance of it."""


@ordered_record
class Place:
    """Where something stands once its tree is gone.

    Lines count from 1, columns from 0, both in characters.  ``function`` and ``ordinal`` name the
    place without its line, so that an answer that holds a place survives an edit above it.
    """

    module: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: str = ""
    ordinal: int = 0


class Layer(enum.Enum):
    """The six readiness layers of the framework; the value is the first digit of a code."""

    INFRASTRUCTURE = 1
    SECURITY = 2
    PERFORMANCE = 3
    RELIABILITY = 4
    OBSERVABILITY = 5
    DATA_INTEGRITY = 6

    @property
    def folder(self) -> str:
        """The name of the layer's folder under ``rules`` and ``fixtures``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The layer as output spells it: ``data-integrity``."""
        return self.name.lower().replace("_", "-")


class Severity(enum.IntEnum):
    """How much a finding matters, after the readiness framework's severity guidelines."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The severity as output spells it."""
        return self.name.lower()


class Status(enum.Enum):
    """What a defect leaves behind, after the readiness framework's finding record."""

    MISSING = "missing"
    PARTIAL = "partial"
    STUBBED = "stubbed"


class Activation(enum.Enum):
    """When a rule is active without being asked for by its full code."""

    ON = "default"
    OPT_IN = "opt-in"
    PREVIEW = "preview"
    AUDIT = "audit"


class Role(enum.Enum):
    """What a module is for; most rules look at application code only."""

    APPLICATION = "application"
    SETTINGS = "settings"
    SCRIPT = "script"
    MIGRATION = "migration"
    TEST = "test"
    EXAMPLE = "example"


class Exit(enum.Flag):
    """How control may leave a block."""

    NONE = 0
    FALLS = 1
    RETURNS = 2
    RAISES = 4
    BREAKS = 8
    CONTINUES = 16


class When(enum.Enum):
    """When a node runs."""

    IMPORT = "import"
    CALL = "call"
    MAIN = "main"
    TYPE_CHECKING = "type-checking"


class Because(enum.Enum):
    """What kind of test a branch stands under."""

    DEV = "dev"
    TYPE_CHECKING = "type-checking"
    MAIN = "main"
    OTHER = "other"


class Service(enum.Enum):
    """What kind of peer an outbound call talks to."""

    HTTP = "http"
    SDK = "sdk"
    LLM = "llm"
    MAIL = "mail"
    SQL = "sql"
    CACHE = "cache"
    BROKER = "broker"
    SEARCH = "search"
    STORAGE = "storage"
    RPC = "rpc"
    SOCKET = "socket"
    DIRECTORY = "directory"


class Held(enum.Enum):
    """What a call that blocks its thread without a peer is waiting for."""

    SLEEP = "sleep"
    QUEUE = "queue"
    FUTURE = "future"
    PROCESS = "process"
    NAME = "name"
    CONSOLE = "console"


class EntryKind(enum.Enum):
    """How the outside world or a framework reaches a function."""

    HANDLER = "handler"
    WEBSOCKET = "websocket"
    TASK = "task"
    RECEIVER = "receiver"
    MIDDLEWARE = "middleware"
    DEPENDENCY = "dependency"
    ERROR_HANDLER = "error-handler"
    STARTUP = "startup"
    SHUTDOWN = "shutdown"
    COMMAND = "command"


class Breadth(enum.Enum):
    """How much an ``except`` clause takes."""

    BARE = "bare"
    BASE = "base"
    BROAD = "broad"
    NARROW = "narrow"


class Reaction(enum.Flag):
    """What an ``except`` handler does about the exception."""

    NONE = 0
    RERAISE = 1
    RAISE = 2
    RETRY = 4
    EXIT = 8
    LOG = 16
    LOG_LOW = 32
    TRACEBACK = 64
    REPORT = 128
    METRIC = 256
    PASS_ON = 512
    STORE = 1024
    RECORD = 2048
    RESPOND = 4096
    CALL = 8192
    NAMED = 16384


class LeaseKind(enum.Enum):
    """What a block holds while it runs."""

    TRANSACTION = "transaction"
    SESSION = "session"
    CONNECTION = "connection"
    LOCK = "lock"
    ROW_LOCK = "row-lock"


class SinkKind(enum.Enum):
    """What goes wrong where text that a client chose is taken for something else."""

    SQL = "sql"
    PATH = "path"
    URL = "url"
    SHELL = "shell"
    LOADS = "loads"
    HTML = "html"
    REDIRECT = "redirect"


class Health(enum.Enum):
    """What an orchestrator asks by a route."""

    LIVE = "live"
    READY = "ready"
    HEALTH = "health"


def heads(name: str) -> Iterator[str]:
    """A dotted name, and what it is below, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]
