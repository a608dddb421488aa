"""A pass in one process, or in several: all is read here, and then each process checks its share.

Where processes begin with nothing, each reads its share, too, and learns of the others'; it keeps
the trees of its own files and reads others when it needs them.  What a process that died had in
hand is done again here.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from readiness_lint.record import record

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from readiness_lint.project.past import Past
    from readiness_lint.project.run import Checked, Pass

WORTH_IT = 24
"""Below so many files a second process costs more than it saves."""
BATCH = 16
"""Results that are sent together."""


@record
class Result:
    """What is reported of one file of a pass, and how that is known."""

    index: int
    checked: Checked
    again: bool = False
    """Whether a process died over it."""
    stood: bool = False
    """Whether it is known from a former run."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    share: Sequence[int]
    """What it reads."""
    left: set[int] = field(default_factory=set)
    """What it has still to check."""

    def receive(self) -> Any:
        """What it sends next; ``None``: it died."""
        with suppress(EOFError, OSError):
            return self.pipe.recv()
        return None


def in_turn(task: Pass, past: Past | None, jobs: int) -> Iterator[Result]:
    """What is reported of each file that was asked for, in any order."""
    if past is not None:
        task.outlines.update(past.outlines)
        task.unchanged = frozenset(past.outlines)
    unread = [index for index in range(len(task.found)) if index not in task.outlines]
    workers: list[_Worker] = []
    try:
        if not _can_fork():
            _start(task, _shares(unread, jobs), workers)
        yield from _both_steps(task, past, jobs, unread, workers)
    finally:
        with _deaf():
            for worker in workers:
                worker.pipe.close()
                worker.process.kill()
                worker.process.join()


@contextmanager
def uncollected(*, last: bool = False) -> Iterator[None]:
    """Leave the collector off: trees are large, and are taken apart in the end.

    It stays off after the ``last`` thing that the process does: it would look through all of them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on and not last:
            gc.enable()


def _shares(indices: Sequence[int], jobs: int) -> list[Sequence[int]]:
    """The files of each process; none where one process is quicker."""
    jobs = min(jobs, len(indices) // WORTH_IT)
    return [indices[first::jobs] for first in range(jobs)] if jobs > 1 else []


def _both_steps(
    task: Pass, past: Past | None, jobs: int, unread: Sequence[int], workers: list[_Worker]
) -> Iterator[Result]:
    _read(task, unread, workers)
    # Where much has changed, several processes look at all of it sooner than one asks around.
    asking = not _shares(unread, jobs)
    standing = past.standing(asking=asking) if past is not None else {}
    yield from (Result(index, checked, stood=True) for index, checked in standing.items())
    todo = [index for index in range(task.asked) if index not in standing]
    if not workers:
        task.link()
        _start(task, [() for _ in _shares(todo, jobs)], workers)
    lost = todo
    if workers:
        _deal(todo, workers)
        yield from _check(task, workers)
        lost = sorted(index for worker in workers for index in worker.left)
    if lost:
        task.link()
        yield from (Result(index, task.check(index), again=bool(workers)) for index in lost)
    task.note()


def _read(task: Pass, unread: Sequence[int], workers: list[_Worker]) -> None:
    """Learn what all files import and call."""
    for worker in workers:
        found = worker.receive()
        if found is not None:
            outlines, seen = found
            task.outlines.update(outlines)
            task.noted.seen.update(seen)
    for index in unread:
        if index not in task.outlines:
            task.outlines[index] = task.read(index)


def _deal(todo: Sequence[int], workers: list[_Worker]) -> None:
    """Say who checks what: who has read a file has its tree."""
    readers = {index: worker for worker in workers for index in worker.share}
    others = 0
    for index in todo:
        if index not in readers:
            others += 1
        readers.get(index, workers[others % len(workers)]).left.add(index)


def _check(task: Pass, workers: list[_Worker]) -> Iterator[Result]:
    """What the processes find; what is left is what a process had in hand that died."""
    from multiprocessing.connection import wait  # noqa: PLC0415

    for worker in workers:
        with suppress(OSError):
            worker.pipe.send((task.outlines, sorted(worker.left)))
    alive = list(workers)
    while alive:
        ready = wait([worker.pipe for worker in alive])
        for worker in [worker for worker in alive if worker.pipe in ready]:
            batch = worker.receive()
            if not isinstance(batch, list):
                alive.remove(worker)
                if batch is not None:
                    task.noted.add(batch)
                continue
            for index, checked in batch:
                worker.left.discard(index)
                yield Result(index, checked)


def _can_fork() -> bool:
    """Whether a process of its own begins with all that this one has read."""
    return hasattr(os, "fork")


def _start(task: Pass, shares: Sequence[Sequence[int]], workers: list[_Worker]) -> None:
    """Add a process for each share; a Ctrl-C that waited is heard when all are in the list."""
    if not shares:
        return
    import multiprocessing  # noqa: PLC0415 - few runs need a second process

    task.load()
    context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
    with _deaf():
        for share in shares:
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(task, share, theirs, ours), daemon=True)
            process.start()
            # Only the process itself holds this end now: when it dies, ours says so.
            theirs.close()
            workers.append(_Worker(process, ours, share))


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear Ctrl-C later; processes that are started never do: it reaches all, and one answers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(task: Pass, share: Sequence[int], pipe: Connection, parents: Connection) -> None:
    """One process: the two steps over its share."""
    with suppress(ValueError):
        # Where there are no masks, it is heard by all.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A copy of the parent's end would keep the pipe open when the parent is gone.
    parents.close()
    gc.disable()
    with suppress(EOFError, OSError):
        if share:
            outlines = {index: task.read(index) for index in share}
            pipe.send((outlines, task.noted.seen))
        task.outlines, mine = pipe.recv()
        task.link()
        for start in range(0, len(mine), BATCH):
            pipe.send([(index, task.check(index)) for index in mine[start : start + BATCH]])
        pipe.send(task.note())
    # The trees need not be taken apart one by one.
    os._exit(0)
