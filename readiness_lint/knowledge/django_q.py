from readiness_lint.knowledge.schema import (
    Dispatches,
    Knowledge,
    Param,
    TaskTrait,
    each,
)

QUEUE, TASKS = "django_q", "django_q.tasks"
FUNCTION = Param("func", 0)

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
        (f"{TASKS}.async_chain", Dispatches(QUEUE)),
        (f"{TASKS}.schedule", TaskTrait(QUEUE, FUNCTION, periodic=True)),
        *each(TASKS, "AsyncTask Iter", TaskTrait(QUEUE, FUNCTION)),
        *each(TASKS, "AsyncTask.run Iter.run Chain.run", Dispatches(QUEUE)),
    ),
)
