"""Where uploaded files are, in frameworks that let files of any size through.

Quart 0.22 (16 MB), Litestar 2.25 (10 MB), aiohttp 3.14 (1 MB), Sanic 25.12 and Tornado 6.6 (100 MB)
refuse larger bodies by themselves.
"""

from readiness_lint.knowledge.schema import Is, Knowledge, each

UPLOADS = Is("uploads")

STARLETTE_UPLOADS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io/requests/#request-files",
    (
        # `max_part_size` bounds fields that are no files.
        ("starlette.requests.Request.form", UPLOADS),
        ("starlette.datastructures.UploadFile.file", UPLOADS),
        ("starlette.datastructures.UploadFile.read", Is("reads-upload")),
        ("starlette.requests.Request.body", Is("reads-body")),
    ),
)

FASTAPI_UPLOADS = Knowledge(
    "fastapi",
    "0.99-0.165",
    "https://fastapi.tiangolo.com/tutorial/request-files/",
    (("fastapi.File", Is("file-parameter")),),
)

IN_MEMORY = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/io.html#in-memory-streams",
    (
        *each("io", "BytesIO StringIO", Is("wraps-bytes")),
        *each("builtins", "iter bytes", Is("wraps-bytes")),
        *each("json", "load", Is("reads-whole")),
        *each("csv", "writer DictWriter", Is("writes-rows")),
        ("zipfile.ZipFile", Is("packs")),
        ("tarfile.open", Is("packs")),
    ),
)

PANDAS = Knowledge(
    "pandas",
    "2.0-3.0",
    "https://pandas.pydata.org/docs/reference/io.html",
    (
        *each(
            "pandas",
            "read_csv read_excel read_json read_parquet read_xml",
            Is("reads-whole"),
        ),
    ),
)

OPENPYXL = Knowledge(
    "openpyxl",
    "3.1",
    "https://openpyxl.readthedocs.io/en/stable/api/openpyxl.reader.excel.html",
    (("openpyxl.load_workbook", Is("reads-whole")),),
)

FLASK_UPLOADS = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com/en/stable/patterns/fileuploads/",
    (
        ("flask.Request.files", UPLOADS),
        ("flask.Request.get_data", Is("reads-body")),
    ),
)

DJANGO_UPLOADS = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/http/file-uploads/",
    (("django.http.HttpRequest.FILES", UPLOADS),),
)

REST_FRAMEWORK_UPLOADS = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org/api-guide/parsers/",
    (*each("rest_framework.request.Request", "data", UPLOADS),),
)
