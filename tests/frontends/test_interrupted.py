"""What users and machines do to a run: Ctrl-C, a kill, a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shop import Shop

from readiness_lint import storage

CALLS = "import requests\n\n\n" + "\n".join(
    f"def rate{number}(url):\n    return requests.get(url)\n" for number in range(40)
)
STARTED = """
import sys
print("started", flush=True)
sys.argv[0] = "readiness-lint"
from readiness_lint.frontends.command import execute
execute()
"""
LIMITED = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
runpy.run_module("readiness_lint", run_name="__main__")
"""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="children are found where there is /proc"
)


@pytest.fixture
def large(shop: Shop) -> Shop:
    for number in range(160):
        shop.write(f"web/part{number}.py", f"{CALLS}\n# {number}\n")
    return shop


def checking(shop: Shop, code: str, *words: str) -> subprocess.Popen[str]:
    """A run that has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", "--output-format", "concise", *words],
        cwd=shop.folder,
        env=shop.environment({storage.VARIABLE: cache(shop)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_interrupts,  # noqa: PLW1509 - no thread is there that could hold a lock
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def hears_interrupts() -> None:
    """Hear Ctrl-C: who starts the tests in the background of a shell has it switched off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def cache(shop: Shop) -> str:
    return str(shop.folder.parent / "cache")


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def grown(process: subprocess.Popen[str], number: int) -> list[int]:
    """The children of a process, once it has so many."""
    while process.poll() is None:
        found = children(process.pid)
        if len(found) == number:
            return found
        time.sleep(0.005)
    raise AssertionError(process.communicate())


def is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def whole(shop: Shop) -> str:
    """What a run prints that nobody disturbs; with the cache as it is, and without."""
    words = ("--output-format", "concise")
    without = shop.check(*words, "--no-cache").stdout
    variables = {storage.VARIABLE: cache(shop)}
    for _ in range(2):
        assert without == shop.check(*words, environment=variables).stdout
    assert not list(Path(cache(shop)).rglob("*-*.rdy"))
    return without


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("whom", ["one", "all"])
def test_ctrl_c_ends_the_run_at_once_and_in_silence(large: Shop, whom: str, moment: float) -> None:
    process = checking(large, STARTED, "-j2")
    workers = grown(process, 2)
    time.sleep(moment)
    asked = time.monotonic()
    if whom == "one":
        process.send_signal(signal.SIGINT)
    else:
        os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert (130, "") == (process.returncode, errors)
    assert time.monotonic() - asked < 5
    assert not any(map(is_there, workers))


def test_the_cache_is_as_good_after_ctrl_c(large: Shop) -> None:
    process = checking(large, STARTED, "-j2")
    grown(process, 2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert whole(large)


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_ctrl_c_is_heard_from_the_first_import_on(large: Shop, jobs: str) -> None:
    for moment in (0.03, 0.1, 0.2, 0.3):
        process = checking(large, STARTED, jobs)
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)

        assert (130, "") == (process.returncode, errors)


def test_a_worker_that_is_killed_costs_no_finding(large: Shop) -> None:
    process = checking(large, STARTED, "-j2")
    os.kill(grown(process, 2)[0], signal.SIGKILL)
    printed, errors = process.communicate(timeout=120)

    assert 2 == process.returncode
    assert "a process died; what it had in hand (" in errors
    assert whole(large) == printed


def test_a_run_that_is_killed_leaves_no_processes(large: Shop) -> None:
    process = checking(large, STARTED, "-j2")
    workers = grown(process, 2)
    process.kill()
    process.communicate(timeout=60)
    limit = time.monotonic() + 60
    while any(map(is_there, workers)) and time.monotonic() < limit:
        time.sleep(0.05)

    assert not any(map(is_there, workers))


def test_a_full_disk_costs_nothing(large: Shop) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "check", "--output-format", "concise"],
        cwd=large.folder,
        env=large.environment({storage.VARIABLE: cache(large)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (1, "") == (done.returncode, done.stderr)
    assert whole(large) == done.stdout
