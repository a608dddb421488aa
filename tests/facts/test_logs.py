from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.logs import LogCall

HEAD = """
import logging
import structlog
from celery.utils.log import get_task_logger
from loguru import logger as guru
from oslo_log import log as oslo
from shop.logs import logger as imported
from logging import error as complain

logger = logging.getLogger(__name__)
events = structlog.get_logger()
tasks = get_task_logger(__name__)
adapted = logging.LoggerAdapter(logger, {})
LOG = oslo.getLogger(__name__)
"""


def one(line: str, head: str = HEAD) -> LogCall:
    found = program(f"{head}\n{line}\n").facts(LogCall)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("root", "logging.error('away')"),
        ("root", "complain('away')"),
        ("std", "logger.error('away')"),
        ("std", "logging.getLogger('shop').error('away')"),
        ("std", "logging.Logger('shop').error('away')"),
        ("std", "tasks.error('away')"),
        ("adapter", "adapted.error('away')"),
        ("oslo", "LOG.error('away')"),
        ("structlog", "events.error('away')"),
        ("structlog", "events.bind(order=1).error('away')"),
        ("loguru", "guru.error('away')"),
        ("loguru", "guru.opt(exception=True).error('away')"),
        ("unknown", "imported.error('away')"),
        ("unknown", "request.app.logger.error('away')"),
        ("unknown", "verbose_proxy_logger.error('away')"),
    ],
)
def test_the_kind_of_a_logger_is_that_of_its_library(kind: str, line: str) -> None:
    assert kind == one(line).kind


@pytest.mark.parametrize(
    "line",
    [
        "parser.error('away')",
        "blog.info('away')",
        "'text'.log('away')",
        "math.log(2)",
        "response.error",
        "adapted.success('no method of this library')",
    ],
)
def test_what_is_no_logger_writes_no_record(line: str) -> None:
    assert () == program(f"{HEAD}\nimport math\n{line}\n").facts(LogCall)


def test_a_method_of_the_class_that_holds_a_logger_is_one() -> None:
    file = program("""
        import logging

        class Orders:
            def __init__(self):
                self.audit = logging.getLogger("orders")

            def add(self):
                self.audit.info("added")
    """)

    assert ["std"] == [log.kind for log in file.facts(LogCall)]


def test_a_wrapper_of_this_file_is_its_own_kind() -> None:
    file = program("""
        import logging

        class Fields(logging.LoggerAdapter):
            pass

        class Console:
            def info(self, text):
                print(text)

        logger = Fields(logging.getLogger(), {})
        console_log = Console()
        logger.info("added")
        console_log.info("added")
    """)

    assert ["own", "own"] == [log.kind for log in file.facts(LogCall)]
    assert not any(log.sure for log in file.facts(LogCall))


@pytest.mark.parametrize(
    ("level", "line"),
    [
        ("debug", "logger.debug('x')"),
        ("warning", "logger.warn('x')"),
        ("critical", "logger.fatal('x')"),
        ("error", "logger.exception('x')"),
        ("error", "await_ = events.aerror('x')"),
        ("debug", "guru.trace('x')"),
        ("error", "logger.log(logging.ERROR, 'x')"),
        ("error", "logger.log(40, 'x')"),
        ("warning", "guru.log('WARNING', 'x')"),
        (None, "logger.log(level, 'x')"),
    ],
)
def test_the_level_is_that_of_the_method_or_the_first_argument(
    level: str | None, line: str
) -> None:
    assert level == one(line).level


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (True, "logger.exception('x')"),
        (True, "logger.error('x', exc_info=True)"),
        (True, "logger.error('x', stack_info=True)"),
        (True, "guru.opt(exception=error).error('x')"),
        (True, "guru.exception('x')"),
        (False, "logger.error('x')"),
        (False, "logger.exception('x', exc_info=False)"),
        (False, "logger.error('x', stack_info=False)"),
        (False, "guru.error('x', exc_info=True)"),
        (False, "guru.bind(exception=True).error('x')"),
        (True, "imported.opt(exception=True).error('x')"),
        (True, "await_ = events.aexception('x')"),
        (None, "logger.error('x', exc_info=error)"),
        (None, "logger.error('x', **more)"),
        (None, "guru.error('x', **more)"),
    ],
)
def test_the_traceback_is_written_where_the_library_is_told_to(
    *, answer: bool | None, line: str
) -> None:
    assert answer == one(line).traceback


def test_message_and_arguments_are_told_apart() -> None:
    log = one("logger.log(logging.INFO, 'added %s', order, extra={})")

    assert ("'added %s'", ["order"], ["extra"]) == (
        repr(getattr(log.message, "value", None)),
        [getattr(item, "id", None) for item in log.arguments],
        [item.arg for item in log.keywords],
    )
    assert log.low
    assert not log.starred
    assert one("logger.info(*parts)").starred
    assert one("logger.info(msg='added')").message is not None
    assert one("logger.info()").message is None
    assert one("logger.log()").level is None
