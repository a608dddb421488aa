from readiness_lint.knowledge.schema import (
    Generated,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

UNARY = "grpc.UnaryUnaryMultiCallable grpc.StreamUnaryMultiCallable"
STREAMS = "grpc.UnaryStreamMultiCallable grpc.StreamStreamMultiCallable"
CHANNEL, LOOP_CHANNEL = "grpc.Channel", "grpc.aio.Channel"
SECOND = Limit(Param("timeout", 1))

GRPC = Knowledge(
    "grpcio",
    "1.85",
    "https://grpc.github.io/grpc/python/",
    (
        *each("grpc", "insecure_channel secure_channel", Returns(Type(CHANNEL))),
        *each("grpc.aio", "insecure_channel secure_channel", Returns(Type(LOOP_CHANNEL))),
        *each(CHANNEL, "unary_unary", Returns(Type("grpc.UnaryUnaryMultiCallable"))),
        *each(CHANNEL, "unary_stream", Returns(Type("grpc.UnaryStreamMultiCallable"))),
        *each(CHANNEL, "stream_unary", Returns(Type("grpc.StreamUnaryMultiCallable"))),
        *each(CHANNEL, "stream_stream", Returns(Type("grpc.StreamStreamMultiCallable"))),
        *each(LOOP_CHANNEL, "unary_unary", Returns(Type("grpc.aio.UnaryUnaryMultiCallable"))),
        *each(LOOP_CHANNEL, "channel_ready close", Is("coroutine")),
        *each(UNARY, "__call__ with_call", Outbound(Service.RPC, SECOND)),
        *each(UNARY, "future", Outbound(Service.RPC, SECOND, blocking=False)),
        # A stream may be meant to stay open.
        *each(STREAMS, "__call__", Outbound(Service.RPC)),
        *each(
            "grpc.aio.UnaryUnaryMultiCallable",
            "__call__",
            Outbound(Service.RPC, Limit(Param("timeout")), blocking=False),
            Is("coroutine"),
        ),
        # Whether a stub blocks is its channel's.
        ("grpc.Stub", Generated(r".*_pb2_grpc\.\w+Stub", "_pb2_grpc")),
        *each("grpc.Stub", "*", Outbound(Service.RPC, SECOND, blocking=False, streams=True)),
    ),
)
