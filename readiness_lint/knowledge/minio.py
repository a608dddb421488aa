from readiness_lint.knowledge.schema import ClientTrait, Is, Knowledge, Limit, Names, Outbound, each
from readiness_lint.terms import Service

CLIENT = "minio.Minio"
# Five minutes, set by the `http_client` where the client is made.
ASKS = Outbound(Service.STORAGE, Limit(None, 300.0))

MINIO = Knowledge(
    "minio",
    "7.2",
    "https://min.io/docs/minio/linux/developers/python/API.html",
    (
        *each(CLIENT, "", ClientTrait(Service.STORAGE)),
        *each(
            CLIENT,
            "bucket_exists compose_object copy_object fget_object fput_object get_bucket_policy"
            " get_object get_object_tags list_buckets list_objects make_bucket put_object"
            " remove_bucket remove_object remove_objects select_object_content set_bucket_policy"
            " set_object_tags stat_object upload_snowball_objects",
            ASKS,
        ),
        *each(CLIENT, "get_object", Is("gives-object")),
        # Signing asks for the region of the bucket, unless it is given.
        *each(
            CLIENT,
            "get_presigned_url presigned_get_object presigned_put_object presigned_post_policy",
            Is("pure"),
        ),
        ("minio.api.Minio", Names(CLIENT)),
    ),
)
