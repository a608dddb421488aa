"""Where a check says yes without having checked."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.open_checks import OpenCheck

HEAD = "import hmac, os\nfrom django.conf import settings\n"
VERIFY = "def verify_token(token{more}):\n    {test}\n    return token == settings.API_TOKEN"
CAUGHT = "def {name}:\n    try:\n        return policy.allows(user)\n    except {error}:\n        return {answer}"


def found(body: str) -> list[str]:
    return [item.when for item in modules({"shop": HEAD + body})["shop"].facts(OpenCheck)]


@pytest.mark.parametrize(
    ("test", "more", "expected"),
    [
        ("if not settings.API_TOKEN: return True", "", ["API_TOKEN"]),
        ("if settings.API_TOKEN is None: return True", "", ["API_TOKEN"]),
        ("if settings.API_TOKEN == '': return True", "", ["API_TOKEN"]),
        ("if not expected_token: return True", ", expected_token", ["expected_token"]),
        ("if not os.environ.get('API_TOKEN'): return True, 'open'", "", ["API_TOKEN"]),
        ("if not settings.API_TOKEN: return False", "", []),
        ("if not settings.API_TOKEN: return", "", []),
        ("if not settings.API_TOKEN: return True\n    else: pass", "", []),
        ("if settings.API_TOKEN: return True", "", []),
        ("if not settings.API_TOKEN and settings.DEBUG: return True", "", []),
        ("if not settings.TITLE: return True", "", []),
        ("if not unknown: return True", "", []),
    ],
)
def test_secret_that_is_missing(test: str, more: str, expected: list[str]) -> None:
    told = found(VERIFY.format(test=test, more=more))

    assert [f'answers "allowed" while `{name}` is not set' for name in expected] == told


@pytest.mark.parametrize(
    ("name", "error", "answer", "expected"),
    [
        ("is_admin(user)", "KeyError", "True", ['answers "allowed" on `KeyError`']),
        ("is_admin(user)", "Exception", "True", ['answers "allowed" on any error']),
        ("is_admin(user)", "KeyError", "False", []),
        ("is_admin(user)", "KeyError", "1", []),
        ("is_ready(user)", "KeyError", "True", []),
        ("can_see(user)", "KeyError", "True", ['answers "allowed" on `KeyError`']),
        ("can_see(path)", "KeyError", "True", []),
        ("is_allowed_flag(user)", "KeyError", "True", []),
        ("current_user(token)", "KeyError", "AdminUser()", ["gives `AdminUser()` on `KeyError`"]),
        ("current_user(token)", "KeyError", "Guest()", []),
        ("check_access_blocked(user)", "NotFound", "True", []),
    ],
)
def test_error_that_lets_in(name: str, error: str, answer: str, expected: list[str]) -> None:
    assert expected == found(CAUGHT.format(name=name, error=error, answer=answer))
