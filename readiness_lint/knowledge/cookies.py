"""Calls that give a client a cookie."""

from readiness_lint.knowledge.schema import Is, Knowledge, Names, Param, SetsCookie, each

KEYED = SetsCookie()
KEYED_LAX = SetsCookie(home=True)
FLAGS = (Param("httponly"), Param("secure"), (Param("max_age"), Param("expires")))
NAMED = SetsCookie(Param("name", 0), Param("value", 1), *FLAGS, same_site=Param("samesite"))
SIGNED = SetsCookie(Param("key", 0), Param("value", 1), *FLAGS, same_site=Param("samesite"))

STARLETTE_COOKIES = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/responses/#set-cookie",
    (("starlette.responses.Response.set_cookie", KEYED_LAX),),
)
WERKZEUG_COOKIES = Knowledge(
    "Werkzeug",
    "3.1",
    "https://werkzeug.palletsprojects.com/en/stable/wrappers/",
    (("werkzeug.wrappers.Response.set_cookie", KEYED),),
)
DJANGO_COOKIES = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpResponse.set_cookie",
    (
        *each("django.http.HttpResponseBase", "set_cookie", KEYED),
        *each("django.http.HttpResponseBase", "set_signed_cookie", SIGNED),
    ),
)
AIOHTTP_COOKIES = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org/en/stable/web_reference.html",
    (("aiohttp.web.StreamResponse.set_cookie", NAMED),),
)
TORNADO_COOKIES = Knowledge(
    "tornado",
    "6.6",
    "https://www.tornadoweb.org/en/stable/web.html#cookies",
    (*each("tornado.web.RequestHandler", "set_cookie set_secure_cookie set_signed_cookie", NAMED),),
)
LITESTAR_COOKIES = Knowledge(
    "litestar",
    "2.25",
    "https://docs.litestar.dev/latest/usage/responses.html#setting-response-cookies",
    (
        ("litestar.Response.set_cookie", KEYED_LAX),
        ("litestar.datastructures.Cookie", KEYED_LAX),
        ("litestar.datastructures.Cookie", Is("class")),
        ("litestar.datastructures.cookie.Cookie", Names("litestar.datastructures.Cookie")),
    ),
)
