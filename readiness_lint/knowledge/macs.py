"""Authentication codes and digests, and what shows them as text."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

STDLIB_MACS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/hmac.html",
    (
        *each("hmac", "new HMAC", Is("makes-mac")),
        ("hmac.digest", Is("mac")),
        *each(
            "hashlib",
            "new md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2b "
            "blake2s",
            Is("makes-digest"),
        ),
        *each(
            "base64",
            "b64encode urlsafe_b64encode standard_b64encode b32encode b16encode encodebytes",
            Is("spells-bytes"),
        ),
        *each("base64", "b64decode urlsafe_b64decode", Is("reads-base64")),
        *each("binascii", "hexlify b2a_hex b2a_base64", Is("spells-bytes")),
        *each("hmac secrets", "compare_digest", Is("constant-time")),
    ),
)

DJANGO_CRYPTO = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/signing/",
    (
        ("django.utils.crypto.salted_hmac", Is("makes-mac")),
        ("django.utils.crypto.constant_time_compare", Is("constant-time")),
    ),
)
