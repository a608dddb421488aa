from __future__ import annotations

import logging
import sys

import pytest
from programs import modules, program

from readiness_lint.facts.log_defects import BrokenLogCall
from readiness_lint.facts.pythons import version
from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import LoggerTrait

HEAD = """
import logging
import structlog
from loguru import logger as guru
from shop.logs import logger as imported

logger = logging.getLogger(__name__)
adapter = logging.LoggerAdapter(logger, {})
fields = structlog.stdlib.get_logger()
events = structlog.get_logger()
"""


def defects(line: str) -> list[tuple[str, str]]:
    return [(item.what, item.effect) for item in program(f"{HEAD}{line}\n").facts(BrokenLogCall)]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("1 placeholder for 2 arguments", "logger.info('%s', a, b)"),
        ("2 placeholders for 1 argument", "logger.info('%s %s', a)"),
        ("2 placeholders for 1 argument", "logger.info('%*d', a)"),
        ("1 placeholder for 2 arguments", "logger.info('%(a)s', a, b)"),
        ("`{}` in the message instead of `%s`", "logger.info('{}', a)"),
        ("1 argument and no placeholder", "logger.info('x', a)"),
        ("2 arguments and no placeholder", "logger.info('x', a, b)"),
        ("a placeholder without an argument", "logger.info('x %s')"),
        ("an f-string with arguments and no placeholder for them", "logger.info(f'x {a}', b)"),
        ("an f-string with arguments and no placeholder for them", "logger.info('x' + f'{a}', b)"),
        ("unknown keyword `order`", "logger.info('x', order=1)"),
        ("`extra` overwrites `name`", "logger.info('x', extra={'a': 1, 'name': a})"),
        ("an f-string with arguments", "guru.info(f'x {a}', b)"),
        ("`%s` in the message instead of `{}`", "guru.info('x %s', a)"),
        ("`exc_info` is no option of it", "guru.info('x', exc_info=True)"),
        ("`extra` is no option of it", "guru.info('x', extra={'order': a})"),
        ("unknown keyword `order`", "adapter.info('x', order=1)"),
        ("1 argument and no placeholder", "adapter.info('x', a)"),
        ("1 argument and no placeholder", "guru.info('x', a)"),
        ("a placeholder without an argument", "guru.info('x %s')"),
        ("1 argument and no placeholder", "events.info('x', a)"),
        ("2 placeholders for 1 argument", "events.info('x %s %s', a)"),
        ("a placeholder without an argument", "events.info('x %s')"),
        ("1 argument and no placeholder", "imported.info('x', a)"),
        ("`warn` is deprecated", "logger.warn('x')"),
        ("`warn` is deprecated", "adapter.warn('x')"),
    ],
)
def test_a_call_is_broken_where_its_library_cannot_write_it(what: str, line: str) -> None:
    assert [what] == [found for found, _ in defects(line)]


@pytest.mark.parametrize(
    "line",
    [
        "logger.info('%s', {'a': 1})",
        "logger.info('%(a)s', {'a': 1})",
        "logger.info('100%')",
        "logger.info('100% d')",
        "logger.info('%%s')",
        "logger.info('%Y-%m-%d')",
        "logger.info('%y', a)",
        "logger.info(a + 'x', b)",
        "logger.info(_('x'), b)",
        "logger.info()",
        "logger.info('x', extra=extra)",
        "logger.info('x', extra=dict(more, a=1))",
        "logger.info('x', extra={'taskName': a})",
        "adapter.info('x', extra={'name': a})",
        "fields.info('x', a)",
        "events.warn('x')",
        "guru.info('x {extra}', extra=a)",
        "guru.info('x {}', a)",
        "guru.info(text, a)",
        "guru.info(f'x {a}')",
        "events.info(text, a)",
        "events.info('x %s', a)",
        "imported.info('x {}', a)",
        "imported.msg('x', a)",
        "imported.info('x', order=1)",
    ],
)
def test_a_call_that_is_right_or_not_known_is_left_alone(line: str) -> None:
    assert [] == defects(line)


@pytest.mark.parametrize(
    ("effect", "line"),
    [
        ("the record is lost", "logger.info('x', 1)"),
        ("the record is lost", "logger.info('x', {})"),
        ("the value is never written", "logger.info('x', {'a': 1})"),
        ("the value is never written", "logger.info('x', a)"),
        ("the value is never written", "logger.info(f'x {b}', {'a': 1})"),
        ("the value is never written", "events.info('x', {'a': 1})"),
        ("it raises TypeError in the caller", "events.info('x', a)"),
        ("the value is never written", "guru.info('x', a)"),
    ],
)
def test_one_argument_may_be_a_mapping_that_disappears(effect: str, line: str) -> None:
    assert [effect] == [found for _, found in defects(line)]


def test_the_library_is_named_where_it_is_known() -> None:
    file = program(f"{HEAD}guru.info('%s', a)\nlogger.info('x', a)\nimported.info('x', a)\n")

    assert ["loguru", "logging", ""] == [item.library for item in file.facts(BrokenLogCall)]


def test_a_key_may_be_reserved_from_some_python_on() -> None:
    source = "from typing import override\n" + HEAD + "logger.info('x', extra={'taskName': 1})\n"

    assert ["`extra` overwrites `taskName`"] == [
        item.what for item in program(source).facts(BrokenLogCall)
    ]


def test_a_logger_of_a_class_of_the_file_may_take_anything() -> None:
    file = program("""
        import logging

        class Fields(logging.Logger):
            def _log(self, level, msg, args, **fields):
                super()._log(level, f"{msg} {args} {fields}", ())

        fields = Fields("shop")
        fields.info("x", 1, order=1)
    """)

    assert () == file.facts(BrokenLogCall)


def test_the_reserved_keys_are_the_attributes_of_a_record() -> None:
    reserved = tables().table(LoggerTrait)["logging.Logger"].reserved
    here = {key for key, since in reserved if not since or version(since) <= sys.version_info[:2]}

    assert {*vars(logging.makeLogRecord({})), "message", "asctime"} == here


@pytest.mark.parametrize(
    ("found", "options"),
    [(1, "{}"), (1, "record.args.get('short')"), (0, "record.args.get('plain')")],
)
def test_a_mapping_may_be_for_a_handler_of_the_program(found: int, options: str) -> None:
    sources = {
        "shop.stock": "import logging\nlogging.getLogger('x').info('counted', {'plain': True})",
        "shop.screens": f"""
            import logging

            class Screen(logging.Handler):
                def emit(self, record):
                    self.show(record, {options})
            """,
    }

    assert found == len(modules(sources)["shop.stock"].facts(BrokenLogCall))


def test_an_exception_is_no_mapping() -> None:
    lines = "try: run()\nexcept OSError as error: logger.error('away:', error)"

    assert ["the record is lost"] == [effect for _, effect in defects(lines)]
