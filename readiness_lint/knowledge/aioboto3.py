from readiness_lint.knowledge.boto3 import OPERATIONS_OF_MAIL, POSTED, QUEUED
from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

CLIENT, RESOURCE = (
    "aiobotocore.client.AioBaseClient",
    "aioboto3.resources.base.AIOBoto3ServiceResource",
)
AWAITED = Outbound(Service.SDK, Limit(None, 60.0), blocking=False)
MADE = ClientTrait(Service.SDK)

AIOBOTO3 = Knowledge(
    "aioboto3",
    "15.5",
    "https://aioboto3.readthedocs.io",
    (
        # Entered with `async with`.
        *each("aioboto3.Session", "client", MADE, Returns(Type(CLIENT))),
        *each("aioboto3.Session", "resource", MADE, Returns(Type(RESOURCE))),
        ("aioboto3.session.Session", Names("aioboto3.Session")),
        *each(
            "aiobotocore.session", "get_session", Returns(Type("aiobotocore.session.AioSession"))
        ),
        *each("aiobotocore.session.AioSession", "create_client", MADE, Returns(Type(CLIENT))),
        *each(CLIENT, "*", AWAITED, Is("coroutine")),
        *each(CLIENT, "get_object", Is("gives-object")),
        *each(CLIENT, OPERATIONS_OF_MAIL, Is("sends-mail")),
        *each(f"{CLIENT} {RESOURCE}", "send_message", QUEUED),
        *each(f"{CLIENT} {RESOURCE}", "publish", POSTED),
        *each(CLIENT, "can_paginate events exceptions meta waiter_names get_waiter", Is("pure")),
        *each(
            CLIENT,
            "get_paginator",
            Is("pure"),
            Returns(Type("aiobotocore.paginate.AioPaginator")),
        ),
        *each("aiobotocore.paginate.AioPaginator", "paginate", AWAITED),
        # Signed, not sent.
        *each(CLIENT, "generate_presigned_post generate_presigned_url", Is("coroutine")),
        *each(RESOURCE, "*", AWAITED, Is("coroutine")),
        *each(RESOURCE, "meta batch_writer", Is("pure")),
    ),
)
