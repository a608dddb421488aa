from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.failures import ExceptHandler, spelled_callee
from readiness_lint.facts.reactions import calls_in
from readiness_lint.terms import Breadth, Exit, Reaction

HEAD = """
import contextlib
import importlib
import logging
import sys
import time
import traceback

import sentry_sdk
from celery.exceptions import Retry
from fastapi import HTTPException
from prometheus_client import Counter
from shop.errors import OutOfStock

logger = logging.getLogger(__name__)
failures = Counter("failures", "")
EVERY = (ValueError, Exception)
Anything = Exception

def complain():
    logger.error("away")

def tell():
    sentry_sdk.capture_message("away")
    failures.inc()

def explode():
    raise ValueError
"""


def indented(lines: str, by: int) -> str:
    return "\n".join(" " * by + line for line in lines.split("\n"))


def handler(
    body: str, *, clause: str = "Exception as error", guarded: str = "cart.add(1)"
) -> ExceptHandler:
    text = (
        f"{HEAD}\ndef work(self, cart, items):\n    try:\n{indented(guarded, 8)}\n"
        f"    except {clause}:\n{indented(body, 8)}\n"
    )
    found = program(text).facts(ExceptHandler)
    return found[0]


@pytest.mark.parametrize(
    ("breadth", "clause"),
    [
        (Breadth.BARE, ""),
        (Breadth.BASE, "BaseException"),
        (Breadth.BROAD, "Exception"),
        (Breadth.BROAD, "(KeyError, Exception)"),
        (Breadth.BROAD, "(OutOfStock, Exception)"),
        (Breadth.BROAD, "EVERY"),
        (Breadth.BROAD, "Anything"),
        (Breadth.NARROW, "KeyError"),
        (Breadth.NARROW, "(KeyError, OutOfStock)"),
        (None, "unheard_of"),
        (None, "(KeyError, unheard_of)"),
    ],
)
def test_breadth_is_what_the_clause_takes(breadth: Breadth | None, clause: str) -> None:
    found = handler("pass", clause=clause)

    assert breadth == found.breadth
    assert found.broad == (breadth not in {None, Breadth.NARROW})


def test_the_classes_are_named_where_all_are_known() -> None:
    assert handler("pass", clause="(KeyError, OutOfStock)").catches == (
        "builtins.KeyError",
        "shop.errors.OutOfStock",
    )
    assert handler("pass", clause="(KeyError, unheard_of)").catches is None


def test_suppress_is_a_handler_that_does_nothing() -> None:
    file = program("""
        from contextlib import suppress

        with suppress(Exception):
            cart.add(1)
        with suppress(KeyError):
            cart.add(1)
        with cart.suppress(Exception):
            cart.add(1)
        suppress(Exception)
    """)
    broad, narrow = file.facts(ExceptHandler)

    assert (True, False) == (broad.broad, narrow.broad)
    assert broad.silent
    assert "cart.add" == broad.first_call
    assert (Reaction.NONE, Reaction.NONE, Exit.FALLS) == (broad.some, broad.always, broad.exits)
    assert () == broad.answers


