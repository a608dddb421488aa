from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, REPOSITORY = "github.Github", "github.Repository.Repository"
# Fifteen seconds, set where the client is made; lists ask when they are iterated.
ASKS = Outbound(Service.SDK, Limit(None, 15.0, at=("client",)))

PYGITHUB = Knowledge(
    "PyGithub",
    "2.10",
    "https://pygithub.readthedocs.io",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK, Limit(Param("timeout", 5), 15.0))),
        *each(CLIENT, "get_repo", ASKS, Returns(Type(REPOSITORY))),
        *each(
            CLIENT,
            "get_app get_emojis get_gist get_organization get_rate_limit get_user render_markdown",
            ASKS,
        ),
        *each(
            REPOSITORY,
            "compare create_file create_fork create_git_ref create_issue create_pull delete_file"
            " get_branch get_commit get_contents get_git_ref get_issue get_pull get_readme merge"
            " update_file",
            ASKS,
        ),
        ("github.MainClass.Github", Names(CLIENT)),
    ),
)
