from readiness_lint.knowledge.schema import (
    EntryTrait,
    Inherits,
    Is,
    Knowledge,
    NamesTask,
    Param,
    TaskTrait,
    each,
)
from readiness_lint.terms import EntryKind

SCHEDULERS = "apscheduler.schedulers"
BASE = f"{SCHEDULERS}.base.BaseScheduler"

APSCHEDULER = Knowledge(
    "APScheduler",
    "3.9-3.11",
    "https://apscheduler.readthedocs.io",
    (
        (
            f"{BASE}.add_job",
            TaskTrait("apscheduler", Param("func", 0), periodic=True, told=False),
        ),
        (f"{BASE}.add_job", NamesTask(Param("func", 0), path=True, entry=Param("id", 4))),
        (f"{BASE}.scheduled_job", TaskTrait("apscheduler", periodic=True, told=False)),
        (
            f"{BASE}.add_listener",
            EntryTrait(EntryKind.RECEIVER, "apscheduler", function=Param("callback", 0), idle=True),
        ),
        *each(
            SCHEDULERS,
            "asyncio.AsyncIOScheduler blocking.BlockingScheduler gevent.GeventScheduler "
            "tornado.TornadoScheduler twisted.TwistedScheduler",
            Inherits((BASE,)),
        ),
        (
            f"{SCHEDULERS}.background.BackgroundScheduler",
            Inherits((f"{SCHEDULERS}.blocking.BlockingScheduler",)),
        ),
        *each(
            f"{SCHEDULERS}.background.BackgroundScheduler",
            "_main_loop _process_jobs",
            Is("own-thread"),
        ),
    ),
)
