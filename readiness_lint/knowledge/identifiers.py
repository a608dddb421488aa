from readiness_lint.knowledge.schema import Is, Knowledge, Returns, each
from readiness_lint.terms import Type

RANDOM, TEXT = Is("random"), Returns(Type("builtins.str"))

ULID = Knowledge(
    "python-ulid",
    "4.1-4.1",
    "https://python-ulid.readthedocs.io",
    # `new` is that of the distribution `ulid-py`, which shares the module's name.
    (*each("ulid", "ULID new", RANDOM),),
)

NANOID = Knowledge(
    "nanoid",
    "2.0-2.0",
    "https://pypi.org/project/nanoid/",
    (*each("nanoid", "generate non_secure_generate", RANDOM, TEXT),),
)

SHORTUUID = Knowledge(
    "shortuuid",
    "1.0-1.0",
    "https://pypi.org/project/shortuuid/",
    (
        *each("shortuuid", "uuid random", RANDOM, TEXT),
        *each("shortuuid.ShortUUID", "uuid random", RANDOM, TEXT),
    ),
)
