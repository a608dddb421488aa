from readiness_lint.knowledge.schema import ColumnTrait, Is, Knowledge, Returns, each
from readiness_lint.terms import Type

RANDOM = Is("random")
DRAWS = (
    "random randint randrange uniform choice choices sample getrandbits randbytes triangular "
    "betavariate expovariate gammavariate gauss lognormvariate normalvariate vonmisesvariate "
    "paretovariate weibullvariate"
)
NEW_VALUE = Is("new-value")
MOMENT, DAY = Returns(Type("datetime.datetime")), Returns(Type("datetime.date"))

STDLIB_VALUES = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (
        ("math.inf", Is("infinite")),
        *each("datetime.datetime", "now utcnow today", RANDOM, MOMENT),
        *each("datetime.date", "today", RANDOM, DAY),
        *each("time", "time time_ns", RANDOM, Is("clock"), Is("told-by-clock")),
        *each("time", "localtime gmtime ctime strftime", RANDOM),
        # 6 and 7 are of Python 3.14.
        *each("uuid", "uuid1 uuid4 uuid6 uuid7", RANDOM, Returns(Type("uuid.UUID"))),
        *each(
            "secrets",
            "token_bytes token_hex token_urlsafe choice randbelow randbits",
            RANDOM,
        ),
        *each("random random.Random random.SystemRandom", DRAWS, RANDOM),
        *each("random random.Random", f"{DRAWS} shuffle", Is("predictable")),
        ("uuid.uuid1", Is("predictable")),
        ("uuid.uuid1", Is("told-by-clock")),
        *each("os", "urandom getrandom", RANDOM),
        *each(
            "builtins.str",
            "capitalize casefold center expandtabs format format_map ljust lower lstrip removeprefix "
            "removesuffix replace rjust rstrip strip swapcase title translate upper zfill",
            NEW_VALUE,
        ),
        *each("datetime.datetime", "astimezone replace", NEW_VALUE),
        *each("datetime.date datetime.time", "replace", NEW_VALUE),
        *each("decimal.Decimal", "quantize normalize copy_abs copy_negate", NEW_VALUE),
        # `Path.replace` moves a file.
        *each(
            "pathlib.PurePath pathlib.Path", "with_name with_stem with_suffix joinpath", NEW_VALUE
        ),
        # A mutable default is refused when the class is made.
        ("dataclasses.dataclass", Is("dataclass")),
        ("dataclasses.field", ColumnTrait("dataclasses", copies=True, stored=False)),
    ),
)

GENERATOR = "numpy.random.Generator"
NUMPY = Knowledge(
    "numpy",
    "1.26-2.4",
    "https://numpy.org/doc/stable/reference/random/",
    (
        *each(
            "numpy.random numpy.random.RandomState",
            "rand randint random random_sample choice bytes uniform permutation shuffle",
            Is("predictable"),
        ),
        *each(
            GENERATOR,
            "integers random choice bytes uniform permutation shuffle permuted",
            Is("predictable"),
        ),
        ("numpy.random.default_rng", Returns(Type(GENERATOR))),
    ),
)
