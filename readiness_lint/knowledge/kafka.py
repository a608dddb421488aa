from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Names,
    Outbound,
    Param,
    Posts,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

PRODUCER, CONSUMER = "kafka.KafkaProducer", "kafka.KafkaConsumer"
FUTURE = "kafka.producer.future.FutureRecordMetadata"
ASKS = Outbound(Service.BROKER)
# They ask for the version of a broker when they are made.
MADE = Outbound(Service.BROKER, spared=Param("api_version"))

KAFKA = Knowledge(
    "kafka-python",
    "3.0",
    "https://kafka-python.readthedocs.io",
    (
        *each("kafka", "KafkaProducer KafkaConsumer KafkaAdminClient", ClientTrait(Service.BROKER)),
        *each("kafka", "KafkaProducer KafkaConsumer", MADE),
        # Kept and sent by a thread of the producer.
        *each(PRODUCER, "send", Is("pure"), Returns(Type(FUTURE))),
        *each(PRODUCER, "send", Posts(Param("value", 1), serializer="value_serializer")),
        *each(PRODUCER, "flush partitions_for", ASKS),
        *each(FUTURE, "get", ASKS),
        *each(
            CONSUMER,
            "__iter__ __next__ beginning_offsets commit committed end_offsets offsets_for_times"
            " partitions_for_topic poll position topics",
            ASKS,
        ),
        *each(
            "kafka.KafkaAdminClient",
            "create_partitions create_topics delete_topics describe_topics list_topics",
            ASKS,
        ),
        ("kafka.producer.KafkaProducer", Names(PRODUCER)),
        ("kafka.consumer.KafkaConsumer", Names(CONSUMER)),
    ),
)
