"""What declares the shape of a body or of an answer, beside the frameworks' own ways."""

from readiness_lint.knowledge.schema import Inherits, Is, Knowledge, each

SMOREST = Knowledge(
    "flask-smorest",
    "0.47-0.47",
    "https://flask-smorest.readthedocs.io",
    (
        ("flask_smorest.Blueprint", Inherits(("flask.Blueprint",))),
        ("flask_smorest.Blueprint.arguments", Is("takes-model")),
        *each("flask_smorest.Blueprint", "response alt_response", Is("gives-model")),
        ("flask_smorest.Blueprint.paginate", Is("gives-pages")),
    ),
)

WEBARGS = Knowledge(
    "webargs",
    "8.7-8.7",
    "https://webargs.readthedocs.io",
    (
        *each(
            "webargs.flaskparser webargs.djangoparser webargs.aiohttpparser",
            "use_args use_kwargs",
            Is("takes-model"),
        ),
    ),
)

RESTFUL_MARSHALLING = Knowledge(
    "flask-restful",
    "0.3-0.3",
    "https://flask-restful.readthedocs.io",
    (("flask_restful.marshal_with", Is("gives-model")),),
)

RESTX_MARSHALLING = Knowledge(
    "flask-restx",
    "1.3-1.3",
    "https://flask-restx.readthedocs.io",
    (
        ("flask_restx.marshal_with", Is("gives-model")),
        *each("flask_restx.Namespace", "marshal_with marshal_list_with", Is("gives-model")),
    ),
)

PYDANTIC_MODELS = Knowledge(
    "pydantic",
    "2.14-2.14",
    "https://docs.pydantic.dev",
    each("pydantic", "BaseModel RootModel", Is("input-model")),
)

SQLMODEL_MODELS = Knowledge(
    "sqlmodel",
    "0.0.50-0.0.50",
    "https://sqlmodel.tiangolo.com",
    (("sqlmodel.SQLModel", Is("input-model")),),
)

MSGSPEC = Knowledge(
    "msgspec",
    "0.22-0.22",
    "https://jcristharif.com/msgspec/",
    (("msgspec.Struct", Is("input-model")),),
)

MARSHMALLOW = Knowledge(
    "marshmallow",
    "4.4-4.4",
    "https://marshmallow.readthedocs.io",
    (("marshmallow.Schema", Is("input-model")),),
)

MARSHMALLOW_SQLALCHEMY = Knowledge(
    "marshmallow-sqlalchemy",
    "1.6-1.6",
    "https://marshmallow-sqlalchemy.readthedocs.io",
    each("marshmallow_sqlalchemy", "SQLAlchemySchema SQLAlchemyAutoSchema", Is("input-model")),
)

NINJA_MODELS = Knowledge(
    "django-ninja",
    "1.7-1.7",
    "https://django-ninja.dev",
    each("ninja", "Schema ModelSchema", Is("input-model")),
)

TYPED = Knowledge(
    "Python",
    "3.11-3.14",
    "https://docs.python.org/3/library/typing.html",
    (("typing.TypedDict", Is("input-model")),),
)

DJANGO_FORMS = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/forms/",
    (
        *each("django.forms", "Form ModelForm", Is("form")),
        ("django.core.paginator.Paginator", Is("gives-pages")),
    ),
)

FLASK_FORMS = Knowledge(
    "Flask-WTF",
    "1.3-1.3",
    "https://flask-wtf.readthedocs.io",
    (("flask_wtf.FlaskForm", Is("form")), ("flask_wtf.FlaskForm", Is("reads-request"))),
)

FORMS = Knowledge(
    "WTForms",
    "3.3-3.3",
    "https://wtforms.readthedocs.io",
    (("wtforms.Form", Is("form")),),
)

FASTAPI_PAGINATION = Knowledge(
    "fastapi-pagination",
    "0.16-0.16",
    "https://uriyyo-fastapi-pagination.netlify.app",
    each("fastapi_pagination", "Page LimitOffsetPage paginate", Is("gives-pages")),
)