@pytest.mark.parametrize(
    ("reaction", "body"),
    [
        (Reaction.NONE, "pass"),
        (Reaction.RERAISE, "raise"),
        (Reaction.RERAISE, "raise error"),
        (Reaction.RAISE, "raise OutOfStock from error"),
        (Reaction.RAISE | Reaction.RETRY, "raise Retry()"),
        (Reaction.LOG, "logger.error('away')"),
        (Reaction.LOG_LOW, "logger.debug('away: %s', error)"),
        (Reaction.LOG | Reaction.TRACEBACK, "logger.exception('away')"),
        (
            Reaction.REPORT | Reaction.NAMED | Reaction.CALL | Reaction.PASS_ON,
            "sentry_sdk.capture_exception(error)",
        ),
        (Reaction.METRIC | Reaction.CALL, "failures.inc()"),
        (Reaction.TRACEBACK | Reaction.NAMED | Reaction.CALL, "traceback.print_exc()"),
        (Reaction.EXIT | Reaction.CALL, "sys.exit(1)"),
        (Reaction.PASS_ON | Reaction.CALL, "cart.fall_back(error)"),
        (Reaction.PASS_ON | Reaction.CALL, "cart.fall_back(*error)"),
        (Reaction.PASS_ON | Reaction.CALL, "cart.fall_back(reason=error)"),
        (Reaction.CALL, "cart.fall_back(str(error))"),
        (Reaction.NONE, "text = str(error)"),
        (Reaction.NONE, "text = f'{error}'"),
        (Reaction.STORE, "self.last = error"),
        (Reaction.STORE, "found = {'why': [error]}"),
        (Reaction.STORE, "return None, error"),
        (Reaction.STORE, "return error if self else None"),
        (Reaction.RECORD, "self.status = 'failed'"),
        (Reaction.RECORD, "self['error'] = str(error)"),
        (Reaction.RECORD, "return {'status': 'failed'}"),
        (Reaction.RECORD | Reaction.CALL, "cart.mark_failed()"),
        (Reaction.RECORD | Reaction.CALL, "cart.update(status='failed')"),
        (Reaction.RAISE | Reaction.RESPOND, "raise HTTPException(500, str(error))"),
        (Reaction.LOG | Reaction.CALL, "complain()"),
        (Reaction.REPORT | Reaction.METRIC | Reaction.CALL, "tell()"),
        (Reaction.PASS_ON | Reaction.CALL, "sys.exc_info()"),
        (Reaction.EXIT | Reaction.CALL, "explode()"),
        (Reaction.NONE, "def later():\n    logger.error('away')"),
        (Reaction.NONE, "later = lambda: logger.error('away')"),
    ],
)
def test_a_reaction_is_what_becomes_of_the_exception(reaction: Reaction, body: str) -> None:
    found = handler(body)

    assert reaction == found.some
    assert reaction == found.always


@pytest.mark.parametrize(
    ("some", "always", "body"),
    [
        (Reaction.LOG, Reaction.NONE, "if self:\n    complain_not = logger.error('away')"),
        (
            Reaction.LOG,
            Reaction.LOG,
            "if self:\n    logger.error('a')\nelse:\n    logger.error('b')",
        ),
        (
            Reaction.LOG | Reaction.RERAISE,
            Reaction.NONE,
            "if self:\n    raise\nlogger.error('away')",
        ),
        (
            Reaction.LOG | Reaction.RERAISE,
            Reaction.LOG,
            "logger.error('away')\nif self:\n    raise",
        ),
        (
            Reaction.LOG | Reaction.CALL,
            Reaction.CALL,
            "for item in cart.all():\n    logger.error(item)",
        ),
        (Reaction.LOG, Reaction.NONE, "while self:\n    logger.error('away')"),
        (
            Reaction.LOG | Reaction.CALL,
            Reaction.LOG | Reaction.CALL,
            "with cart.lock():\n    logger.error('away')",
        ),
        (
            Reaction.LOG | Reaction.CALL,
            Reaction.NONE,
            "try:\n    cart.clear()\nexcept KeyError:\n    logger.error('away')",
        ),
        (
            Reaction.LOG | Reaction.CALL,
            Reaction.LOG,
            "try:\n    cart.clear()\nfinally:\n    logger.error('away')",
        ),
        (
            Reaction.LOG | Reaction.CALL,
            Reaction.LOG,
            "try:\n    cart.clear()\nfinally:\n    logger.error('away')\n    return",
        ),
        (Reaction.LOG, Reaction.NONE, "match self:\n    case 1:\n        logger.error('away')"),
        (Reaction.RERAISE, Reaction.RERAISE, "raise\nlogger.error('never')"),
    ],
)
def test_always_is_what_every_path_has(some: Reaction, always: Reaction, body: str) -> None:
    found = handler(body)

    assert some == found.some
    assert always == found.always


@pytest.mark.parametrize("body", ["pass", "...", "return", "return None", "'nothing'"])
def test_a_handler_without_a_call_or_a_value_is_silent(body: str) -> None:
    assert handler(body).silent


@pytest.mark.parametrize("body", ["return []", "x = 1", "logger.debug('x')", "raise"])
def test_a_handler_that_does_anything_is_not_silent(body: str) -> None:
    assert not handler(body).silent


def test_nothing_returned_in_place_of_a_value_is_a_value() -> None:
    assert not handler("return None", guarded="return cart.get(1)").silent


