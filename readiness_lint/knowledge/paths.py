"""Paths of files: what makes one, what takes one, and what leaves nothing in it that leads away."""

from readiness_lint.knowledge.schema import (
    Carries,
    Inherits,
    Is,
    Knowledge,
    Names,
    Param,
    Returns,
    Safe,
    SinkTrait,
    each,
)
from readiness_lint.terms import SinkKind, Type

PATH = SinkKind.PATH
PURE, CONCRETE = "pathlib.PurePath", "pathlib.Path"
JOINS = "joinpath with_name with_stem with_suffix relative_to parent __truediv__ __rtruediv__"
READ = SinkTrait(PATH, None, act="read")
LIST = SinkTrait(PATH, None, act="list")
WRITE = SinkTrait(PATH, None, act="write")
HARMLESS = Safe(frozenset({PATH}))
JOINED = Carries(how="joined")

PATHLIB = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/pathlib.html",
    (
        *each("pathlib", "PurePath Path", Is("class"), JOINED),
        *each("pathlib", "PurePosixPath PureWindowsPath", Inherits((PURE,)), JOINED),
        *each("pathlib", "PosixPath WindowsPath", Inherits((CONCRETE,)), JOINED),
        (CONCRETE, Inherits((PURE,))),
        *each(PURE, JOINS, Returns(Type(PURE))),
        *each(CONCRETE, JOINS, Returns(Type(CONCRETE))),
        *each(
            CONCRETE,
            "resolve absolute expanduser readlink rename replace cwd home",
            Returns(Type(CONCRETE)),
        ),
        *each(
            CONCRETE,
            "iterdir glob rglob",
            LIST,
            Returns(Type("typing.Iterator", (Type(CONCRETE),))),
        ),
        *each(f"{PURE} {CONCRETE}", "joinpath", JOINED),
        *each(f"{PURE} {CONCRETE}", "name stem suffix suffixes drive root anchor", HARMLESS),
        # Who writes `~` means files of his own: the program runs for him, on his machine.
        (f"{CONCRETE}.expanduser", HARMLESS),
        *each(CONCRETE, "read_text read_bytes", READ),
        *each(
            CONCRETE,
            "write_text write_bytes unlink rmdir mkdir touch symlink_to hardlink_to",
            WRITE,
        ),
        *each(CONCRETE, "open", SinkTrait(PATH, None, act="read", mode=Param("mode", 0))),
        *each(
            CONCRETE, "rename replace", SinkTrait(PATH, None, (Param("target", 0),), act="write")
        ),
    ),
)

TEXT = Param("path", 0)
SOURCE, TARGET = Param("src", 0), Param("dst", 1)
OS_PATHS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/os.html",
    (
        *each("os.path", "join", JOINED),
        *each(
            "os.path",
            "normpath abspath realpath expandvars dirname normcase",
            Carries((Param("path", 0),)),
        ),
        ("os.path.expanduser", HARMLESS),
        *each("os", "fspath fsdecode fsencode", Carries()),
        *each("posixpath ntpath", "", Names("os.path")),
        *each("os", "remove unlink rmdir truncate chmod chown", SinkTrait(PATH, TEXT, act="write")),
        *each("os", "mkdir", SinkTrait(PATH, TEXT, act="write")),
        *each("os", "makedirs removedirs", SinkTrait(PATH, Param("name", 0), act="write")),
        *each("os", "rename replace symlink link", SinkTrait(PATH, SOURCE, (TARGET,), act="write")),
        *each("os", "renames", SinkTrait(PATH, Param("old", 0), (Param("new", 1),), act="write")),
        *each("os", "listdir scandir", SinkTrait(PATH, TEXT, act="list")),
        *each("os", "walk fwalk", Is("walks-files")),
        *each("os", "walk", SinkTrait(PATH, Param("top", 0), act="list")),
        *each("os", "open", SinkTrait(PATH, TEXT, act="write")),
    ),
)

