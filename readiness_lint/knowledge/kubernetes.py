from readiness_lint.knowledge.schema import (
    Inherits,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

APIS = (
    "AdmissionregistrationApi AdmissionregistrationV1Api ApiextensionsApi ApiextensionsV1Api"
    " ApiregistrationApi ApiregistrationV1Api ApisApi AppsApi AppsV1Api AuthenticationApi"
    " AuthenticationV1Api AuthorizationApi AuthorizationV1Api AutoscalingApi AutoscalingV1Api"
    " AutoscalingV2Api BatchApi BatchV1Api CertificatesApi CertificatesV1Api CoordinationApi"
    " CoordinationV1Api CoreApi CoreV1Api CustomObjectsApi DiscoveryApi DiscoveryV1Api EventsApi"
    " EventsV1Api LogsApi NetworkingApi NetworkingV1Api NodeApi NodeV1Api PolicyApi PolicyV1Api"
    " RbacAuthorizationApi RbacAuthorizationV1Api SchedulingApi SchedulingV1Api StorageApi"
    " StorageV1Api VersionApi WellKnownApi"
)
TIMEOUT = Limit(Param("_request_timeout"))
ENDLESS = ("follow", "watch")

# `timeout_seconds` is a limit of the server only.
KUBERNETES = Knowledge(
    "kubernetes",
    "37.0",
    "https://github.com/kubernetes-client/python",
    (
        *each("kubernetes.client", APIS, Inherits(("kubernetes.client.Api",))),
        *each("kubernetes.client.Api", "*", Outbound(Service.SDK, TIMEOUT, endless=ENDLESS)),
        *each("kubernetes.client.Api", "api_client", Is("pure")),
        *each("kubernetes.watch.Watch", "stream", Outbound(Service.SDK)),
        *each("kubernetes.watch.Watch", "stop", Is("pure")),
        *each("kubernetes.utils", "create_from_dict create_from_yaml", Outbound(Service.SDK)),
        ("kubernetes.client.api", Names("kubernetes.client")),
        ("kubernetes.watch.watch.Watch", Names("kubernetes.watch.Watch")),
    ),
)

KUBERNETES_ASYNCIO = Knowledge(
    "kubernetes-asyncio",
    "36.1",
    "https://github.com/tomplus/kubernetes_asyncio",
    (
        *each("kubernetes_asyncio.client", APIS, Inherits(("kubernetes_asyncio.client.Api",))),
        *each(
            "kubernetes_asyncio.client.Api",
            "*",
            Outbound(Service.SDK, TIMEOUT, blocking=False, endless=ENDLESS),
            Is("coroutine"),
        ),
        *each("kubernetes_asyncio.client.Api", "api_client", Is("pure")),
    ),
)
