from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.origins import OpenOrigins

HEAD = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
SHOWN = 'app.config["CORS_SUPPORTS_CREDENTIALS"] = True\n'


@pytest.mark.parametrize(
    ("source", "how"),
    [
        (SHOWN + "CORS(app)", ["no `origins`"]),
        (SHOWN + 'app.config["CORS_ORIGINS"] = "*"\nCORS(app)', ["`CORS_ORIGINS = '*'`"]),
        (
            'app.config.update(CORS_ORIGINS=["*"])\nCORS(app, supports_credentials=True)',
            ["`CORS_ORIGINS = ['*']`"],
        ),
        (SHOWN + 'app.config["CORS_ORIGINS"] = ["https://a.example"]\nCORS(app)', []),
        (SHOWN + "app.config['CORS_ORIGINS'] = hosts()\nCORS(app)", []),
        (SHOWN + "CORS(app, origins=['https://a.example'])", []),
        (SHOWN + "CORS(app, supports_credentials=False)", []),
        ("CORS(app)", []),
    ],
)
def test_flask_may_say_it_in_the_configuration_of_the_application(
    source: str, how: list[str]
) -> None:
    assert how == [item.how for item in program(HEAD + source).facts(OpenOrigins)]


def test_the_configuration_may_stand_in_another_module() -> None:
    settings = "class Config:\n    CORS_SUPPORTS_CREDENTIALS = True\n    CORS_ORIGINS = '*'\n"
    app = HEAD + "CORS(app)"
    named = settings.replace("'*'", "'https://a.example'")
    found = [
        len(modules({"shop.app": app, "shop.config": text})["shop.app"].facts(OpenOrigins))
        for text in (settings, named)
    ]

    assert [1, 0] == found
