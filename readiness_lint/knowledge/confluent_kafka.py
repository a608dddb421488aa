from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Posts,
    each,
)
from readiness_lint.terms import FOREVER, Service

PRODUCER, CONSUMER = "confluent_kafka.Producer", "confluent_kafka.Consumer"
ADMIN = "confluent_kafka.admin.AdminClient"
ASKS = Outbound(Service.BROKER)
FOR_METADATA = Outbound(Service.BROKER, Limit(Param("timeout", 1), FOREVER, never=(-1,)))

CONFLUENT_KAFKA = Knowledge(
    "confluent-kafka",
    "2.16",
    "https://docs.confluent.io/platform/current/clients/confluent-kafka-python/html/",
    (
        *each(f"{PRODUCER} {CONSUMER} {ADMIN}", "", ClientTrait(Service.BROKER)),
        *each(f"{PRODUCER} {CONSUMER}", "list_topics", FOR_METADATA),
        *each(
            ADMIN,
            "list_topics",
            Outbound(Service.BROKER, Limit(Param("timeout"), FOREVER, never=(-1,))),
        ),
        *each(
            PRODUCER,
            "init_transactions",
            Outbound(Service.BROKER, Limit(Param("timeout", 0), FOREVER, never=(-1,))),
        ),
        *each(PRODUCER, "abort_transaction commit_transaction flush", ASKS),
        *each(CONSUMER, "commit committed consume poll offsets_for_times", ASKS),
        *each(PRODUCER, "produce", Is("pure"), Posts(Param("value", 1))),
    ),
)
