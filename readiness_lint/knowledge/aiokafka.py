from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Names,
    Outbound,
    Param,
    Posts,
    each,
)
from readiness_lint.terms import Service

AWAITED = Outbound(Service.BROKER, blocking=False)

AIOKAFKA = Knowledge(
    "aiokafka",
    "0.14",
    "https://aiokafka.readthedocs.io",
    (
        *each("aiokafka", "AIOKafkaProducer AIOKafkaConsumer", ClientTrait(Service.BROKER)),
        *each(
            "aiokafka.AIOKafkaProducer",
            "flush partitions_for send send_and_wait send_batch start stop",
            AWAITED,
            Is("coroutine"),
        ),
        *each(
            "aiokafka.AIOKafkaProducer",
            "send send_and_wait",
            Posts(Param("value", 1), serializer="value_serializer"),
        ),
        *each(
            "aiokafka.AIOKafkaConsumer",
            "beginning_offsets commit committed end_offsets getmany getone position"
            " seek_to_beginning seek_to_end start stop topics",
            AWAITED,
            Is("coroutine"),
        ),
        ("aiokafka.producer.AIOKafkaProducer", Names("aiokafka.AIOKafkaProducer")),
        ("aiokafka.consumer.AIOKafkaConsumer", Names("aiokafka.AIOKafkaConsumer")),
    ),
)