@pytest.mark.parametrize(
    "guarded",
    [
        "cart.close()",
        "if cart:\n    cart.close()",
        "for item in items:\n    item.unlink()",
        "await_ = None\ncart.shutdown()",
        "pass",
        "task.result()",
        "result = cart.close()\nif result:\n    await_ = result",
    ],
)
def test_cleanup_gives_something_back(guarded: str) -> None:
    assert handler("pass", guarded=guarded).cleanup_only


@pytest.mark.parametrize(
    "guarded", ["cart.add(1)", "x = cart.add(1)", "with cart:\n    cart.add(1)"]
)
def test_anything_else_is_no_cleanup(guarded: str) -> None:
    assert not handler("pass", guarded=guarded).cleanup_only


@pytest.mark.parametrize(
    ("answer", "guarded"),
    [
        (True, "websocket.send_json({})"),
        (True, "self.sock.send(b'')"),
        (False, "cart.send(b'')"),
        (False, "send(b'')"),
        (False, "sock.send(b'')\ncart.add(1)"),
    ],
)
def test_one_message_to_a_peer_may_get_lost(*, answer: bool, guarded: str) -> None:
    assert answer == handler("pass", guarded=guarded).tells_a_peer


@pytest.mark.parametrize(
    ("answer", "guarded"),
    [
        (True, "found = json.loads(text)"),
        (True, "check(text)\nvalid = True"),
        (False, "found = cart.fetch(text)"),
        (False, "int(text)"),
    ],
)
def test_pure_work_leaves_nothing_undone(*, answer: bool, guarded: str) -> None:
    assert answer == handler("pass", guarded=guarded).pure


@pytest.mark.parametrize(
    ("answer", "guarded"),
    [
        (True, "import ujson"),
        (True, "found = importlib.import_module('ujson')"),
        (False, "cart.add(1)"),
    ],
)
def test_an_import_is_a_probe(*, answer: bool, guarded: str) -> None:
    assert answer == handler("pass", guarded=guarded).probes_import


@pytest.mark.parametrize(
    ("answer", "guarded"),
    [
        (False, "from shop.models import Order\n        requests.get('https://x')"),
        (False, "from .models import Order\n        requests.get('https://x')"),
        (True, "from .models import Order"),
        (True, "from .models import Order\n        Order()"),
        (True, "from .speedups import Order\n        requests.get('https://x')"),
        (True, "import ujson\n        requests.get('https://x')"),
    ],
)
def test_a_module_of_the_program_that_is_used_is_there(*, answer: bool, guarded: str) -> None:
    text = (
        "import requests\n\ndef work():\n    try:\n"
        f"        {guarded}\n    except Exception:\n        pass\n"
    )
    files = modules({"shop.models": "class Order: ...", "shop.main": text})

    assert answer == files["shop.main"].facts(ExceptHandler)[0].probes_import


def test_a_place_says_whether_an_earlier_failure_is_handled() -> None:
    file = program("""
        def work(cart):
            try:
                cart.add(1)
            except KeyError:
                try:
                    cart.clear()
                except Exception:
                    pass
            finally:
                try:
                    cart.clear()
                except Exception:
                    pass
    """)

    assert ["none", "except", "finally"] == [item.nested for item in file.facts(ExceptHandler)]


def test_a_loop_runs_a_handler_again_and_may_wait() -> None:
    file = program("""
        import time

        def work(cart, items):
            for item in items:
                try:
                    cart.add(item)
                except Exception:
                    continue
            while True:
                try:
                    cart.add(1)
                except Exception:
                    pass
                time.sleep(1)
    """)
    first, second = file.facts(ExceptHandler)

    assert (True, True) == (first.in_loop, second.in_loop)
    assert (False, True) == (first.waits, second.waits)


