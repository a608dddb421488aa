"""Calls that make objects of bytes, and run what the bytes say while they do."""

from dataclasses import replace

from readiness_lint.knowledge.schema import Knowledge, Names, Param, Past, SinkTrait, each
from readiness_lint.terms import SinkKind

LOADS = SinkKind.LOADS
FILE, NAMED, YAML, NETWORK = "file", "named", "yaml", "network"
BYTES = SinkTrait(LOADS, Param("data", 0))
STREAM = SinkTrait(LOADS, Param("file", 0), act=FILE)

PICKLES = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/pickle.html",
    (
        *each("pickle", "loads", BYTES),
        *each("pickle", "load Unpickler", STREAM),
        *each("marshal", "loads", SinkTrait(LOADS, Param("bytes", 0))),
        *each("marshal", "load", STREAM),
        ("_pickle", Names("pickle")),
        # The file is the program's own, unless a client says which one.
        *each("shelve", "open", SinkTrait(LOADS, Param("filename", 0), act=NAMED)),
        # Each connection unpickles what comes; with a key, only from those who know it.
        *each(
            "multiprocessing.connection",
            "Listener",
            SinkTrait(
                LOADS,
                Param("address", 0),
                act=NETWORK,
                item=0,
                only=(Param("authkey", 3),),
                default=True,
            ),
        ),
    ),
)

KOMBU = Knowledge(
    "kombu",
    "5.7",
    "https://docs.celeryq.dev/projects/kombu/",
    (
        *each("kombu.serialization", "pickle_loads unpickle", SinkTrait(LOADS, Param("s", 0))),
        *each(
            "kombu.serialization",
            "loads",
            SinkTrait(
                LOADS,
                Param("data", 0),
                only=(Param("accept", 3),),
                values=("pickle", "application/x-python-serialize"),
            ),
        ),
        ("celery.utils.serialization.pickle", Names("pickle")),
    ),
)

DILL = Knowledge(
    "dill",
    "0.3-0.4",
    "https://dill.readthedocs.io",
    (*each("dill", "loads", SinkTrait(LOADS, Param("str", 0))), *each("dill", "load", STREAM)),
)

CLOUDPICKLE = Knowledge(
    "cloudpickle",
    "3.1",
    "https://github.com/cloudpipe/cloudpickle",
    (*each("cloudpickle", "loads", BYTES), *each("cloudpickle", "load", STREAM)),
)

JOBLIB = Knowledge(
    "joblib",
    "1.5",
    "https://joblib.readthedocs.io",
    (
        *each("joblib", "load", SinkTrait(LOADS, Param("filename", 0), act=FILE)),
        ("sklearn.externals.joblib", Names("joblib")),
    ),
)

# What it makes by itself depends on the version; from 2.6 on it loads weights alone.
TORCH = Knowledge(
    "torch",
    "2.6",
    "https://docs.pytorch.org/docs/stable/",
    (
        *each(
            "torch",
            "load",
            SinkTrait(
                LOADS, Param("f", 0), act=FILE, only=(Param("weights_only"),), values=(False,)
            ),
        ),
    ),
)

NUMPY_LOADS = Knowledge(
    "numpy",
    "2.4",
    "https://numpy.org/doc/stable/",
    (
        *each(
            "numpy",
            "load",
            SinkTrait(
                LOADS, Param("file", 0), act=FILE, only=(Param("allow_pickle", 2),), values=(True,)
            ),
        ),
    ),
)

PANDAS_LOADS = Knowledge(
    "pandas",
    "2.2-3.0",
    "https://pandas.pydata.org/docs/",
    (
        *each("pandas", "read_pickle", SinkTrait(LOADS, Param("filepath_or_buffer", 0), act=FILE)),
        *each("pandas", "read_hdf", SinkTrait(LOADS, Param("path_or_buf", 0), act=NAMED)),
    ),
)

# A layer may hold code of Python.
KERAS = Knowledge(
    "keras",
    "3.15",
    "https://keras.io/api/models/model_saving_apis/",
    (
        *each(
            "keras.models keras.saving",
            "load_model",
            SinkTrait(
                LOADS,
                Param("filepath", 0),
                act=NAMED,
                only=(Param("safe_mode", 3),),
                values=(False,),
            ),
        ),
    ),
)

# From 0.10 on it refuses to trust whatever a file names.
TRUSTS = SinkTrait(
    LOADS,
    Param("data", 0),
    only=(Param("trusted", 1),),
    past=Past("skops", "0.10", (True,), default=False),
)
SKOPS = Knowledge(
    "skops",
    "0.9-0.16",
    "https://skops.readthedocs.io",
    (
        *each("skops.io", "loads", TRUSTS),
        *each("skops.io", "load", replace(TRUSTS, value=Param("file", 0), act=FILE)),
    ),
)

JSONPICKLE = Knowledge(
    "jsonpickle",
    "4.1",
    "https://jsonpickle.readthedocs.io",
    (*each("jsonpickle", "decode loads", SinkTrait(LOADS, Param("string", 0))),),
)

# Without a loader it raises from 6 on, and took the full one from 5.1 on, the unsafe one before.  What
# a full loader runs was taken out in 5.4.
FULL = ("yaml.FullLoader", "yaml.CFullLoader")
OLD = Past("PyYAML", "5.4", FULL)
LOADER = SinkTrait(
    LOADS,
    Param("stream", 0),
    act=YAML,
    only=(Param("Loader", 1),),
    values=(
        "yaml.Loader",
        "yaml.UnsafeLoader",
        "yaml.CLoader",
        "yaml.CUnsafeLoader",
    ),
    past=OLD,
)
PYYAML = Knowledge(
    "PyYAML",
    "6.0",
    "https://pyyaml.org",
    (
        *each("yaml", "load load_all", LOADER),
        *each(
            "yaml",
            "unsafe_load unsafe_load_all",
            SinkTrait(LOADS, Param("stream", 0), act=YAML),
        ),
        *each(
            "yaml",
            "full_load full_load_all",
            SinkTrait(LOADS, Param("stream", 0), act=YAML, only=(Param("Loader"),), past=OLD),
        ),
    ),
)

RUAMEL = Knowledge(
    "ruamel.yaml",
    "0.18",
    "https://yaml.dev/doc/ruamel.yaml/",
    (
        *each(
            "ruamel.yaml",
            "YAML",
            SinkTrait(LOADS, Param("typ"), act=YAML, only=(Param("typ"),), values=("unsafe",)),
        ),
    ),
)
