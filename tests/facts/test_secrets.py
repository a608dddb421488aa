"""Secrets in the source, in logs, in cookies and in addresses, and checks that are turned off."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.clear_passwords import ClearPassword
from readiness_lint.facts.cookies import Cookie
from readiness_lint.facts.far_hosts import names_far
from readiness_lint.facts.hardcoded import Hardcoded
from readiness_lint.facts.logged_secrets import LoggedSecret
from readiness_lint.facts.open_channels import OpenChannel
from readiness_lint.facts.origins import OpenOrigins
from readiness_lint.facts.predictable import Drawn
from readiness_lint.facts.unchecked_peers import Unchecked
from readiness_lint.facts.url_credentials import UrlCredential


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ('"session", user', ("httponly", "secure")),
        ('"session", user, httponly=True', ("secure",)),
        ('"session", user, httponly=True, secure=tls()', ()),
        ('"session", user, **flags()', ()),
    ],
)
def test_a_flag_is_missing_only_where_it_is_certain(
    arguments: str, missing: tuple[str, ...]
) -> None:
    file = program(f"def login(response, user):\n    response.set_cookie({arguments})\n")

    assert [missing] == [cookie.missing for cookie in file.facts(Cookie)]


@pytest.mark.parametrize(
    ("pattern", "opened"),
    [
        (".*", True),
        ("https?://.*", True),
        (r"https://.*shop\.example", True),
        (r"https://(\w+\.)?shop\.example", False),
        (r"https://.*\.shop\.example", False),
        ("(", False),
    ],
)
def test_a_pattern_lets_strangers_in(pattern: str, *, opened: bool) -> None:
    file = program(
        "from starlette.middleware.cors import CORSMiddleware\n"
        f"CORSMiddleware(app, allow_origin_regex=r'{pattern}', allow_credentials=True)\n"
    )

    assert opened is bool(file.facts(OpenOrigins))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("logging.info('%s %s', password, user)", ["password"]),
        ("logging.info('%s', data['api_key'])", ["api_key"]),
        ("logging.info('%s', token.key)", ["token"]),
        ("logging.info('%s', token.serial)", []),
        ("logging.info('%s', password[:2])", []),
        ("logging.info('invalid token %s', token)", []),
    ],
)
def test_a_record_shows_a_secret_by_its_last_name(source: str, names: list[str]) -> None:
    file = program(f"import logging\ndef login(user, password, data, token):\n    {source}\n")

    assert names == [item.name for item in file.facts(LoggedSecret)]


def test_what_is_drawn_is_followed_to_its_name() -> None:
    file = program(
        "import random\n"
        "def make_token():\n    letters = [random.choice('ab')]\n    return ''.join(letters)\n"
        "def colour():\n    return random.choice('ab')\n"
    )

    assert ["make_token"] == [item.secret for item in file.facts(Drawn)]


def test_a_choice_of_an_operator_leaves_nothing_unchecked() -> None:
    file = program(
        "import ssl\n"
        "def context(verify, certificate):\n"
        "    made = ssl.create_default_context()\n"
        "    if not verify:\n        made.check_hostname = False\n"
        "    if not certificate:\n        made.verify_mode = ssl.CERT_NONE\n"
    )

    assert ["made.verify_mode = ssl.CERT_NONE"] == [item.how for item in file.facts(Unchecked)]


@pytest.mark.parametrize(
    ("text", "far"),
    [
        ("http://api.shop.com/all", True),
        ("http://user@api.shop.com:8080?a=1", True),
        ("api.shop.com:50051", True),
        ("postgresql://shop:{}@db.shop.com/shop", True),
        ("dbname=shop host=db.shop.com", True),
        ("Driver=x;Server=db.shop.com;", True),
        ("http://{}/all", False),
        ("http://api.{}.com/all", False),
        ("http://db/all", False),
        ("dbname=shop host=db", False),
        ("dbname=shop", False),
        ("http://printer.local", False),
        ("http://10.1.2.3:80", False),
        ("http://169.254.169.254/latest", False),
        ("localhost:50051", False),
        ("http://[::1]/all", False),
        ("unix:/run/shop.sock", False),
    ],
)
def test_a_host_of_another_network_is_written_out(text: str, *, far: bool) -> None:
    assert far is names_far(text)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("return 'mongodb://db.shop.com/?tlsInsecure=true'", ["tlsInsecure=true"]),
        ("url += '?ssl_cert_reqs=none'", ["ssl_cert_reqs=none"]),
        ("url = url + '?ssl_cert_reqs=none'", ["ssl_cert_reqs=none"]),
        ("return url.removesuffix('?ssl_cert_reqs=none')", []),
        ("return url == 'rediss://cache.shop.com?ssl_cert_reqs=none'", []),
        ("return {'example': 'rediss://cache.shop.com?ssl_cert_reqs=none'}", []),
        ("return {'url': 'rediss://cache.shop.com?ssl_cert_reqs=none'}", ["ssl_cert_reqs=none"]),
        ("return os.getenv('URL', 'rediss://cache.shop.com?ssl_cert_reqs=none')", []),
        ("return os.environ['URL'] + '?ssl_cert_reqs=none'", ["ssl_cert_reqs=none"]),
        ("url.append('StrictHostKeyChecking=no')", ["StrictHostKeyChecking=no"]),
        ("url.remove('StrictHostKeyChecking=no')", []),
        ("return 'StrictHostKeyChecking=no'", []),
    ],
)
def test_a_text_tells_to_check_nobody(statement: str, told: list[str]) -> None:
    file = program(f"def connected(url):\n    {statement}\n")

    assert told == [item.how for item in file.facts(OpenChannel)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("jwt.encode({}, 'of-the-shop')", True),
        ("jwt.encode({}, KEY)", True),
        ("jwt.encode({}, 'SHOP_KEY')", False),
        ("jwt.encode({}, '')", False),
        ("jwt.encode({}, key())", False),
        ("URL = 'mysql://shop:Eih4ohng@db7.shop.com/a'", True),
        ("URL = 'mysql://shop:Eih4ohng@db/a'", False),
    ],
)
def test_a_key_stands_in_the_source(source: str, *, found: bool) -> None:
    file = program(f"import jwt\nKEY = 'of-the-shop'\n{source}\n")

    assert found is bool(file.facts(Hardcoded))


def test_a_session_in_a_query_is_one_of_the_program() -> None:
    file = program(
        "import jwt\nfrom flask import redirect\n"
        "def ours(user, key):\n    return redirect(f'/?token={jwt.encode(user, key)}')\n"
        "def theirs(token):\n    return redirect(f'/?token={token}')\n"
    )

    assert ["jwt.encode()"] == [item.credential for item in file.facts(UrlCredential)]


@pytest.mark.parametrize(
    ("before", "found"),
    [("pass", True), ("password = digest(password)", False), ("check(password)", False)],
)
def test_a_password_is_clear_until_something_is_made_of_it(before: str, *, found: bool) -> None:
    file = program(
        f"def asked(users, name, password):\n    {before}\n"
        "    return users.find_one({'username': name, 'password': password})\n"
    )

    assert found is bool(file.facts(ClearPassword))