FILE, NAME = Param("file", 0), Param("filename", 0)
MODE = Param("mode", 1)
FILE_SINKS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/fileformats.html",
    (
        *each("builtins io", "open", SinkTrait(PATH, FILE, act="read", mode=MODE)),
        *each("builtins io", "open", Is("opens-file")),
        *each("tempfile", "NamedTemporaryFile TemporaryFile", Is("opens-file")),
        *each("codecs", "open", SinkTrait(PATH, NAME, act="read", mode=MODE)),
        *each(
            "gzip bz2 lzma",
            "open",
            SinkTrait(PATH, NAME, act="read", mode=MODE, streams=True),
        ),
        *each(
            "tarfile",
            "open",
            SinkTrait(PATH, Param("name", 0), act="read", mode=MODE, streams=True),
        ),
        *each("zipfile", "ZipFile", SinkTrait(PATH, FILE, act="read", mode=MODE, streams=True)),
        *each("shutil", "rmtree", SinkTrait(PATH, TEXT, act="write")),
        *each(
            "shutil",
            "copy copy2 copyfile copytree move",
            SinkTrait(PATH, SOURCE, (TARGET,), act="write"),
        ),
        *each(
            "shutil",
            "make_archive",
            SinkTrait(PATH, Param("base_name", 0), (Param("root_dir", 2),), act="write"),
        ),
        *each(
            "shutil",
            "unpack_archive",
            SinkTrait(PATH, NAME, (Param("extract_dir", 1),), act="write"),
        ),
        *each("sqlite3", "connect", SinkTrait(PATH, Param("database", 0), act="write")),
        *each(
            "importlib.util",
            "spec_from_file_location",
            SinkTrait(PATH, Param("location", 1), act="execute"),
        ),
        *each("logging", "FileHandler", SinkTrait(PATH, NAME, act="write")),
    ),
)

AIOFILES_PATHS = Knowledge(
    "aiofiles",
    "25.1",
    "https://github.com/Tinche/aiofiles",
    (
        *each("aiofiles", "open", SinkTrait(PATH, FILE, act="read", mode=MODE)),
        ("aiofiles.threadpool.open", Names("aiofiles.open")),
    ),
)

ANYIO_PATH = "anyio.Path"
ANYIO_PATHS = Knowledge(
    "anyio",
    "4.16",
    "https://anyio.readthedocs.io",
    (
        *each("anyio", "open_file", SinkTrait(PATH, FILE, act="read", mode=MODE)),
        *each("anyio", "Path", Is("class"), JOINED),
        *each(
            ANYIO_PATH,
            "joinpath with_name with_stem with_suffix relative_to parent __truediv__ resolve "
            "absolute expanduser",
            Returns(Type(ANYIO_PATH)),
        ),
        *each(ANYIO_PATH, "joinpath", JOINED),
        *each(ANYIO_PATH, "name stem suffix suffixes expanduser", HARMLESS),
        *each(ANYIO_PATH, "read_text read_bytes", READ),
        *each(ANYIO_PATH, "write_text write_bytes unlink rmdir mkdir touch", WRITE),
        *each(ANYIO_PATH, "open", SinkTrait(PATH, None, act="read", mode=Param("mode", 0))),
        *each(ANYIO_PATH, "iterdir glob rglob", LIST),
    ),
)

STORED_FILE, STORED_FILES = (
    "werkzeug.datastructures.FileStorage",
    "werkzeug.datastructures.FileMultiDict",
)
WERKZEUG_PATHS = Knowledge(
    "Werkzeug",
    "2.2-3.1",
    "https://werkzeug.palletsprojects.com",
    (
        *each(STORED_FILE, "save", SinkTrait(PATH, Param("dst", 0), act="write")),
        *each(STORED_FILES, "__getitem__ get pop", Returns(Type(STORED_FILE))),
        *each(
            STORED_FILES,
            "getlist values",
            Returns(Type("builtins.list", (Type(STORED_FILE),))),
        ),
        (
            "werkzeug.datastructures.file_storage.FileStorage",
            Names("werkzeug.datastructures.FileStorage"),
        ),
    ),
)

FLASK_PATHS = Knowledge(
    "Flask",
    "2.2-3.1",
    "https://flask.palletsprojects.com",
    (
        ("flask.Request.files", Returns(Type(STORED_FILES))),
        *each(
            "flask",
            "send_file",
            SinkTrait(PATH, Param("path_or_file", 0), act="serve", streams=True),
        ),
        # Joins the second argument in a way that cannot leave the first.
        *each("flask", "send_from_directory", SinkTrait(PATH, Param("directory", 0), act="serve")),
        ("flask.helpers.send_file", Names("flask.send_file")),
        ("flask.helpers.send_from_directory", Names("flask.send_from_directory")),
    ),
)

QUART_PATHS = Knowledge(
    "Quart",
    "0.22",
    "https://quart.palletsprojects.com",
    (
        ("quart.Request.files", Returns(Type(STORED_FILES))),
        *each(
            "quart",
            "send_file",
            SinkTrait(PATH, Param("filename_or_io", 0), act="serve", streams=True),
        ),
        *each("quart", "send_from_directory", SinkTrait(PATH, Param("directory", 0), act="serve")),
    ),
)

STARLETTE_PATHS = Knowledge(
    "starlette",
    "0.27-1.10",
    "https://www.starlette.io",
    (
        *each("starlette.responses", "FileResponse", SinkTrait(PATH, TEXT, act="serve")),
        *each(
            "starlette.staticfiles", "StaticFiles", SinkTrait(PATH, Param("directory"), act="serve")
        ),
    ),
)