@pytest.mark.parametrize(
    ("answer", "loop", "guarded", "after"),
    [
        (True, "while cart.open():", "return cart.add(1)", "raise TimeoutError"),
        (True, "for item in items:", "cart.add(item)\nbreak", "else:\n    raise TimeoutError"),
        (True, "for item in items:", "if cart.add(item):\n    return", "logger.error('none')"),
        (False, "for item in items:", "cart.add(item)", "raise TimeoutError"),
        (False, "for item in items:", "return cart.add(item)", "return None"),
        (False, "for item in items:", "for _ in item:\n    break", "raise TimeoutError"),
        (False, "if cart:", "return cart.add(1)", "raise TimeoutError"),
    ],
)
def test_a_loop_may_tell_that_no_round_was_a_success(
    *, answer: bool, loop: str, guarded: str, after: str
) -> None:
    lines = f"try:\n{indented(guarded, 4)}\nexcept Exception:\n    pass"
    body = f"{loop}\n{indented(lines, 4)}\n{after}"
    file = program(f"{HEAD}\ndef work(cart, items):\n{indented(body, 4)}\n")

    assert answer == file.facts(ExceptHandler)[0].gives_up_aloud


def test_a_peer_may_be_reached_through_functions_of_the_file() -> None:
    file = program("""
        import redis

        cache = redis.Redis(socket_timeout=1)

        class Carts:
            def store(self, cart):
                self._write(cart)

            def _write(self, cart):
                cache.set(cart.key, cart.size)

            def work(self, cart):
                try:
                    self.store(cart)
                except Exception:
                    pass
                try:
                    self.price(cart)
                except Exception:
                    pass

            def price(self, cart):
                cart.price()
    """)

    assert [True, False] == [item.reaches_a_peer for item in file.facts(ExceptHandler)]


@pytest.mark.parametrize(
    ("whole", "around"),
    [
        (True, "{}"),
        (True, "'''Work.'''\nlogger.info('on')\nlimit = 3\n{}"),
        (True, "{}\nreturn None"),
        (True, "import json\nif not cart:\n    return\n{}"),
        (False, "cart.lock()\n{}"),
        (False, "{}\nreturn cart.lock()"),
        (False, "for item in items:\n    {}"),
    ],
)
def test_whole_is_all_that_a_function_does(*, whole: bool, around: str) -> None:
    lines = "try:\n    cart.add(1)\nexcept Exception:\n    pass"
    if "    {}" in around:
        lines = indented(lines, 4).lstrip()
    body = indented(around.format(lines), 4)
    file = program(f"{HEAD}\ndef work(cart, items):\n{body}\n")

    assert whole == file.facts(ExceptHandler)[0].whole


def test_outside_a_function_nothing_is_whole() -> None:
    file = program("try:\n    cart.add(1)\nexcept Exception:\n    pass\n")

    assert not file.facts(ExceptHandler)[0].whole


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The cart may be gone by now", "# The cart may be gone by now"),
        ("the cart may be gone", "# noqa: BLE001 -- the cart may be gone"),
        (None, "# noqa: BLE001"),
        (None, "# ignored"),
        (None, "# checks: BLE001, S110, W0718"),
        ("корзина могла исчезнуть", "# корзина могла исчезнуть"),
    ],
)
def test_intent_is_a_comment_behind_a_pragma_too(text: str | None, line: str) -> None:
    found = handler(f"{line}\npass").intent

    assert text == (found.text.strip() if found else None)


def test_a_name_or_a_docstring_may_say_that_a_failure_does_not_matter() -> None:
    file = program('''
        def safe_add(cart):
            try:
                cart.add(1)
            except Exception:
                pass

        def add(cart):
            """Add one, best effort."""
            try:
                cart.add(1)
            except Exception:
                pass

        def plain(cart):
            try:
                cart.add(1)  # fails when the cart is full
            except Exception:
                pass

        def sure(cart):
            try:
                cart.add(1)
            except Exception:
                pass
    ''')

    assert [True, True, True, False] == [item.excused for item in file.facts(ExceptHandler)]


def test_what_reports_failures_may_not_fail() -> None:
    file = program("""
        import logging

        class Mirror(logging.Handler):
            def flush_all(self):
                try:
                    self.mirror.add(1)
                except Exception:
                    pass

        def report_failure(cart):
            try:
                cart.add(1)
            except Exception:
                pass

        class Cart:
            def __exit__(self, *details):
                try:
                    self.add(1)
                except Exception:
                    pass
    """)

    assert [True, True, False] == [item.reports_itself for item in file.facts(ExceptHandler)]
    assert [False, False, True] == [item.finishes for item in file.facts(ExceptHandler)]


