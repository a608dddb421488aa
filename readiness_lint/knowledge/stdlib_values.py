from readiness_lint.knowledge.schema import ColumnTrait, Is, Knowledge, Returns, each
from readiness_lint.terms import Type

RANDOM = Is("random")
DRAWS = (
    "random randint randrange uniform choice choices sample getrandbits randbytes triangular "
    "betavariate expovariate gammavariate gauss lognormvariate normalvariate vonmisesvariate "
    "paretovariate weibullvariate"
)
MOMENT, DAY = Returns(Type("datetime.datetime")), Returns(Type("datetime.date"))

STDLIB_VALUES = Knowledge(
    "",
    "3.11-3.11",
    "https://docs.python.org/3/library/",
    (
        *each("datetime.datetime", "now utcnow today", RANDOM, MOMENT),
        *each("datetime.date", "today", RANDOM, DAY),
        *each("time", "time time_ns", RANDOM),
        *each("time", "localtime gmtime ctime strftime", RANDOM),
        # 6 and 7 are of Python 3.14.
        *each("uuid", "uuid1 uuid4 uuid6 uuid7", RANDOM, Returns(Type("uuid.UUID"))),
        *each(
            "secrets",
            "token_bytes token_hex token_urlsafe choice randbelow randbits",
            RANDOM,
        ),
        *each("random random.Random random.SystemRandom", DRAWS, RANDOM),
        *each("os", "urandom getrandom", RANDOM),
        # A mutable default is refused when the class is made.
        ("dataclasses.field", ColumnTrait("dataclasses", copies=True, stored=False)),
    ),
)
