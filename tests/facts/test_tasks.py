"""Background work, through every way to declare and to send it."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.tasks import Task, TaskDispatch
from readiness_lint.terms import Role


def tasks(source: str) -> dict[str, Task]:
    file = program(source, module="shop")
    return {task.name: task for task in file.facts(Task)}


def dispatches(source: str) -> dict[str, TaskDispatch]:
    file = program(source, module="shop")
    return {dispatch.name: dispatch for dispatch in file.facts(TaskDispatch)}


def test_decorators_make_tasks_with_or_without_a_call() -> None:
    found = tasks("""
        import dramatiq
        import flask_celery
        from celery import Celery, shared_task

        app = Celery()
        of_flask = flask_celery.Celery()

        @shared_task
        def bare(): ...

        @app.task(bind=True, name="shop.paid")
        def called(self): ...

        @of_flask.task()
        def asked(): ...

        @dramatiq.actor
        def acted(): ...

        def neither(): ...
        """)

    queues = {"bare": "celery", "called": "celery", "asked": "celery", "acted": "dramatiq"}
    assert queues == {name: task.queue for name, task in found.items()}
    assert ("shop.called", "shop.paid") == found["called"].names
    assert [False, True] == [found["bare"].bound, found["called"].bound]


@pytest.mark.parametrize(
    "line",
    [
        "rq.Queue(connection=c).enqueue(work, 1)",
        "rq.Queue(connection=c).enqueue_in(delta, work)",
        "scheduler.add_job(work, 'interval', minutes=1)",
        "scheduler.add_job(functools.partial(work, 1))",
        "app.task(work)",
    ],
)
def test_functions_given_to_a_call_are_tasks(line: str) -> None:
    if line == "app.task(work)":
        line = "app.task()(work)"
    found = tasks(
        "import functools, rq, celery\n"
        "from apscheduler.schedulers.background import BackgroundScheduler\n"
        "scheduler = BackgroundScheduler()\napp = celery.Celery()\n"
        f"def work(): ...\ndef start(c, delta):\n    {line}\n"
    )

    assert ["work"] == list(found)


def test_a_schedule_is_periodic_and_a_plain_task_perhaps() -> None:
    found = tasks("""
        from celery import shared_task
        from huey import RedisHuey, crontab
        huey = RedisHuey()

        @huey.periodic_task(crontab(minute="0"))
        def hourly(): ...

        @shared_task
        def plain(): ...
        """)

    assert {"hourly": True, "plain": None} == {name: task.periodic for name, task in found.items()}


def test_a_worker_lists_its_tasks() -> None:
    found = tasks("""
        from arq import Worker, cron, func

        async def one(ctx): ...
        async def two(ctx): ...
        async def three(ctx): ...
        async def four(ctx): ...
        async def started(ctx): ...

        FUNCTIONS = [one]

        class WorkerSettings:
            functions = [one, func(two, timeout=3)]
            cron_jobs = [cron(three, hour=3)]
            on_startup = started

        def main():
            Worker(functions=[four]).run()
        """)

    assert {"one": None, "two": None, "three": True, "four": None} == {
        name: task.periodic for name, task in found.items()
    }


def test_the_working_method_of_a_task_class_is_a_task() -> None:
    found = tasks("""
        import celery

        class Import(celery.Task):
            def run(self, path): ...
            def on_failure(self, *args): ...
        """)

    assert ["run"] == list(found)
    assert "Import" == getattr(found["run"].owner, "name", None)


def test_sending_a_task_of_this_file_is_sure() -> None:
    found = dispatches("""
        from celery import shared_task
        from retrying import retry

        @shared_task
        def invite(user): ...

        @retry
        @shared_task
        def remind(user): ...

        def signup(user):
            invite.delay(user)
            invite.apply_async(args=[user], countdown=10)
            invite.delay_on_commit(user)
            remind.delay(user)
            user.delay()
        """)

    assert {
        "invite.delay": ("shop.invite", False, False, True),
        "invite.apply_async": ("shop.invite", True, False, True),
        "invite.delay_on_commit": ("shop.invite", False, True, True),
        "remind.delay": ("shop.remind", False, False, True),
    } == {
        name: (item.task, item.delayed, item.after_commit, item.sure)
        for name, item in found.items()
    }


def test_whether_hidden_options_delay_is_not_known() -> None:
    found = dispatches("""
        from celery import shared_task

        @shared_task
        def invite(user): ...

        def signup(user, **options):
            invite.apply_async(args=[user], **options)
        """)

    assert found["invite.apply_async"].delayed is None


def test_sending_an_imported_task_is_not_sure() -> None:
    found = dispatches("""
        import asyncio
        from django.db import transaction
        from shop import jobs
        from shop.jobs import invite

        def signup(user, queue):
            invite.delay(user)
            jobs.remind.apply_async(args=[user])
            asyncio.delay(1)
            transaction.delay(1)
            queue.delay(user)
        """)

    assert {"invite.delay": False, "jobs.remind.apply_async": False} == {
        name: item.sure for name, item in found.items()
    }


def test_calling_a_huey_task_sends_it() -> None:
    found = dispatches("""
        from huey import RedisHuey
        huey = RedisHuey()

        @huey.task()
        def invite(user): ...

        def plain(user): ...

        def signup(user):
            invite(user)
            plain(user)
        """)

    assert {"invite": ("huey", "shop.invite")} == {
        name: (item.queue, item.task) for name, item in found.items()
    }


def test_a_queue_in_the_database_is_told() -> None:
    found = dispatches("""
        import procrastinate
        app = procrastinate.App(connector=connector)

        @app.task
        def invite(user): ...

        def signup(user):
            invite.defer(user=user)
        """)

    assert found["invite.defer"].same_database


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("", None),
        ('app.conf.beat_schedule = {"a": {"task": "shop.invite"}}', True),
        ('CELERY_BEAT_SCHEDULE: dict = {"a": {"task": "shop.invite"}}', True),
        ('app.conf.update(beat_schedule={"a": {"task": "shop.invite"}})', True),
        ('app.conf.beat_schedule = {"a": {"task": "shop.remind"}}', None),
        ('app.conf.routes = {"a": {"task": "shop.invite"}}', None),
        ("def setup(sender):\n    sender.add_periodic_task(10, invite.s())", True),
        ("def setup(sender):\n    sender.add_task(10, invite.s())", None),
    ],
)
def test_a_schedule_of_the_file_names_tasks(schedule: str, expected: object) -> None:
    found = tasks(
        f"from celery import Celery\napp = Celery()\n@app.task\ndef invite(): ...\n{schedule}\n"
    )

    assert found["invite"].periodic is expected


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("@app.task\ndef invite(): ...", None),
        ("@app.task(ignore_result=True)\ndef invite(): ...", False),
        ("@app.task(ignore_result=False)\ndef invite(): ...", None),
        ("class Invite(Task):\n    ignore_result = True\n    def run(self): ...", False),
        ("class Invite(Task):\n    def run(self): ...", None),
        ("@huey.periodic_task(when)\ndef invite(): ...", False),
        ("@huey.task()\ndef invite(): ...", None),
    ],
)
def test_who_learns_how_a_task_ended(declaration: str, expected: object) -> None:
    found = tasks(
        "from celery import Celery, Task\nfrom huey import RedisHuey\n"
        f"app = Celery()\nhuey = RedisHuey()\n{declaration}\n"
    )

    assert [expected] == [task.told for task in found.values()]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("@app.task\ndef invite(): ...", False),
        ("@app.task(base=Logged)\ndef invite(): ...", False),
        ("@app.task(base=Late)\ndef invite(): ...", None),
        ("@app.task(base=Later)\ndef invite(): ...", None),
        ("@app.task(base=elsewhere)\ndef invite(): ...", None),
        ("@app.task(**options)\ndef invite(): ...", None),
        ("class Invite(Logged):\n    def run(self): ...", False),
        ("class Invite(Late):\n    def run(self): ...", None),
    ],
)
def test_a_class_of_its_own_may_send_a_task_later(declaration: str, expected: object) -> None:
    found = tasks(
        "from celery import Celery\nfrom shop import elsewhere\napp = Celery()\n"
        "class Logged(app.Task):\n    def on_failure(self): ...\n"
        "class Late(app.Task):\n    def apply_async(self): ...\n"
        f"class Later(Late): ...\n{declaration}\n"
    )

    assert [expected] == [task.deferred for task in found.values()]


def test_what_a_call_gives_may_send_a_message() -> None:
    found = dispatches("""
        from asgiref.sync import async_to_sync
        from celery import chain, group, shared_task
        from channels.layers import get_channel_layer
        layer = get_channel_layer()

        @shared_task
        def invite(user): ...

        def signup(user, call):
            async_to_sync(layer.group_send)("users", {})
            group(invite.s(user))()
            (chain(invite.s(user)))()
            async_to_sync(call)(1)
            call(1)()
        """)

    assert {"layer.group_send", "group", "chain"} == set(found)


def test_a_queue_with_connections_of_its_own_is_no_part_of_the_transaction() -> None:
    found = dispatches("""
        from procrastinate import App, PsycopgConnector
        from procrastinate.contrib.django import app as shared
        own = App(connector=PsycopgConnector())
        given = App(connector=connector)

        @own.task
        def invite(user): ...

        @given.task
        def remind(user): ...

        @shared.task
        def forget(user): ...

        def signup(user):
            invite.defer(user=user)
            remind.defer(user=user)
            forget.defer(user=user)
        """)

    assert {"invite.defer": False, "remind.defer": True, "forget.defer": True} == {
        name: item.same_database for name, item in found.items()
    }


def test_the_settings_may_put_a_queue_into_the_database() -> None:
    found = dispatches("""
        from django_tasks import task

        @task()
        def invite(user): ...

        def signup(user):
            invite.enqueue(user)
        """)

    assert found["invite.enqueue"].same_database is None


ELSEWHERE = {
    "jobs": """
        def rebuild(number): ...

        def forget(number): ...
        """,
    "queues": """
        from rq import Queue

        imports = Queue("imports")
        """,
    "views": """
        from jobs import rebuild
        from queues import imports

        def view(request):
            imports.enqueue(rebuild, 3)
        """,
}


def test_a_function_that_another_module_enqueues_is_a_task() -> None:
    (task,) = modules(ELSEWHERE)["jobs"].facts(Task)

    assert ("rebuild", "rq", ()) == (task.name, task.queue, task.registrations)


def test_a_test_that_enqueues_makes_no_task() -> None:
    files = modules(ELSEWHERE)
    files["views"].role = Role.TEST

    assert () == files["jobs"].facts(Task)


SETTINGS = "CELERY_BEAT_SCHEDULE = {'nightly': {'task': 'jobs.every_night', 'schedule': 3600}}\n"
WORK = """
    from celery import shared_task

    @shared_task
    def every_night(): ...

    @shared_task
    def now_and_then(): ...
    """


def test_a_schedule_of_the_settings_names_tasks() -> None:
    tasks_by_name = modules({"jobs": WORK, "settings": SETTINGS})["jobs"].facts(Task)

    assert [True, None] == [task.periodic for task in tasks_by_name]


def test_a_task_of_another_module_is_sent_by_its_call_or_its_method() -> None:
    files = modules(
        {
            "queues": "from huey import RedisHuey\n\nhuey = RedisHuey()\n",
            "jobs": "from queues import huey\n\n@huey.task()\ndef rebuild(number): ...\n",
            "views": "import jobs\n\ndef view(request):\n    jobs.rebuild(3)\n",
        }
    )

    assert ["jobs.rebuild"] == [item.task for item in files["views"].facts(TaskDispatch)]