def test_a_module_for_telemetry_reports_only() -> None:
    source = "try:\n    cart.add(1)\nexcept Exception:\n    pass\n"
    file = program(source, module="shop.telemetry.events")

    assert file.facts(ExceptHandler)[0].reports_itself


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cart.add", "cart.add(1)"),
        ("Order.objects.filter().delete", "Order.objects.filter(a=1).delete()"),
        ("get()", "get()(1)"),
        ("strip", "' '.strip()"),
        ("delete", f"cart.{'very_long_name.' * 5}delete()"),
    ],
)
def test_a_call_is_spelled_without_arguments(name: str, text: str) -> None:
    call = next(iter(calls_in(program(text).tree.body)))

    assert name == spelled_callee(call)


def test_the_first_call_is_the_first_piece_of_work() -> None:
    guarded = "logger.info('on')\nitem = cart.add(items.pop())"

    assert "cart.add" == handler("pass", guarded=guarded).first_call
    assert not handler("pass", guarded="x = 1").first_call


def test_a_handler_may_ask_for_the_class() -> None:
    assert handler("if isinstance(error, KeyError):\n    raise").branches
    assert not handler("raise").branches
    assert not handler("if isinstance(cart, KeyError):\n    raise").branches


def test_a_write_is_worth_more() -> None:
    assert handler("pass", guarded="sentry_sdk.init()\ncart.add(1)").guards_a_write is False
    file = program("""
        from smtplib import SMTP

        def work(message):
            smtp = SMTP("mail", timeout=3)
            try:
                smtp.send_message(message)
            except Exception:
                pass
    """)

    assert file.facts(ExceptHandler)[0].guards_a_write


@pytest.mark.parametrize(
    ("answer", "before", "guarded"),
    [
        (True, "size = None", "size = cart.size()"),
        (False, "other = None", "size = cart.size()"),
        (False, "size = None", "size = cart.size()\nother = size"),
        (False, "size = None", "cart.size()"),
        (False, "", "size = cart.size()"),
    ],
)
def test_a_name_may_keep_its_default(*, answer: bool, before: str, guarded: str) -> None:
    lines = f"{before}\ntry:\n{indented(guarded, 4)}\nexcept Exception:\n    pass"
    file = program(f"def work(cart):\n{indented(lines, 4)}\n")

    assert answer == file.facts(ExceptHandler)[0].defaulted


HELPERS = """
    import logging

    import sentry_sdk

    logger = logging.getLogger(__name__)

    def keep(number):
        _write(number)

    def _write(number):
        logger.exception("away")

    def deeper(number):
        keep(number)

    def capture(error):
        sentry_sdk.capture_exception(error)

    def report_text(error):
        return _capital(f"{error} is away")

    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    def report_later(error):
        FAILURES.append(error)
        return len(FAILURES)

    def report_hook(error): ...

    def track_twice(error):
        return track_twice(error)

    FAILURES = []
    """


@pytest.mark.parametrize(
    ("some", "call"),
    [
        (Reaction.LOG | Reaction.TRACEBACK | Reaction.CALL, "helpers.keep(1)"),
        (Reaction.CALL, "helpers.deeper(1)"),
        (
            Reaction.REPORT | Reaction.NAMED | Reaction.PASS_ON | Reaction.CALL,
            "helpers.capture(error)",
        ),
        (Reaction.NONE, "helpers.report_text(error)"),
        (Reaction.NAMED | Reaction.PASS_ON | Reaction.CALL, "helpers.report_later(error)"),
        (Reaction.NAMED | Reaction.PASS_ON | Reaction.CALL, "helpers.report_hook(error)"),
        (Reaction.NAMED | Reaction.PASS_ON | Reaction.CALL, "helpers.track_twice(error)"),
        (Reaction.NAMED | Reaction.PASS_ON | Reaction.CALL, "helpers.report_unknown(error)"),
    ],
)
def test_a_helper_of_another_module_tells_what_its_calls_tell(some: Reaction, call: str) -> None:
    source = f"import helpers\ntry:\n    work()\nexcept Exception as error:\n    {call}\n"
    (found,) = modules({"helpers": HELPERS, "orders": source})["orders"].facts(ExceptHandler)

    assert some == found.some
