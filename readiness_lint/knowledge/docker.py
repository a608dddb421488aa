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

MODELS = "docker.models"
# One minute, set where the client is made.
ASKS = Outbound(Service.SDK, Limit(None, 60.0, at=("client",)))
MADE = ClientTrait(Service.SDK, Limit(Param("timeout"), 60.0))
CONTAINERS, CONTAINER = f"{MODELS}.containers.ContainerCollection", f"{MODELS}.containers.Container"
IMAGES, IMAGE = f"{MODELS}.images.ImageCollection", f"{MODELS}.images.Image"
NETWORKS, NETWORK = f"{MODELS}.networks.NetworkCollection", f"{MODELS}.networks.Network"
VOLUMES, VOLUME = f"{MODELS}.volumes.VolumeCollection", f"{MODELS}.volumes.Volume"

DOCKER = Knowledge(
    "docker",
    "7.2",
    "https://docker-py.readthedocs.io",
    (
        *each("docker", "DockerClient", MADE),
        *each("docker", "APIClient", ClientTrait(Service.SDK, Limit(Param("timeout", 2), 60.0))),
        *each("docker", "from_env", MADE, Returns(Type("docker.DockerClient"))),
        *each("docker.DockerClient", "from_env", MADE, Returns(Type("docker.DockerClient"))),
        *each("docker.DockerClient", "df events info login ping version", ASKS),
        *each("docker.DockerClient", "containers", Returns(Type(CONTAINERS))),
        *each("docker.DockerClient", "images", Returns(Type(IMAGES))),
        *each("docker.DockerClient", "networks", Returns(Type(NETWORKS))),
        *each("docker.DockerClient", "volumes", Returns(Type(VOLUMES))),
        *each("docker.DockerClient", "api", Returns(Type("docker.APIClient"))),
        *each(CONTAINERS, "create get run", ASKS, Returns(Type(CONTAINER))),
        *each(CONTAINERS, "list prune", ASKS),
        *each(
            CONTAINER,
            "attach commit diff exec_run export get_archive kill logs pause put_archive reload"
            " remove rename resize restart start stats stop top unpause update wait",
            ASKS,
        ),
        *each(IMAGES, "get", ASKS, Returns(Type(IMAGE))),
        *each(IMAGES, "build list load prune pull push remove search", ASKS),
        *each(IMAGE, "history reload remove save tag", ASKS),
        *each(NETWORKS, "create get", ASKS, Returns(Type(NETWORK))),
        *each(NETWORKS, "list prune", ASKS),
        *each(NETWORK, "connect disconnect reload remove", ASKS),
        *each(VOLUMES, "create get", ASKS, Returns(Type(VOLUME))),
        *each(VOLUMES, "list prune", ASKS),
        *each(VOLUME, "reload remove", ASKS),
        *each(
            "docker.APIClient",
            "attach build commit containers create_container create_network create_volume diff"
            " events exec_create exec_inspect exec_start export get_archive images info"
            " inspect_container inspect_image kill logs pause ping port pull push put_archive"
            " remove_container remove_image remove_network remove_volume restart start stats stop"
            " top unpause version wait",
            ASKS,
        ),
        ("docker.client", Names("docker")),
        ("docker.api.client.APIClient", Names("docker.APIClient")),
    ),
)
