from readiness_lint.knowledge.schema import Is, Knowledge, each

STOPS, ATTACHES, TRACES = Is("debugger"), Is("debugger-port"), Is("debug-print")

PDB = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/pdb.html",
    (
        ("builtins.breakpoint", STOPS),
        *each("pdb", "set_trace post_mortem pm run runcall runeval", STOPS),
        ("code.interact", STOPS),
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
    each("web_pdb wdb rpdb remote_pdb", "set_trace", STOPS),
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
        *each("snoop", "snoop pp", TRACES),
        ("pysnooper.snoop", TRACES),
    ),
)
