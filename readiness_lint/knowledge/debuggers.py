from readiness_lint.knowledge.schema import DebugOption, Is, Knowledge, Param, each

STOPS, ATTACHES, TRACES = Is("debugger"), Is("debugger-port"), Is("debug-print")
DUMPS = Is("debug-dump")

PDB = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/pdb.html",
    (
        ("builtins.breakpoint", STOPS),
        *each("pdb", "set_trace post_mortem pm run runcall runeval", STOPS),
        ("pdb.Pdb.set_trace", STOPS),
        ("code.interact", STOPS),
        ("sys.breakpointhook", STOPS),
        ("faulthandler.dump_traceback_later", DUMPS),
    ),
)
CELERY_RDB = Knowledge(
    "celery",
    "5.3-5.5",
    "https://docs.celeryq.dev/en/stable/userguide/debugging.html",
    (("celery.contrib.rdb.set_trace", STOPS),),
)
IPDB = Knowledge(
    "ipdb",
    "0.13-0.13",
    "https://github.com/gotcha/ipdb",
    each("ipdb", "set_trace sset_trace post_mortem pm run runcall runeval", STOPS),
)
PUDB = Knowledge(
    "pudb", "2024.1", "https://documen.tician.de/pudb", each("pudb", "set_trace", STOPS)
)
IPYTHON = Knowledge("ipython", "8.0-9.0", "https://ipython.org", each("IPython", "embed", STOPS))
OVER_THE_NETWORK = Knowledge(
    "web-pdb",
    "1.6",
    "https://github.com/romanvm/python-web-pdb",
    each("web_pdb wdb rpdb remote_pdb remote_pdb.RemotePdb", "set_trace", STOPS),
)
DEBUGPY = Knowledge(
    "debugpy",
    "1.8",
    "https://github.com/microsoft/debugpy",
    (
        *each("debugpy", "wait_for_client breakpoint", STOPS),
        *each("debugpy", "listen", ATTACHES),
        *each("ptvsd", "wait_for_attach break_into_debugger", STOPS),
        *each("ptvsd", "enable_attach", ATTACHES),
    ),
)
PYDEVD = Knowledge(
    "pydevd",
    "2.0-3.3",
    "https://github.com/fabioz/PyDev.Debugger",
    each("pydevd pydevd_pycharm", "settrace", STOPS),
)
PRINTED = Knowledge(
    "icecream",
    "2.1",
    "https://github.com/gruns/icecream",
    (
        ("icecream.ic", TRACES),
        # The package is its own decorator.
        ("snoop", TRACES),
        *each("snoop", "snoop pp", TRACES),
        ("pysnooper.snoop", TRACES),
    ),
)
SHOWN = Knowledge(
    "rich",
    "12.0-15.0",
    "https://rich.readthedocs.io/en/stable/traceback.html",
    (("rich.traceback.install", DebugOption(Param("show_locals"), "debug-locals")),),
)
OF_LITESTAR = Knowledge(
    "litestar",
    "2.8-2.25",
    "https://docs.litestar.dev/2/usage/debugging.html",
    (("litestar.Litestar", DebugOption(Param("pdb_on_exception"), "debugger")),),
)
