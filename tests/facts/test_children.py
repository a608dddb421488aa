"""Which calls wait for a child process, and who waits with them."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.children import ChildWait
from readiness_lint.terms import FOREVER


@pytest.mark.parametrize(
    ("code", "bound"),
    [
        ("subprocess.run(['git', 'fetch'])", (FOREVER, "library")),
        ("subprocess.run(['git', 'fetch'], timeout=3)", (3.0, "argument")),
        ("subprocess.run(['git', 'fetch'], timeout=limit)", (None, "argument")),
        ("subprocess.run(['git', 'fetch'], **options)", (None, "unknown")),
        ("subprocess.run(['git', '--version'])", (None, "unknown")),
        ("subprocess.getoutput('git fetch')", (FOREVER, "library")),
        ("subprocess.Popen(['git']).wait()", (FOREVER, "library")),
        ("child = subprocess.Popen(['git']); child.wait(5)", (5.0, "argument")),
        ("child = subprocess.Popen(['git']); child.wait()", (FOREVER, "library")),
        ("child = subprocess.Popen(['git']); child.kill(); child.wait()", (None, "unknown")),
        ("given.wait()", (None, "unknown")),
    ],
)
def test_a_wait_has_the_limit_of_its_call(code: str, bound: tuple[float | None, str]) -> None:
    (wait,) = program(f"""
        import subprocess
        def status(limit, given: subprocess.Popen, **options):
            {code}
        """).facts(ChildWait)

    assert bound == (wait.bound.seconds, wait.bound.by)


def test_a_coroutine_waits_without_its_thread() -> None:
    (wait,) = program("""
        import asyncio
        async def status():
            child = await asyncio.create_subprocess_exec("git")
            await child.wait()
        """).facts(ChildWait)

    assert (FOREVER, True) == (wait.bound.seconds, wait.awaited)


def test_a_block_limits_a_coroutine() -> None:
    (wait,) = program("""
        import asyncio
        async def status():
            child = await asyncio.create_subprocess_exec("git")
            async with asyncio.timeout(5):
                await child.wait()
        """).facts(ChildWait)

    assert wait.bound.seconds == 5.0


def test_the_holder_may_stand_in_another_module() -> None:
    files = modules(
        {
            "shop.git": """
                import subprocess
                def status():
                    return _run("status")
                def _run(command):
                    return subprocess.run(["git", command])
                """,
            "shop.api": """
                from fastapi import FastAPI
                from shop.git import status
                app = FastAPI()
                @app.get("/status")
                def show_status():
                    return status()
                """,
        }
    )
    (wait,) = files["shop.git"].facts(ChildWait)

    assert wait.holder is not None
    assert wait.holder.node.name == "show_status"


def test_a_command_holds_nobody_up() -> None:
    (wait,) = program("""
        import click, subprocess
        @click.command()
        def status():
            subprocess.run(["git", "status"])
        """).facts(ChildWait)

    assert wait.holder is None