DJANGO_PATHS = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com",
    (
        *each(
            "django.views.static",
            "serve",
            SinkTrait(PATH, Param("document_root", 2), act="serve"),
        ),
    ),
)

AIOHTTP_PATHS = Knowledge(
    "aiohttp",
    "3.14",
    "https://docs.aiohttp.org",
    (*each("aiohttp.web", "FileResponse", SinkTrait(PATH, TEXT, act="serve")),),
)

SANIC_PATHS = Knowledge(
    "sanic",
    "25.12",
    "https://sanic.dev",
    (
        *each(
            "sanic.response",
            "file file_stream",
            SinkTrait(PATH, Param("location", 0), act="serve"),
        ),
    ),
)

LITESTAR_PATHS = Knowledge(
    "litestar",
    "2.1-2.25",
    "https://docs.litestar.dev",
    (*each("litestar.response", "File", SinkTrait(PATH, TEXT, act="serve")),),
)

BOTTLE_PATHS = Knowledge(
    "bottle",
    "0.13",
    "https://bottlepy.org",
    (*each("bottle", "static_file", SinkTrait(PATH, Param("root", 1), act="serve")),),
)

READS_TABLE = SinkTrait(PATH, Param("filepath_or_buffer", 0), act="read", streams=True)
PANDAS_PATHS = Knowledge(
    "pandas",
    "2.2-3.0",
    "https://pandas.pydata.org/docs/",
    (
        *each("pandas", "read_csv read_table read_fwf", READS_TABLE),
        *each("pandas", "read_excel", SinkTrait(PATH, Param("io", 0), act="read", streams=True)),
        *each(
            "pandas",
            "read_parquet read_feather read_orc",
            SinkTrait(PATH, Param("path", 0), act="read", streams=True),
        ),
        *each(
            "pandas",
            "read_pickle",
            SinkTrait(PATH, Param("filepath_or_buffer", 0), act="execute", streams=True),
        ),
        *each(
            "pandas.DataFrame",
            "to_csv",
            SinkTrait(PATH, Param("path_or_buf", 0), act="write", streams=True),
        ),
        *each(
            "pandas.DataFrame",
            "to_excel",
            SinkTrait(PATH, Param("excel_writer", 0), act="write", streams=True),
        ),
        *each(
            "pandas.DataFrame",
            "to_parquet",
            SinkTrait(PATH, Param("path", 0), act="write", streams=True),
        ),
        *each(
            "pandas",
            "read_csv read_table read_fwf read_excel read_parquet DataFrame",
            Returns(Type("pandas.DataFrame")),
        ),
    ),
)

DOTENV_PATHS = Knowledge(
    "python-dotenv",
    "1.1",
    "https://github.com/theskumar/python-dotenv",
    (
        *each(
            "dotenv",
            "load_dotenv dotenv_values",
            SinkTrait(PATH, Param("dotenv_path", 0), act="read"),
        ),
    ),
)

NUMPY_PATHS = Knowledge(
    "numpy",
    "2.4",
    "https://numpy.org/doc/stable/",
    (
        *each("numpy", "load", SinkTrait(PATH, FILE, act="read", streams=True)),
        *each(
            "numpy", "save savez savez_compressed", SinkTrait(PATH, FILE, act="write", streams=True)
        ),
    ),
)

IMAGE = "PIL.Image.Image"
PILLOW_PATHS = Knowledge(
    "pillow",
    "11.3",
    "https://pillow.readthedocs.io",
    (
        *each(
            "PIL.Image",
            "open",
            SinkTrait(PATH, Param("fp", 0), act="read", streams=True),
            Returns(Type(IMAGE)),
        ),
        ("PIL.Image.new", Returns(Type(IMAGE))),
        *each(
            IMAGE,
            "convert resize crop rotate transpose copy filter",
            Returns(Type(IMAGE)),
        ),
        *each(IMAGE, "save", SinkTrait(PATH, Param("fp", 0), act="write", streams=True)),
    ),
)

PARAMIKO_PATHS = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org",
    (
        *each(
            "paramiko.SFTPClient",
            "get",
            SinkTrait(PATH, Param("localpath", 1), act="write"),
        ),
        *each("paramiko.SFTPClient", "put", SinkTrait(PATH, Param("localpath", 0), act="read")),
    ),
)

JINJA_PATHS = Knowledge(
    "Jinja2",
    "3.1",
    "https://jinja.palletsprojects.com",
    (
        *each(
            "jinja2",
            "FileSystemLoader",
            SinkTrait(PATH, Param("searchpath", 0), act="read"),
        ),
    ),
)
