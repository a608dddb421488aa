"""Calls that make a text a part of a page as it is, and those that escape it."""

from readiness_lint.knowledge.schema import Is, Knowledge, Names, Param, Safe, SinkTrait, each
from readiness_lint.terms import SinkKind

HTML = SinkKind.HTML
MARKED, FILLED = "marked", "filled"
ESCAPED = Safe(frozenset({HTML}))
# By itself these answer with HTML; the others only when they are told so.
TYPE = Param("content_type")
DJANGO_PAGE = SinkTrait(
    HTML, Param("content", 0), only=(Param("content_type", 1),), values=("html",), default=True
)
WERKZEUG_PAGE = SinkTrait(
    HTML,
    Param("response", 0),
    only=(Param("headers", 2), Param("mimetype", 3), Param("content_type", 4)),
    values=("html",),
    default=True,
)
# It takes what a view may return, a mapping among it.
MADE_PAGE = SinkTrait(
    HTML,
    Param("args", 0),
    act="returned",
    only=(Param("headers", 2),),
    values=("html",),
    default=True,
)

STDLIB_MARKUP = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/html.html",
    (
        *each("html", "escape", ESCAPED),
        *each("urllib.parse", "quote quote_plus urlencode", ESCAPED),
    ),
)

MARKUPSAFE = Knowledge(
    "MarkupSafe",
    "2.1-3.0",
    "https://markupsafe.palletsprojects.com",
    (
        *each("markupsafe", "escape escape_silent", ESCAPED),
        *each("markupsafe", "Markup", SinkTrait(HTML, Param("object", 0), act=MARKED)),
        *each("markupsafe.Markup", "unescape striptags", Is("unmarks")),
        # Gone from Flask 2.3 and Jinja2 3.1 on.
        *each("flask jinja2", "Markup", Names("markupsafe.Markup")),
        *each("flask jinja2", "escape", Names("markupsafe.escape")),
    ),
)

DJANGO_MARKUP = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/ref/utils/",
    (
        *each(
            "django.utils.html",
            "escape conditional_escape format_html_join json_script escapejs",
            ESCAPED,
        ),
        *each(
            "django.utils.safestring",
            "mark_safe",
            SinkTrait(HTML, Param("s", 0), act=MARKED),
        ),
        *each(
            "django.utils.html",
            "format_html",
            SinkTrait(HTML, Param("format_string", 0), act=FILLED),
            ESCAPED,
        ),
        *each(
            "django.http",
            "HttpResponse HttpResponseBadRequest HttpResponseNotFound HttpResponseForbidden "
            "HttpResponseServerError HttpResponseGone",
            DJANGO_PAGE,
        ),
    ),
)

FLASK_MARKUP = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (*each("flask", "Response", WERKZEUG_PAGE), *each("flask", "make_response", MADE_PAGE)),
)

QUART_MARKUP = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com",
    (*each("quart", "Response", WERKZEUG_PAGE), *each("quart", "make_response", MADE_PAGE)),
)

STARLETTE_MARKUP = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io",
    (
        *each(
            "starlette.responses",
            "HTMLResponse",
            SinkTrait(
                HTML,
                Param("content", 0),
                only=(Param("media_type", 3),),
                values=("html",),
                default=True,
            ),
        ),
        *each(
            "starlette.responses",
            "Response",
            SinkTrait(HTML, Param("content", 0), only=(Param("media_type", 3),), values=("html",)),
        ),
    ),
)

AIOHTTP_MARKUP = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (
        *each(
            "aiohttp.web",
            "Response",
            SinkTrait(HTML, Param("text"), (Param("body"),), only=(TYPE,), values=("html",)),
        ),
    ),
)

SANIC_MARKUP = Knowledge(
    "sanic",
    "25.12",
    "https://sanic.dev",
    (*each("sanic.response", "html", SinkTrait(HTML, Param("body", 0))),),
)

LITESTAR_MARKUP = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (
        *each(
            "litestar",
            "Response",
            SinkTrait(
                HTML,
                Param("content", 0),
                only=(Param("media_type"),),
                values=("html", "litestar.MediaType.HTML", "litestar.enums.MediaType.HTML"),
            ),
        ),
        *each("litestar litestar.enums", "MediaType.HTML", Is("type-of-pages")),
    ),
)

PYRAMID_MARKUP = Knowledge(
    "pyramid",
    "2.1",
    "https://docs.pylonsproject.org/projects/pyramid",
    (
        *each(
            "pyramid.response",
            "Response",
            SinkTrait(
                HTML,
                Param("body", 0),
                (Param("text"),),
                only=(Param("content_type", 4), Param("headerlist", 2)),
                values=("html",),
                default=True,
            ),
        ),
    ),
)

TORNADO_MARKUP = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org",
    (
        *each(
            "tornado.web.RequestHandler",
            "write finish",
            SinkTrait(HTML, Param("chunk", 0), act="returned"),
        ),
        *each("tornado.escape", "xhtml_escape", ESCAPED),
    ),
)

BLEACH = Knowledge(
    "bleach",
    "6.2",
    "https://bleach.readthedocs.io",
    (*each("bleach", "clean linkify", ESCAPED),),
)

NH3 = Knowledge(
    "nh3",
    "0.3",
    "https://nh3.readthedocs.io",
    (*each("nh3", "clean clean_text escape", ESCAPED),),
)
