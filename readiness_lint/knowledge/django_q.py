from readiness_lint.knowledge.schema import (
    Dispatches,
    Knowledge,
    NamesTask,
    Param,
    TaskTrait,
    each,
)

QUEUE, TASKS = "django_q", "django_q.tasks"
FUNCTION, SCHEDULES = Param("func", 0), "django_q.models.Schedule.objects"

# Functions are given themselves, or by a dotted name.
DJANGO_Q = Knowledge(
    "django-q2",
    "1.11-1.11",
    "https://django-q2.readthedocs.io",
    (
        *each(
            TASKS,
            "async_task async_iter",
            TaskTrait(QUEUE, FUNCTION),
            Dispatches(QUEUE),
        ),
        *each(TASKS, "async_task async_iter", NamesTask(FUNCTION, path=True)),
        (f"{TASKS}.schedule", NamesTask(FUNCTION, path=True, entry=Param("name"))),
        (f"{SCHEDULES}.create", NamesTask(Param("func"), path=True, entry=Param("name"))),
        *each(
            SCHEDULES,
            "get_or_create update_or_create",
            NamesTask(Param("func"), path=True, inside=Param("defaults", 0), entry=Param("name")),
        ),
        (f"{TASKS}.async_chain", Dispatches(QUEUE)),
        (f"{TASKS}.schedule", TaskTrait(QUEUE, FUNCTION, periodic=True)),
        *each(TASKS, "AsyncTask Iter", TaskTrait(QUEUE, FUNCTION)),
        *each(TASKS, "AsyncTask.run Iter.run Chain.run", Dispatches(QUEUE)),
    ),
)
