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

CLIENT, RESOURCE = "botocore.client.BaseClient", "boto3.resources.base.ServiceResource"
COLLECTION = "boto3.resources.collection.CollectionManager"
# Set by a `botocore.config.Config`; sixty seconds to connect, and for each read, times the tries.
# Four times again, after waits that grow.
ASKS = Outbound(Service.SDK, Limit(None, 60.0), repeats=Param("config"))
MADE = ClientTrait(Service.SDK)
NO_REQUEST = (
    "can_paginate close events exceptions generate_db_auth_token generate_presigned_post generate_presigned_url meta"
    " waiter_names"
)
# Only the services for mail have operations of these names.
OPERATIONS_OF_MAIL = (
    "send_bulk_email send_bulk_templated_email send_custom_verification_email send_email"
    " send_raw_email send_templated_email"
)

# Of the services for queues and for notifications, and of their resources.
QUEUED, POSTED = Posts(Param("MessageBody")), Posts(Param("Message"))

BOTO3 = Knowledge(
    "boto3",
    "1.40",
    "https://docs.aws.amazon.com/boto3/latest/",
    (
        *each("boto3", "client", MADE, Returns(Type(CLIENT))),
        *each("boto3", "resource", MADE, Returns(Type(RESOURCE))),
        *each("boto3.Session", "client", MADE, Returns(Type(CLIENT))),
        *each("boto3.Session", "resource", MADE, Returns(Type(RESOURCE))),
        *each("boto3", "_get_default_session", Returns(Type("boto3.Session"))),
        ("boto3.session.Session", Names("boto3.Session")),
        *each("botocore.session.Session", "create_client", MADE, Returns(Type(CLIENT))),
        *each("botocore.session", "get_session", Returns(Type("botocore.session.Session"))),
        # Operations are made at run time.
        *each(CLIENT, "*", ASKS),
        *each(CLIENT, NO_REQUEST, Is("pure")),
        *each(CLIENT, "get_object", Is("gives-object")),
        *each(CLIENT, OPERATIONS_OF_MAIL, Is("sends-mail")),
        *each(f"{CLIENT} {RESOURCE}", "send_message", QUEUED),
        *each(f"{CLIENT} {RESOURCE}", "publish", POSTED),
        *each(CLIENT, "get_paginator", Is("pure"), Returns(Type("botocore.paginate.Paginator"))),
        *each(CLIENT, "get_waiter", Is("pure"), Returns(Type("botocore.waiter.Waiter"))),
        *each("botocore.paginate.Paginator", "paginate", ASKS),
        *each("botocore.waiter.Waiter", "wait", Outbound(Service.SDK)),
        *each(RESOURCE, "*", ASKS),
        *each(RESOURCE, "meta get_available_subresources", Is("pure")),
        *each(
            RESOURCE,
            "Bucket Instance Message Object ObjectSummary PlatformEndpoint Queue Role"
            " SecurityGroup Stack Subscription Table Topic User Vpc",
            Is("pure"),
            Returns(Type(RESOURCE)),
        ),
        *each(
            RESOURCE,
            "buckets instances objects object_versions queues tables topics",
            Returns(Type(COLLECTION)),
        ),
        *each(RESOURCE, "batch_writer", Is("pure")),
        *each(
            COLLECTION,
            "all filter limit page_size",
            Is("pure"),
            Returns(Type("boto3.resources.collection.ResourceCollection")),
        ),
        *each("boto3.resources.collection.ResourceCollection", "__iter__ pages", ASKS),
    ),
)
