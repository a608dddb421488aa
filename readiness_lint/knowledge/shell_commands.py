"""Calls that hand a text to a shell, or start a program, and those that quote it."""

from readiness_lint.knowledge.schema import Is, Knowledge, Param, Safe, SinkTrait, each
from readiness_lint.terms import SinkKind

SHELL = SinkKind.SHELL
QUOTED = Safe(frozenset({SHELL}))
COMMAND = SinkTrait(SHELL, Param("command", 0))
CMD = SinkTrait(SHELL, Param("cmd", 0))
# On another machine there is no way around its shell.
REMOTE = SinkTrait(SHELL, Param("command", 0), act="remote")
# Without a shell the first element is a program.
STARTS = SinkTrait(
    SHELL,
    Param("args", 0),
    only=(Param("shell", 8),),
    values=(True,),
    program="list",
    chosen=Param("executable", 2),
)
# With nothing to say so there is no shell at all.
NEVER = (Param("shell"),)

STDLIB_COMMANDS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/subprocess.html",
    (
        *each("os", "system", COMMAND),
        *each("os", "popen", CMD),
        *each("subprocess", "run call check_call check_output Popen", STARTS),
        *each("subprocess", "getoutput getstatusoutput", CMD),
        *each("asyncio", "create_subprocess_shell", CMD),
        *each("asyncio.AbstractEventLoop", "subprocess_shell", SinkTrait(SHELL, Param("cmd", 1))),
        *each(
            "asyncio",
            "create_subprocess_exec",
            SinkTrait(SHELL, Param("program", 0), only=NEVER, values=(True,), program="spread"),
        ),
        *each(
            "os",
            "execl execle execlp execlpe",
            SinkTrait(SHELL, Param("file", 0), only=NEVER, values=(True,), program="spread"),
        ),
        *each("os", "execv execve", SinkTrait(SHELL, Param("path", 0), act="program")),
        *each("os", "execvp execvpe", SinkTrait(SHELL, Param("file", 0), act="program")),
        *each(
            "os",
            "spawnv spawnve spawnvp spawnvpe",
            SinkTrait(SHELL, Param("file", 1), act="program"),
        ),
        *each(
            "os",
            "spawnl spawnle spawnlp spawnlpe",
            SinkTrait(SHELL, Param("file", 1), only=NEVER, values=(True,), program="spread"),
        ),
        *each("os", "posix_spawn posix_spawnp", SinkTrait(SHELL, Param("path", 0), act="program")),
        # On Windows alone.
        *each("os", "startfile", SinkTrait(SHELL, Param("filepath", 0), act="program")),
        *each(
            "asyncio.AbstractEventLoop",
            "subprocess_exec",
            SinkTrait(SHELL, Param("args", 1), only=NEVER, values=(True,), program="spread"),
        ),
        *each(
            "pty",
            "spawn",
            SinkTrait(SHELL, Param("argv", 0), only=NEVER, values=(True,), program="words"),
        ),
        # What a program answers that this one has started is no client's text.
        *each("subprocess", "check_output getoutput", Is("clean")),
        *each("shlex", "quote join", QUOTED),
        *each("pipes", "quote", QUOTED),
    ),
)

GEVENT_COMMANDS = Knowledge(
    "gevent",
    "25.9",
    "https://www.gevent.org",
    (*each("gevent.subprocess", "run call check_call check_output Popen", STARTS),),
)

EVENTLET_COMMANDS = Knowledge(
    "eventlet",
    "0.40",
    "https://eventlet.readthedocs.io",
    (*each("eventlet.green.subprocess", "run call check_call check_output Popen", STARTS),),
)

# A program is a name, and what follows are its arguments.
SHELL_LINE = SinkTrait(SHELL, Param("args", 1), only=(Param("option", 0),), values=("-c", "-lc"))
SH_COMMANDS = Knowledge(
    "sh",
    "2.4",
    "https://sh.readthedocs.io",
    (*each("sh", "sh bash zsh dash ksh", SHELL_LINE),),
)

PLUMBUM_COMMANDS = Knowledge(
    "plumbum",
    "2.0",
    "https://plumbum.readthedocs.io",
    (*each("plumbum.cmd", "sh bash zsh dash ksh", SHELL_LINE),),
)

ANYIO_COMMANDS = Knowledge(
    "anyio",
    "4.16",
    "https://anyio.readthedocs.io",
    (
        *each(
            "anyio",
            "run_process open_process",
            # A text goes to a shell, a list does not.
            SinkTrait(SHELL, Param("command", 0), only=NEVER, values=(True,), program="text"),
        ),
    ),
)

TRIO_COMMANDS = Knowledge(
    "trio",
    "0.35",
    "https://trio.readthedocs.io",
    (
        *each(
            "trio",
            "run_process",
            SinkTrait(
                SHELL, Param("command", 0), only=(Param("shell"),), values=(True,), program="list"
            ),
        ),
    ),
)

FABRIC_COMMANDS = Knowledge(
    "fabric",
    "3.2",
    "https://docs.fabfile.org",
    (
        *each("fabric.Connection", "run sudo", REMOTE),
        *each("fabric.Connection", "local", COMMAND),
    ),
)

INVOKE_COMMANDS = Knowledge(
    "invoke",
    "2.2-3.0",
    "https://docs.pyinvoke.org",
    (*each("invoke invoke.Context", "run", COMMAND), *each("invoke.Context", "sudo", COMMAND)),
)

PARAMIKO_COMMANDS = Knowledge(
    "paramiko",
    "5.1",
    "https://docs.paramiko.org",
    (*each("paramiko.SSHClient paramiko.Channel", "exec_command", REMOTE),),
)

ASYNCSSH_COMMANDS = Knowledge(
    "asyncssh",
    "2.24",
    "https://asyncssh.readthedocs.io",
    (*each("asyncssh.SSHClientConnection", "run create_process", REMOTE),),
)

# They cut a text into words by themselves: what is given to a shell is one only behind its name.
PEXPECT_COMMANDS = Knowledge(
    "pexpect",
    "4.9",
    "https://pexpect.readthedocs.io",
    (
        *each(
            "pexpect",
            "run spawn",
            SinkTrait(SHELL, Param("command", 0), only=NEVER, values=(True,), program="words"),
        ),
    ),
)

DOCKER_COMMANDS = Knowledge(
    "docker",
    "7.2",
    "https://docker-py.readthedocs.io",
    (
        *each(
            "docker.models.containers.Container",
            "exec_run",
            SinkTrait(SHELL, Param("cmd", 0), only=NEVER, values=(True,), program="words"),
        ),
    ),
)
