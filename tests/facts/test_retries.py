"""How often a call is repeated, and how soon."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.retries import RetryLoop, RetryPolicy
from readiness_lint.terms import FOREVER, Answer


@pytest.mark.parametrize(
    ("code", "attempts", "waits"),
    [
        ("tenacity.Retrying()", FOREVER, False),
        ("tenacity.Retrying(stop=tenacity.stop_never)", FOREVER, False),
        ("tenacity.Retrying(stop=tenacity.stop_after_attempt(3))", 3, False),
        ("tenacity.Retrying(stop=stop)", None, False),
        ("tenacity.Retrying(stop=stop, wait=tenacity.wait_fixed(1))", None, True),
        ("tenacity.Retrying(stop=stop, wait=tenacity.wait_fixed(0))", None, False),
        ("tenacity.Retrying(stop=stop, wait=tenacity.wait_none())", None, False),
        ("tenacity.Retrying(stop=stop, wait=tenacity.wait_chain())", None, None),
        (
            "tenacity.Retrying(stop=tenacity.stop_after_attempt(3) | tenacity.stop_after_delay(9))",
            3,
            False,
        ),
        ("tenacity.Retrying(stop=tenacity.stop_after_attempt(3) | stop)", None, False),
        ("tenacity.Retrying(**options)", None, None),
        ("urllib3.Retry()", 11, False),
        ("urllib3.Retry(3)", 4, False),
        ("urllib3.Retry(3, backoff_factor=0.1)", 4, True),
        ("urllib3.Retry(3, backoff_factor=0)", 4, False),
        ("urllib3.Retry(total=3, connect=2)", None, False),
        ("requests.adapters.HTTPAdapter()", 1, False),
        ("requests.adapters.HTTPAdapter(max_retries=2)", 3, False),
        (
            "requests.adapters.HTTPAdapter(max_retries=urllib3.Retry(2, backoff_factor=1))",
            None,
            False,
        ),
        ("stamina.retry(on=OSError)", 10, True),
        ("stamina.retry(on=OSError, attempts=None)", 10, True),
        ("stamina.retry(on=OSError, attempts=None, timeout=None)", FOREVER, True),
        ("rq.Retry(max=3)", 4, False),
        ("rq.Retry(max=3, interval=[1, 2])", 4, True),
    ],
)
def test_arguments_say_how_often(code: str, attempts: float | None, waits: Answer) -> None:
    found = program(f"""
        import requests, rq, stamina, tenacity, urllib3
        def made(stop, **options):
            {code}
        """).facts(RetryPolicy)

    assert (attempts, waits) == (found[0].attempts, found[0].waits)


@pytest.mark.parametrize(
    ("body", "listens"),
    [
        ("client.put(chunk)", False),
        ("client.listen()", True),
        ("while True: client.put(chunk)", True),
        ("time.sleep(1)", True),
    ],
)
def test_a_function_may_go_on_for_ever(body: str, listens: Answer) -> None:
    (policy,) = program(f"""
        import tenacity, time
        @tenacity.retry
        def upload(client, chunk):
            {body}
        """).facts(RetryPolicy)

    assert (FOREVER, listens) == (policy.attempts, policy.listens)


@pytest.mark.parametrize(
    ("arguments", "unsafe"),
    [
        ("3", ()),
        ("3, allowed_methods=['GET', 'POST']", ("POST",)),
        ("3, allowed_methods=('patch', 'post')", ("PATCH", "POST")),
        ("3, allowed_methods=frozenset({'POST'})", ("POST",)),
        ("3, allowed_methods=None", ("PATCH", "POST")),
        ("3, allowed_methods=methods", ()),
        ("0, allowed_methods=['POST']", ()),
        ("connect=3, read=0, status=0, allowed_methods=['POST']", ()),
        ("connect=3, read=0, allowed_methods=['POST']", ("POST",)),
    ],
)
def test_a_policy_may_repeat_what_does_harm(arguments: str, unsafe: tuple[str, ...]) -> None:
    (policy,) = program(f"""
        import urllib3
        def made(methods):
            return urllib3.Retry({arguments})
        """).facts(RetryPolicy)

    assert unsafe == policy.unsafe


LOOP = """
    import requests, time
    def load(url, attempts, log):
        {head}
            try:
                {body}
            except {errors}:
                {handler}
    """


@pytest.mark.parametrize(
    ("head", "body", "errors", "handler", "found"),
    [
        ("for _ in range(3):", "return requests.get(url)", "OSError", "pass", (3, False)),
        ("for _ in range(1, 5):", "return requests.get(url)", "OSError", "pass", (4, False)),
        ("for _ in range(attempts):", "return requests.get(url)", "OSError", "pass", (None, False)),
        ("for _ in range(3):", "return requests.get(url)", "OSError", "time.sleep(1)", (3, True)),
        ("while True:", "return requests.get(url)", "OSError", "pass", (FOREVER, False)),
        ("for _ in range(3):", "return requests.get(url)", "OSError", "raise", None),
        ("for _ in range(3):", "return requests.get(url)", "ValueError", "pass", None),
        ("for _ in range(3):", "return requests.get(url)", "OSError", "url = log(url)", None),
        ("for _ in range(3):", "requests.get(url)", "OSError", "pass", None),
        ("for n in range(3):", "return requests.get(url, n)", "OSError", "pass", None),
        ("for _ in attempts:", "return requests.get(url)", "OSError", "pass", None),
        ("for _ in range(3):", "return log(url)", "OSError", "pass", None),
    ],
)
def test_a_loop_repeats_a_call(
    head: str, body: str, errors: str, handler: str, found: tuple[float | None, bool] | None
) -> None:
    source = LOOP.format(head=head, body=body, errors=errors, handler=handler)
    loops = [(loop.attempts, loop.waits) for loop in program(source).facts(RetryLoop)]

    assert ([found] if found else []) == loops
