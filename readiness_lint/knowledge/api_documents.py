from readiness_lint.knowledge.schema import Is, Knowledge

# Read in the source: these give back the function that they are put on, with a description of it.
SPECTACULAR = Knowledge(
    "drf-spectacular",
    "0.26-0.30",
    "https://drf-spectacular.readthedocs.io",
    (("drf_spectacular.utils.extend_schema", Is("describes")),),
)

YASG = Knowledge(
    "drf-yasg",
    "1.21-1.21",
    "https://drf-yasg.readthedocs.io",
    (("drf_yasg.utils.swagger_auto_schema", Is("describes")),),
)
