from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Posts,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, STREAM = "nats.aio.client.Client", "nats.js.JetStreamContext"
AWAITED = Outbound(Service.BROKER, blocking=False)

NATS = Knowledge(
    "nats-py",
    "2.16",
    "https://nats-io.github.io/nats.py/",
    (
        *each(
            "nats",
            "connect",
            Outbound(Service.BROKER, Limit(Param("connect_timeout"), 2.0), blocking=False),
            ClientTrait(Service.BROKER),
            Is("coroutine"),
            Returns(Type(CLIENT)),
        ),
        *each(
            CLIENT,
            "request",
            Outbound(Service.BROKER, Limit(Param("timeout", 2), 0.5), blocking=False),
            Is("coroutine"),
        ),
        *each(CLIENT, "close connect drain flush publish subscribe", AWAITED, Is("coroutine")),
        *each(CLIENT, "jetstream", Is("pure"), Returns(Type(STREAM))),
        *each(
            STREAM,
            "add_consumer add_stream delete_stream key_value publish pull_subscribe stream_info"
            " subscribe",
            AWAITED,
            Is("coroutine"),
        ),
        *each(f"{CLIENT} {STREAM}", "publish", Posts(Param("payload", 1))),
        ("nats.NATS", Names(CLIENT)),
    ),
)
