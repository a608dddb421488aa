from readiness_lint.knowledge.schema import (
    Dispatches,
    EntryTrait,
    Inherits,
    Is,
    Knowledge,
    Returns,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK, GENERIC = "channels", "channels.generic.websocket"
LAYER, ASYNC = "channels.layers.BaseChannelLayer", "channels.consumer.AsyncConsumer"
SOCKET = (
    "connect",
    "receive",
    "disconnect",
    "websocket_connect",
    "websocket_receive",
    "websocket_disconnect",
)

CHANNELS = Knowledge(
    "channels",
    "3.0-4.3",
    "https://channels.readthedocs.io",
    (
        *each(
            GENERIC,
            "WebsocketConsumer AsyncWebsocketConsumer",
            EntryTrait(EntryKind.WEBSOCKET, FRAMEWORK, methods=SOCKET),
        ),
        *each(
            GENERIC,
            "JsonWebsocketConsumer AsyncJsonWebsocketConsumer",
            EntryTrait(EntryKind.WEBSOCKET, FRAMEWORK, methods=(*SOCKET, "receive_json")),
        ),
        (f"{GENERIC}.WebsocketConsumer", Inherits(("channels.consumer.SyncConsumer",))),
        (f"{GENERIC}.JsonWebsocketConsumer", Inherits((f"{GENERIC}.WebsocketConsumer",))),
        (f"{GENERIC}.AsyncWebsocketConsumer", Inherits((ASYNC,))),
        (f"{GENERIC}.AsyncJsonWebsocketConsumer", Inherits((f"{GENERIC}.AsyncWebsocketConsumer",))),
        ("channels.consumer.SyncConsumer", Inherits((ASYNC,))),
        (
            "channels.generic.http.AsyncHttpConsumer",
            EntryTrait(EntryKind.HANDLER, FRAMEWORK, methods=("handle", "disconnect")),
        ),
        ("channels.generic.http.AsyncHttpConsumer", Inherits((ASYNC,))),
        # An instance has it while it serves a connection.
        (f"{ASYNC}.channel_layer", Returns(Type(LAYER))),
        ("channels.layers.get_channel_layer", Returns(Type(LAYER))),
        *each(LAYER, "send group_send", Dispatches(FRAMEWORK), Is("coroutine")),
        ("channels.layers.InMemoryChannelLayer", Inherits((LAYER,))),
    ),
)
