from readiness_lint.knowledge.schema import (
    Blocks,
    Dispatches,
    ErrorFamily,
    Is,
    Knowledge,
    Limit,
    Names,
    Param,
    Returns,
    TaskTrait,
    each,
)
from readiness_lint.terms import Held, Type

QUEUE, ACTOR, MESSAGE = "dramatiq", "dramatiq.Actor", "dramatiq.Message"

DRAMATIQ = Knowledge(
    "dramatiq",
    "1.13-2.2",
    "https://dramatiq.io",
    (
        *each(
            "dramatiq",
            "actor",
            TaskTrait(QUEUE, named="actor_name", classes=("actor_class",)),
            Returns(Type(ACTOR)),
        ),
        ("dramatiq.GenericActor", TaskTrait(QUEUE, method="perform")),
        (f"{ACTOR}.send", Dispatches(QUEUE)),
        (f"{ACTOR}.send_with_options", Dispatches(QUEUE, delay=("delay",), by_name=True)),
        ("dramatiq.Broker.enqueue", Dispatches(QUEUE, delay=("delay",))),
        *each(ACTOR, "send send_with_options message message_with_options", Returns(Type(MESSAGE))),
        *each("dramatiq", "group pipeline", Is("class")),
        *each("dramatiq", "group.run pipeline.run", Dispatches(QUEUE, delay=("delay",))),
        (
            f"{MESSAGE}.get_result",
            # It waits ten seconds for a result that it is told to wait for.
            Blocks(Held.FUTURE, Limit(Param("timeout"), 10.0, never=()), (("block", False),)),
        ),
        ("dramatiq.get_broker", Returns(Type("dramatiq.Broker"))),
        ("dramatiq.get_logger", Returns(Type("logging.Logger"))),
        *each("dramatiq.errors", "Retry", Is("retry-signal"), ErrorFamily("retry-signal")),
        ("dramatiq.MessageProxy.fail", Is("retry-signal")),
        *each(
            "dramatiq.middleware.CurrentMessage",
            "get_current_message",
            Returns(Type("dramatiq.MessageProxy")),
        ),
        (
            "dramatiq.middleware.current_message.CurrentMessage",
            Names("dramatiq.middleware.CurrentMessage"),
        ),
        ("dramatiq.Retry", Names("dramatiq.errors.Retry")),
        ("dramatiq.actor.actor", Names("dramatiq.actor")),
        ("dramatiq.actor.Actor", Names(ACTOR)),
        ("dramatiq.broker.Broker", Names("dramatiq.Broker")),
        ("dramatiq.broker.MessageProxy", Names("dramatiq.MessageProxy")),
        ("dramatiq.broker.get_broker", Names("dramatiq.get_broker")),
        ("dramatiq.message.Message", Names(MESSAGE)),
        ("dramatiq.composition.group", Names("dramatiq.group")),
        ("dramatiq.composition.pipeline", Names("dramatiq.pipeline")),
    ),
)
