from readiness_lint.knowledge.schema import Blocks, Is, Knowledge, Names, Returns, each
from readiness_lint.terms import Held, Type

REPO, REMOTE = "git.Repo", "git.Remote"
# By a child process, `git`.
RUNS = Blocks(Held.PROCESS)

GITPYTHON = Knowledge(
    "GitPython",
    "3.2",
    "https://gitpython.readthedocs.io",
    (
        *each(REPO, "clone clone_from", RUNS, Returns(Type(REPO))),
        *each(REPO, "submodule_update", RUNS),
        *each(REPO, "remote create_remote", Returns(Type(REMOTE))),
        *each(REPO, "git", Returns(Type("git.Git"))),
        *each(REMOTE, "fetch pull push update", RUNS),
        # `repo.git.push(...)`: any command.
        *each("git.Git", "*", RUNS),
        *each(
            "git.Git",
            "add branch cat_file checkout clear_cache config custom_environment diff environment"
            " log merge_base reset rev_list rev_parse show status tag transform_kwargs"
            " update_environment version_info working_dir",
            Is("pure"),
        ),
        ("git.repo.base.Repo", Names(REPO)),
        ("git.repo.Repo", Names(REPO)),
        ("git.remote.Remote", Names(REMOTE)),
        ("git.cmd.Git", Names("git.Git")),
    ),
)
