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

CLIENT, MANAGER, OBJECT = "gitlab.Gitlab", "gitlab.base.RESTManager", "gitlab.base.RESTObject"
# Bounded, or not, where the client is made.
ASKS = Outbound(Service.SDK)

GITLAB = Knowledge(
    "python-gitlab",
    "8.6",
    "https://python-gitlab.readthedocs.io",
    (
        *each(CLIENT, "", ClientTrait(Service.SDK, Limit(Param("timeout", 7)))),
        *each(CLIENT, "from_config", ClientTrait(Service.SDK), Returns(Type(CLIENT))),
        # The base of all managers stands for each: `client.projects`, `project.issues`.
        *each(CLIENT, "*", Returns(Type(MANAGER))),
        *each(
            CLIENT,
            "auth http_delete http_get http_list http_post http_put http_request markdown version",
            ASKS,
        ),
        *each(MANAGER, "create get", ASKS, Returns(Type(OBJECT))),
        *each(MANAGER, "delete list update", ASKS),
        *each(
            OBJECT,
            "branches commits discussions environments files hooks issues jobs labels members"
            " mergerequests milestones notes pipelines protectedbranches releases tags variables",
            Returns(Type(MANAGER)),
        ),
        *each(OBJECT, "delete refresh save", ASKS),
        ("gitlab.client.Gitlab", Names(CLIENT)),
    ),
)
