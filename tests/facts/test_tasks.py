"""Background work, through every way to declare and to send it."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.tasks import Task, TaskDispatch


def tasks(source: str) -> dict[str, Task]:
    file = program(source, module="shop")
    return {task.name: task for task in file.facts(Task)}


def dispatches(source: str) -> dict[str, TaskDispatch]:
    file = program(source, module="shop")
    return {dispatch.name: dispatch for dispatch in file.facts(TaskDispatch)}


def test_decorators_make_tasks_with_or_without_a_call() -> None:
    found = tasks("""
        import dramatiq
        from celery import Celery, shared_task

        app = Celery()

        @shared_task
        def bare(): ...

        @app.task(bind=True, name="shop.paid")
        def called(self): ...

        @dramatiq.actor
        def acted(): ...

        def neither(): ...
        """)

    assert {"bare": "celery", "called": "celery", "acted": "dramatiq"} == {
        name: task.queue for name, task in found.items()
    }
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
