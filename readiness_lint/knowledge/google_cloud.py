from readiness_lint.knowledge.schema import (
    Blocks,
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
from readiness_lint.terms import Held, Service, Type

STORAGE, BUCKET = "google.cloud.storage.Client", "google.cloud.storage.Bucket"
BLOB = "google.cloud.storage.Blob"
MINUTE = Outbound(Service.STORAGE, Limit(Param("timeout"), 60.0, never=()))
LOCKED = Outbound(Service.SDK, Limit(Param("timeout"), 60.0, never=()))
LOCKED_LOOP = Outbound(Service.SDK, Limit(Param("timeout"), 60.0, never=()), blocking=False)
# Most methods are given twenty seconds, some none; the table of the service decides.
GAPIC, GAPIC_LOOP = Outbound(Service.SDK), Outbound(Service.SDK, blocking=False)
SECRETS = "google.cloud.secretmanager.SecretManagerServiceClient"
SECRETS_LOOP = "google.cloud.secretmanager.SecretManagerServiceAsyncClient"
VAULT_VERBS = (
    "access_secret_version add_secret_version create_secret delete_secret destroy_secret_version"
    " disable_secret_version enable_secret_version get_secret get_secret_version"
    " list_secret_versions list_secrets update_secret"
)
TASKS, TASKS_LOOP = (
    "google.cloud.tasks_v2.CloudTasksClient",
    "google.cloud.tasks_v2.CloudTasksAsyncClient",
)
TASK_VERBS = (
    "create_queue create_task delete_queue delete_task get_queue get_task list_queues list_tasks"
    " pause_queue purge_queue resume_queue run_task update_queue"
)
PUBLISHER = "google.cloud.pubsub_v1.PublisherClient"
SUBSCRIBER = "google.cloud.pubsub_v1.SubscriberClient"
BIGQUERY = "google.cloud.bigquery.Client"
FIRESTORE, FIRESTORE_LOOP = "google.cloud.firestore.Client", "google.cloud.firestore.AsyncClient"
DOCUMENT = "google.cloud.firestore.DocumentReference"
COLLECTION = "google.cloud.firestore.CollectionReference"
QUERY = "google.cloud.firestore.Query"
LOOP_DOCUMENT = "google.cloud.firestore.AsyncDocumentReference"
LOOP_COLLECTION = "google.cloud.firestore.AsyncCollectionReference"
LOOP_QUERY = "google.cloud.firestore.AsyncQuery"
BUILDS = "end_at end_before limit offset order_by select start_after start_at where"

GOOGLE_CLOUD_STORAGE = Knowledge(
    "google-cloud-storage",
    "3.17",
    "https://cloud.google.com/python/docs/reference/storage/latest",
    (
        *each(STORAGE, "", ClientTrait(Service.STORAGE)),
        *each(STORAGE, "bucket", Is("pure"), Returns(Type(BUCKET))),
        *each(
            STORAGE,
            "create_bucket get_bucket lookup_bucket",
            MINUTE,
            Returns(Type(BUCKET)),
        ),
        *each(STORAGE, "download_blob_to_file list_blobs list_buckets", MINUTE),
        *each(BUCKET, "blob", Is("pure"), Returns(Type(BLOB))),
        *each(BUCKET, "get_blob", MINUTE, Returns(Type(BLOB))),
        *each(
            BUCKET,
            "copy_blob create delete delete_blob delete_blobs exists get_iam_policy list_blobs patch"
            " reload set_iam_policy update",
            MINUTE,
        ),
        *each(
            BLOB,
            "compose create_resumable_upload_session delete download_as_bytes download_as_text"
            " download_to_file download_to_filename exists make_private make_public patch reload"
            " rewrite update upload_from_file upload_from_filename upload_from_string",
            MINUTE,
        ),
        *each(BLOB, "download_as_bytes download_as_text", Is("reads-object")),
        ("google.cloud.storage.client.Client", Names(STORAGE)),
        ("google.cloud.storage.bucket.Bucket", Names(BUCKET)),
        ("google.cloud.storage.blob.Blob", Names(BLOB)),
    ),
)

GOOGLE_CLOUD_SECRET_MANAGER = Knowledge(
    "google-cloud-secret-manager",
    "2.32",
    "https://cloud.google.com/python/docs/reference/secretmanager/latest",
    (
        *each(f"{SECRETS} {SECRETS_LOOP}", "", ClientTrait(Service.SDK)),
        *each(SECRETS, VAULT_VERBS, LOCKED),
        *each(SECRETS_LOOP, VAULT_VERBS, LOCKED_LOOP, Is("coroutine")),
        ("google.cloud.secretmanager_v1.SecretManagerServiceClient", Names(SECRETS)),
        ("google.cloud.secretmanager_v1.SecretManagerServiceAsyncClient", Names(SECRETS_LOOP)),
    ),
)

GOOGLE_CLOUD_TASKS = Knowledge(
    "google-cloud-tasks",
    "2.26",
    "https://cloud.google.com/python/docs/reference/cloudtasks/latest",
    (
        *each(f"{TASKS} {TASKS_LOOP}", "", ClientTrait(Service.SDK)),
        *each(TASKS, TASK_VERBS, GAPIC),
        *each(TASKS_LOOP, TASK_VERBS, GAPIC_LOOP, Is("coroutine")),
        ("google.cloud.tasks.CloudTasksClient", Names(TASKS)),
        ("google.cloud.tasks.CloudTasksAsyncClient", Names(TASKS_LOOP)),
    ),
)

GOOGLE_CLOUD_PUBSUB = Knowledge(
    "google-cloud-pubsub",
    "2.44",
    "https://cloud.google.com/python/docs/reference/pubsub/latest",
    (
        *each(f"{PUBLISHER} {SUBSCRIBER}", "", ClientTrait(Service.BROKER)),
        # Kept and sent by a thread of the client.
        *each(
            PUBLISHER,
            "publish",
            Is("pure"),
            Returns(Type("google.cloud.pubsub_v1.publisher.futures.Future")),
        ),
        *each(PUBLISHER, "publish", Posts(Param("data", 1))),
        *each(
            PUBLISHER,
            "create_topic delete_topic get_topic list_topics update_topic",
            Outbound(Service.BROKER),
        ),
        *each(
            SUBSCRIBER,
            "acknowledge create_subscription delete_subscription get_subscription"
            " list_subscriptions modify_ack_deadline pull seek update_subscription",
            Outbound(Service.BROKER),
        ),
        *each(
            "google.cloud.pubsub_v1.publisher.futures.Future",
            "result exception",
            Blocks(Held.FUTURE, Limit(Param("timeout", 0), 60.0)),
        ),
    ),
)

GOOGLE_CLOUD_BIGQUERY = Knowledge(
    "google-cloud-bigquery",
    "3.47",
    "https://cloud.google.com/python/docs/reference/bigquery/latest",
    (
        *each(BIGQUERY, "", ClientTrait(Service.SQL)),
        *each(
            BIGQUERY,
            "query",
            Outbound(Service.SQL),
            Returns(Type("google.cloud.bigquery.QueryJob")),
        ),
        *each(
            BIGQUERY,
            "create_dataset create_table delete_dataset delete_table get_dataset get_job get_table"
            " insert_rows insert_rows_json list_rows list_tables load_table_from_dataframe"
            " load_table_from_file load_table_from_json load_table_from_uri query_and_wait"
            " update_table",
            Outbound(Service.SQL),
        ),
        *each(
            "google.cloud.bigquery.QueryJob",
            "done reload result to_arrow to_dataframe",
            Outbound(Service.SQL),
        ),
    ),
)

GOOGLE_CLOUD_FIRESTORE = Knowledge(
    "google-cloud-firestore",
    "2.34",
    "https://cloud.google.com/python/docs/reference/firestore/latest",
    (
        *each(f"{FIRESTORE} {FIRESTORE_LOOP}", "", ClientTrait(Service.SQL)),
        *each(FIRESTORE, "collection", Is("pure"), Returns(Type(COLLECTION))),
        *each(FIRESTORE, "document", Is("pure"), Returns(Type(DOCUMENT))),
        *each(FIRESTORE, "collection_group", Is("pure"), Returns(Type(QUERY))),
        *each(FIRESTORE, "get_all recursive_delete", Outbound(Service.SQL)),
        *each(DOCUMENT, "create delete get set update", Outbound(Service.SQL)),
        *each(DOCUMENT, "collection", Is("pure"), Returns(Type(COLLECTION))),
        *each(COLLECTION, "add get list_documents stream", Outbound(Service.SQL)),
        *each(COLLECTION, "document", Is("pure"), Returns(Type(DOCUMENT))),
        *each(f"{COLLECTION} {QUERY}", BUILDS, Is("pure"), Returns(Type(QUERY))),
        *each(QUERY, "get stream", Outbound(Service.SQL)),
        *each(FIRESTORE_LOOP, "collection", Is("pure"), Returns(Type(LOOP_COLLECTION))),
        *each(FIRESTORE_LOOP, "document", Is("pure"), Returns(Type(LOOP_DOCUMENT))),
        *each(
            LOOP_DOCUMENT,
            "create delete get set update",
            Outbound(Service.SQL, blocking=False),
            Is("coroutine"),
        ),
        *each(LOOP_DOCUMENT, "collection", Is("pure"), Returns(Type(LOOP_COLLECTION))),
        *each(LOOP_COLLECTION, "add get", Outbound(Service.SQL, blocking=False), Is("coroutine")),
        *each(LOOP_COLLECTION, "document", Is("pure"), Returns(Type(LOOP_DOCUMENT))),
        *each(f"{LOOP_COLLECTION} {LOOP_QUERY}", BUILDS, Is("pure"), Returns(Type(LOOP_QUERY))),
        *each(LOOP_QUERY, "get", Outbound(Service.SQL, blocking=False), Is("coroutine")),
        ("google.cloud.firestore_v1", Names("google.cloud.firestore")),
    ),
)
