"""Spans that are lost, and spans that hide a failure."""

from __future__ import annotations

from textwrap import indent

import pytest
from programs import modules

from readiness_lint.facts.spans import NEVER, NOT_ENTERED, SOMETIMES, UnendedSpan, UntoldSpan

HEAD = """
import logging
import httpx
import sentry_sdk
from opentelemetry import trace

logger = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)

"""


def lost(body: str) -> list[str]:
    source = f"{HEAD}async def step(self, agent, stack):\n{indent(body, '    ')}\n"
    return [span.how for span in modules({"main": source})["main"].facts(UnendedSpan)]


def untold(body: str) -> list[str]:
    source = f"{HEAD}def step(agent):\n{indent(body, '    ')}\n"
    return [span.name for span in modules({"main": source})["main"].facts(UntoldSpan)]


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("span = tracer.start_span('a')\nawait agent()", NEVER),
        ("tracer.start_span('a')", NEVER),
        ("tracer.start_as_current_span('a')", NOT_ENTERED),
        ("span = tracer.start_as_current_span('a')", NOT_ENTERED),
        ("span = tracer.start_span('a')\nawait agent()\nspan.end()", SOMETIMES),
        ("span = tracer.start_span('a')\nawait agent(span)\nspan.end()", SOMETIMES),
        ("span = tracer.start_span('a')\nhttpx.get('http://a', timeout=1)\nspan.end()", SOMETIMES),
        ("span = tracer.start_span('a')\nasync for _ in agent:\n    span.end()", SOMETIMES),
    ],
)
def test_a_span_is_lost(body: str, how: str) -> None:
    assert lost(body) == [how]


@pytest.mark.parametrize(
    "body",
    [
        "with tracer.start_span('a'):\n    await agent()",
        "span = tracer.start_span('a')\nwith span:\n    await agent()",
        "span = tracer.start_span('a')\ntry:\n    await agent()\nfinally:\n    span.end()",
        "span = tracer.start_span('a')\nspan.set_attribute('a', len(agent))\nspan.end()",
        "span = tracer.start_span('a')\nspan.end()\nawait agent()",
        "span = tracer.start_span('a')\nawait agent(span)",
        "span = tracer.start_span('a')\nstack.enter_context(span)\nawait agent()",
        "span = tracer.start_span('a')\nself.span = span\nawait agent()",
        "span = tracer.start_span('a')\nreturn span",
        "span = tracer.start_span('a')\nend = span.end\nawait agent()\nend()",
        "span = tracer.start_span('a')\nawait agent(lambda: span.end())",
        "self.span = tracer.start_span('a')\nawait agent()",
        "return tracer.start_as_current_span('a')",
    ],
)
def test_a_span_ends_or_may_end(body: str) -> None:
    assert lost(body) == []


GUARD = """
with tracer.start_as_current_span('a') as span:
    try:
        agent.run()
    except {clause}:
        {reaction}
    {after}
"""


@pytest.mark.parametrize(
    ("clause", "reaction", "after", "found"),
    [
        ("Exception", "logger.exception('a')", "", ["a"]),
        ("Exception", "return None", "agent.stop()", ["a"]),
        ("Exception", "logger.exception('a')", "agent.go_on()", []),
        ("LookupError", "logger.exception('a')", "", []),
        ("Exception", "raise", "", []),
        ("Exception", "span.add_event('failed')", "", []),
        ("Exception", "agent.span.record_exception(error)", "", []),
        ("Exception as error", "agent.tell(error)", "", []),
        ("Exception", "report_failure()", "", []),
    ],
)
def test_a_clause_hides_a_failure_from_its_span(
    clause: str, reaction: str, after: str, found: list[str]
) -> None:
    assert untold(GUARD.format(clause=clause, reaction=reaction, after=after)) == found


def test_a_tracker_of_errors_shows_what_is_logged() -> None:
    body = GUARD.format(clause="Exception", reaction="logger.exception('a')", after="")

    assert (
        untold(body.replace("tracer.start_as_current_span('a')", "sentry_sdk.start_span()")) == []
    )
