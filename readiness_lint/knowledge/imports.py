from readiness_lint.knowledge.schema import Is, Knowledge, each

# What loads modules, or lists what is in one, by names that no import statement has.
IMPORTS = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/importlib.html",
    (
        *each("importlib", "import_module reload", Is("imports-by-name")),
        *each("importlib.util", "spec_from_file_location module_from_spec", Is("imports-by-name")),
        *each("importlib.metadata", "entry_points", Is("imports-by-name")),
        *each("builtins", "__import__ globals", Is("imports-by-name")),
        *each("pkgutil", "iter_modules walk_packages resolve_name", Is("imports-by-name")),
        *each("inspect", "getmembers", Is("imports-by-name")),
        *each("runpy", "run_module run_path", Is("imports-by-name")),
    ),
)

# What looks at the calls that are running.
FRAMES = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/inspect.html",
    (*each("inspect", "stack currentframe getmodule getmodulename getouterframes", Is("pure")),),
)

OTHERS = Knowledge(
    "setuptools",
    "60-80",
    "https://setuptools.pypa.io",
    (
        *each("pkg_resources", "iter_entry_points load_entry_point", Is("imports-by-name")),
        *each("importlib_metadata", "entry_points", Is("imports-by-name")),
        *each("werkzeug.utils", "import_string find_modules", Is("imports-by-name")),
        *each(
            "django.utils.module_loading",
            "import_string autodiscover_modules",
            Is("imports-by-name"),
        ),
        *each("stevedore", "ExtensionManager DriverManager", Is("imports-by-name")),
    ),
)
