from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Names,
    Outbound,
    Param,
    Posts,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CONNECTION = "pika.BlockingConnection"
CHANNEL = "pika.adapters.blocking_connection.BlockingChannel"
ASKS = Outbound(Service.BROKER)

# Publishing waits while the broker blocks the connection (`blocked_connection_timeout`).
PIKA = Knowledge(
    "pika",
    "1.4",
    "https://pika.readthedocs.io",
    (
        *each(CONNECTION, "", ASKS, ClientTrait(Service.BROKER)),
        *each(CONNECTION, "channel", ASKS, Returns(Type(CHANNEL))),
        *each(CONNECTION, "process_data_events sleep", ASKS),
        *each(
            CHANNEL,
            "basic_ack basic_cancel basic_consume basic_get basic_nack basic_publish basic_qos"
            " basic_recover basic_reject confirm_delivery consume exchange_bind exchange_declare"
            " exchange_delete exchange_unbind queue_bind queue_declare queue_delete queue_purge"
            " queue_unbind start_consuming tx_commit tx_rollback tx_select",
            ASKS,
        ),
        *each(CHANNEL, "basic_publish", Posts(Param("body", 2))),
        ("pika.adapters.blocking_connection.BlockingConnection", Names(CONNECTION)),
        ("pika.adapters.BlockingConnection", Names(CONNECTION)),
    ),
)
