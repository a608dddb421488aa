from readiness_lint.knowledge.schema import Is, Knowledge, Names, Returns, each
from readiness_lint.terms import Type

FILE = "aiofiles.threadpool.text.AsyncTextIOWrapper"

AIOFILES = Knowledge(
    "aiofiles",
    "25.1",
    "https://github.com/Tinche/aiofiles",
    (
        *each("aiofiles", "open", Is("coroutine"), Returns(Type(FILE))),
        *each(
            FILE,
            "close flush read readline readlines seek tell truncate write writelines",
            Is("coroutine"),
        ),
        *each(
            "aiofiles.os",
            "access getcwd link listdir makedirs mkdir readlink remove removedirs rename renames"
            " replace rmdir scandir stat symlink unlink",
            Is("coroutine"),
        ),
        *each("aiofiles.os", "wrap", Is("offload")),
        *each(
            "aiofiles.ospath",
            "exists getatime getctime getmtime getsize isdir isfile islink",
            Is("coroutine"),
        ),
        ("aiofiles.os.path", Names("aiofiles.ospath")),
    ),
)
