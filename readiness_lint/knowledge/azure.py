from readiness_lint.knowledge.schema import (
    ClientTrait,
    Is,
    Knowledge,
    Limit,
    Outbound,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Service, Type

BLOBS = "azure.storage.blob"
CLIENTS = "BlobServiceClient ContainerClient BlobClient"
# Five minutes to connect, and for each read.
SLOW = Limit(Param("timeout"), 300.0, at=("client",), never=())
SERVICE = (
    "create_container delete_container get_service_properties get_user_delegation_key"
    " list_containers"
)
CONTAINER = (
    "create_container delete_blob delete_blobs delete_container download_blob exists"
    " get_container_properties list_blob_names list_blobs upload_blob walk_blobs"
)
BLOB = (
    "abort_copy append_block commit_block_list create_snapshot delete_blob download_blob exists"
    " get_blob_properties get_blob_tags set_blob_metadata set_blob_tags set_http_headers"
    " set_standard_blob_tier stage_block start_copy_from_url undelete_blob upload_blob"
    " upload_blob_from_url"
)
SENDS = Outbound(Service.STORAGE, SLOW)
SENDS_LOOP = Outbound(Service.STORAGE, SLOW, blocking=False)

AZURE_STORAGE_BLOB = Knowledge(
    "azure-storage-blob",
    "12.31",
    "https://learn.microsoft.com/python/api/azure-storage-blob/",
    (
        *each(f"{BLOBS} {BLOBS}.aio", CLIENTS, ClientTrait(Service.STORAGE)),
        *each(f"{BLOBS}.BlobServiceClient", SERVICE, SENDS),
        *each(f"{BLOBS}.ContainerClient", CONTAINER, SENDS),
        *each(f"{BLOBS}.BlobClient", BLOB, SENDS),
        *each(f"{BLOBS}.BlobClient {BLOBS}.ContainerClient", "download_blob", Is("gives-object")),
        *each(
            f"{BLOBS}.StorageStreamDownloader",
            "chunks read readall readinto",
            Outbound(Service.STORAGE, Limit(None, 300.0)),
        ),
        *each(
            f"{BLOBS}.BlobServiceClient {BLOBS}.ContainerClient",
            "get_blob_client",
            Is("pure"),
            Returns(Type(f"{BLOBS}.BlobClient")),
        ),
        *each(
            f"{BLOBS}.BlobServiceClient",
            "get_container_client",
            Is("pure"),
            Returns(Type(f"{BLOBS}.ContainerClient")),
        ),
        *each(
            f"{BLOBS}.BlobServiceClient",
            "from_connection_string",
            Returns(Type(f"{BLOBS}.BlobServiceClient")),
        ),
        *each(
            f"{BLOBS}.ContainerClient",
            "from_connection_string from_container_url",
            Returns(Type(f"{BLOBS}.ContainerClient")),
        ),
        *each(
            f"{BLOBS}.BlobClient",
            "from_connection_string from_blob_url",
            Returns(Type(f"{BLOBS}.BlobClient")),
        ),
        *each(
            f"{BLOBS}.aio.BlobServiceClient",
            "create_container delete_container get_service_properties get_user_delegation_key",
            SENDS_LOOP,
            Is("coroutine"),
        ),
        *each(
            f"{BLOBS}.aio.ContainerClient",
            "create_container delete_blob delete_container download_blob exists"
            " get_container_properties upload_blob",
            SENDS_LOOP,
            Is("coroutine"),
        ),
        *each(f"{BLOBS}.aio.BlobClient", BLOB, SENDS_LOOP, Is("coroutine")),
        *each(
            f"{BLOBS}.aio.BlobClient {BLOBS}.aio.ContainerClient",
            "download_blob",
            Is("gives-object"),
        ),
        *each(
            f"{BLOBS}.aio.BlobServiceClient {BLOBS}.aio.ContainerClient",
            "get_blob_client",
            Is("pure"),
            Returns(Type(f"{BLOBS}.aio.BlobClient")),
        ),
        *each(
            f"{BLOBS}.aio.BlobServiceClient",
            "get_container_client",
            Is("pure"),
            Returns(Type(f"{BLOBS}.aio.ContainerClient")),
        ),
        *each(
            f"{BLOBS}.aio.BlobServiceClient",
            "from_connection_string",
            Returns(Type(f"{BLOBS}.aio.BlobServiceClient")),
        ),
    ),
)

VAULT = "azure.keyvault.secrets"
SECRETS = (
    "backup_secret begin_delete_secret get_deleted_secret get_secret purge_deleted_secret"
    " set_secret update_secret_properties"
)
AZURE_KEYVAULT = Knowledge(
    "azure-keyvault-secrets",
    "4.12",
    "https://learn.microsoft.com/python/api/azure-keyvault-secrets/",
    (
        *each(f"{VAULT}.SecretClient", SECRETS, Outbound(Service.SDK, Limit(None, 300.0))),
        *each(f"{VAULT} {VAULT}.aio", "SecretClient", ClientTrait(Service.SDK)),
        *each(
            f"{VAULT}.aio.SecretClient",
            "backup_secret delete_secret get_deleted_secret get_secret purge_deleted_secret"
            " set_secret update_secret_properties",
            Outbound(Service.SDK, Limit(None, 300.0), blocking=False),
            Is("coroutine"),
        ),
    ),
)

CREDENTIALS = "ClientSecretCredential DefaultAzureCredential ManagedIdentityCredential"
AZURE_IDENTITY = Knowledge(
    "azure-identity",
    "1.27",
    "https://learn.microsoft.com/python/api/azure-identity/",
    (
        *each(
            "azure.identity.DefaultAzureCredential azure.identity.ClientSecretCredential"
            " azure.identity.ManagedIdentityCredential",
            "get_token get_token_info",
            Outbound(Service.SDK, Limit(None, 300.0)),
        ),
        *each(
            "azure.identity.aio.DefaultAzureCredential azure.identity.aio.ClientSecretCredential"
            " azure.identity.aio.ManagedIdentityCredential",
            "get_token get_token_info",
            Outbound(Service.SDK, Limit(None, 300.0), blocking=False),
            Is("coroutine"),
        ),
        *each("azure.identity azure.identity.aio", CREDENTIALS, ClientTrait(Service.SDK)),
    ),
)

BUS = "azure.servicebus"
AZURE_SERVICEBUS = Knowledge(
    "azure-servicebus",
    "7.15",
    "https://learn.microsoft.com/python/api/azure-servicebus/",
    (
        *each(
            f"{BUS}.ServiceBusClient",
            "get_queue_sender get_topic_sender",
            Is("pure"),
            Returns(Type(f"{BUS}.ServiceBusSender")),
        ),
        *each(
            f"{BUS}.ServiceBusClient",
            "get_queue_receiver get_subscription_receiver",
            Is("pure"),
            Returns(Type(f"{BUS}.ServiceBusReceiver")),
        ),
        *each(
            f"{BUS}.ServiceBusClient",
            "from_connection_string",
            Returns(Type(f"{BUS}.ServiceBusClient")),
        ),
        *each(
            f"{BUS}.ServiceBusSender",
            "cancel_scheduled_messages schedule_messages send_messages",
            Outbound(Service.BROKER),
        ),
        *each(
            f"{BUS}.ServiceBusReceiver",
            "abandon_message complete_message dead_letter_message defer_message peek_messages"
            " receive_deferred_messages receive_messages renew_message_lock",
            Outbound(Service.BROKER),
        ),
        *each(
            f"{BUS}.aio.ServiceBusSender",
            "cancel_scheduled_messages schedule_messages send_messages",
            Outbound(Service.BROKER, blocking=False),
            Is("coroutine"),
        ),
        *each(
            f"{BUS}.aio.ServiceBusReceiver",
            "abandon_message complete_message dead_letter_message defer_message peek_messages"
            " receive_deferred_messages receive_messages renew_message_lock",
            Outbound(Service.BROKER, blocking=False),
            Is("coroutine"),
        ),
    ),
)
