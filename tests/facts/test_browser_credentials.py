"""Whether a program knows its callers by what a browser shows by itself."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.browser_credentials import knows_browsers

STARLETTE = "from starlette.middleware.sessions import SessionMiddleware\n"
BEARER = """
from fastapi import Depends
from fastapi.security import HTTPBearer

scheme = HTTPBearer()
"""
LOGIN = "from fastapi import Response\ndef login(response: Response, token):\n    response"
PAGES = """
import os
from flask import Flask, session

app = Flask(__name__)
shelf = {}

def user():
    return session["user"]

"""
SAME_SITE = "SESSION_COOKIE_SAMESITE"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (BEARER, False),
        ("import requests\njar = requests.get('https://a.example').cookies\n", False),
        ("def user(request):\n    return request.cookies.get('session')\n", True),
        ("from fastapi.security import HTTPBasic\nbasic = HTTPBasic()\n", True),
        ("from flask import session\ndef user():\n    return session['user']\n", True),
        ("USER = 'X-Forwarded-Email'\n", True),
        ("CLASSES = ['rest_framework.authentication.BasicAuthentication']\n", True),
        ("class Page:\n    def user(self):\n        return self.get_secure_cookie('user')\n", True),
        # The pages of other sites bring no cookie that stays at home.
        (f"{STARLETTE}def add(app):\n    app.add_middleware(SessionMiddleware)\n", False),
        (f"{STARLETTE}def made(app):\n    return SessionMiddleware(app, same_site='none')\n", True),
        (f"{STARLETTE}def made(app, s):\n    return SessionMiddleware(app, same_site=s)\n", True),
        (f"{LOGIN}.set_cookie('session', token)\n", False),
        (f"{LOGIN}.set_cookie('session', token, samesite='none')\n", True),
        ("def login(response, token):\n    response.set_cookie('session', token)\n", True),
        (f"{SAME_SITE} = 'Lax'\ndef user(request):\n    return request.COOKIES['a']\n", False),
        (f"{SAME_SITE} = None\n", True),
        # An application carries its configuration itself, or takes it from a class.
        (f"{PAGES}app.config['{SAME_SITE}'] = 'Lax'\n", False),
        (f"{PAGES}app.config.update({SAME_SITE}='Strict')\n", False),
        (f"{PAGES}app.config.from_mapping({{'{SAME_SITE}': 'Lax'}})\n", False),
        (f"{PAGES}class Config:\n    {SAME_SITE} = os.getenv('S', 'Lax')\n", False),
        (f"{PAGES}class Config:\n    {SAME_SITE} = 'None'\n", True),
        (f"{PAGES}class Shelf:\n    {SAME_SITE} = 'Lax'\n", True),
        (f"{PAGES}shelf['{SAME_SITE}'] = 'Lax'\n", True),
        # Who it is does not hang on it.
        ("def theme(response, name):\n    response.set_cookie('theme', name)\n", False),
    ],
)
def test_what_a_browser_shows_by_itself(source: str, *, expected: bool) -> None:
    found = modules({"shop.settings": source, "shop.app": "app = None\n"})

    assert expected is knows_browsers(found["shop.app"])
