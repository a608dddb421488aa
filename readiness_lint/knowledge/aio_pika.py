from readiness_lint.knowledge.schema import (
    ClientTrait,
    Inherits,
    Is,
    Knowledge,
    Outbound,
    Param,
    Posts,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION, CHANNEL = "aio_pika.abc.AbstractConnection", "aio_pika.abc.AbstractChannel"
EXCHANGE, QUEUE = "aio_pika.abc.AbstractExchange", "aio_pika.abc.AbstractQueue"
AWAITED = Outbound(Service.BROKER, blocking=False)

AIO_PIKA = Knowledge(
    "aio-pika",
    "10.2",
    "https://docs.aio-pika.com",
    (
        *each(
            "aio_pika",
            "connect connect_robust",
            AWAITED,
            ClientTrait(Service.BROKER),
            Is("coroutine"),
            Returns(Type(CONNECTION)),
        ),
        # Opened when it is awaited or entered.
        *each(CONNECTION, "channel", AWAITED, Returns(Type(CHANNEL))),
        *each(CONNECTION, "close", Is("coroutine")),
        *each(CHANNEL, "default_exchange", Returns(Type(EXCHANGE))),
        *each(
            CHANNEL,
            "declare_exchange get_exchange",
            AWAITED,
            Is("coroutine"),
            Returns(Type(EXCHANGE)),
        ),
        *each(CHANNEL, "declare_queue get_queue", AWAITED, Is("coroutine"), Returns(Type(QUEUE))),
        *each(CHANNEL, "exchange_delete queue_delete set_qos", AWAITED, Is("coroutine")),
        *each(EXCHANGE, "bind delete publish unbind", AWAITED, Is("coroutine")),
        *each(QUEUE, "bind cancel consume delete get purge unbind", AWAITED, Is("coroutine")),
        *each("aio_pika", "Message", Posts(Param("body", 0))),
        *each("aio_pika", "Connection RobustConnection", Inherits((CONNECTION,))),
        *each("aio_pika", "Channel RobustChannel", Inherits((CHANNEL,))),
        *each("aio_pika", "Exchange RobustExchange", Inherits((EXCHANGE,))),
        *each("aio_pika", "Queue RobustQueue", Inherits((QUEUE,))),
        *each("aio_pika.abc", "AbstractRobustConnection", Inherits((CONNECTION,))),
        *each("aio_pika.abc", "AbstractRobustChannel", Inherits((CHANNEL,))),
    ),
)
