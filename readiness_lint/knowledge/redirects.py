"""Calls that send the client somewhere else."""

from readiness_lint.knowledge.schema import Is, Knowledge, Param, SinkTrait, each
from readiness_lint.terms import SinkKind

REDIRECT = SinkKind.REDIRECT
LOCATION = SinkTrait(REDIRECT, Param("location", 0))
URL = SinkTrait(REDIRECT, Param("url", 0))

DJANGO_REDIRECTS = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/http/shortcuts/",
    (
        *each("django.shortcuts", "redirect", SinkTrait(REDIRECT, Param("to", 0))),
        *each(
            "django.http",
            "HttpResponseRedirect HttpResponsePermanentRedirect",
            SinkTrait(REDIRECT, Param("redirect_to", 0)),
        ),
        ("django.views.generic.RedirectView", Is("redirects-by-method")),
        ("django.views.generic.RedirectView.get_redirect_url", Is("sent-to-returned")),
    ),
)

FLASK_REDIRECTS = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (*each("flask", "redirect", LOCATION), ("flask.Flask.redirect", LOCATION)),
)

WERKZEUG_REDIRECTS = Knowledge(
    "Werkzeug",
    "2.2-3.1",
    "https://werkzeug.palletsprojects.com",
    (*each("werkzeug.utils", "redirect", LOCATION),),
)

QUART_REDIRECTS = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com",
    (*each("quart", "redirect", LOCATION), ("quart.Quart.redirect", LOCATION)),
)

STARLETTE_REDIRECTS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io",
    (*each("starlette.responses", "RedirectResponse", URL),),
)

AIOHTTP_REDIRECTS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (
        *each(
            "aiohttp.web",
            "HTTPFound HTTPSeeOther HTTPMovedPermanently HTTPTemporaryRedirect "
            "HTTPPermanentRedirect",
            LOCATION,
        ),
    ),
)

SANIC_REDIRECTS = Knowledge(
    "sanic",
    "25.12",
    "https://sanic.dev",
    (*each("sanic.response", "redirect", SinkTrait(REDIRECT, Param("to", 0))),),
)

LITESTAR_REDIRECTS = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (*each("litestar.response", "Redirect", SinkTrait(REDIRECT, Param("path", 0))),),
)

BOTTLE_REDIRECTS = Knowledge(
    "bottle",
    "0.13",
    "https://bottlepy.org",
    (*each("bottle", "redirect", URL),),
)

TORNADO_REDIRECTS = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org",
    (*each("tornado.web.RequestHandler", "redirect", URL),),
)

PYRAMID_REDIRECTS = Knowledge(
    "pyramid",
    "2.1",
    "https://docs.pylonsproject.org/projects/pyramid",
    (
        *each(
            "pyramid.httpexceptions",
            "HTTPFound HTTPSeeOther HTTPMovedPermanently HTTPTemporaryRedirect "
            "HTTPPermanentRedirect",
            LOCATION,
        ),
    ),
)

FALCON_REDIRECTS = Knowledge(
    "falcon",
    "4.4",
    "https://falcon.readthedocs.io",
    (
        *each(
            "falcon",
            "HTTPFound HTTPSeeOther HTTPMovedPermanently HTTPTemporaryRedirect "
            "HTTPPermanentRedirect",
            LOCATION,
        ),
    ),
)

ENCODES = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/urllib.parse.html",
    (("urllib.parse.urlencode", Is("encodes-query")),),
)
