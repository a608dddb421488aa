from readiness_lint.knowledge.schema import (
    Computes,
    Hashes,
    Inherits,
    Is,
    Knowledge,
    Names,
    Param,
    Returns,
    each,
)
from readiness_lint.terms import Type

# Processor time on one core, with what each library does by itself; rounded.
BCRYPT = Computes(200)
ARGON2 = Computes(200)
SCRYPT = Computes(100)
PBKDF2 = Computes(200)
CONTEXT, HASH, LOW = "passlib.context.CryptContext", "pwdlib.PasswordHash", "argon2.low_level"
HASHERS = "django.contrib.auth.hashers"
USERS = "django.contrib.auth.models.AbstractBaseUser django.contrib.auth.models.AbstractUser"
KDF = "cryptography.hazmat.primitives.kdf"
SALTED = Computes(200, (Param("salt", 1), Param("rounds", 0)), 6)

SCHEMES = (
    ("argon2 bcrypt bcrypt_sha256 scrypt", 200, 0),
    ("pbkdf2_sha256 django_pbkdf2_sha256 ldap_pbkdf2_sha256", 10, 29_000),
    ("pbkdf2_sha512 grub_pbkdf2_sha512 ldap_pbkdf2_sha512", 20, 25_000),
    ("pbkdf2_sha1 django_pbkdf2_sha1 ldap_pbkdf2_sha1", 40, 131_000),
    ("sha256_crypt ldap_sha256_crypt", 150, 535_000),
    ("sha512_crypt ldap_sha512_crypt", 250, 656_000),
    ("sha1_crypt", 450, 480_000),
    ("scram", 150, 100_000),
    ("phpass", 350, 0),
)
"""What a context of passlib hashes by, as it was measured."""

KEYS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/hashlib.html#key-derivation",
    (
        # 2**14: 40 ms.
        ("hashlib.scrypt", Computes(40, (Param("n"),), 2**12)),
        # A million iterations: 240 ms.
        ("hashlib.pbkdf2_hmac", Computes(100, (Param("iterations", 3),), 50_000)),
    ),
)

BCRYPT_HASHES = Knowledge(
    "bcrypt",
    "5.0",
    "https://github.com/pyca/bcrypt",
    (
        ("bcrypt.hashpw", SALTED),
        ("bcrypt.checkpw", BCRYPT),
        # 100 rounds.
        ("bcrypt.kdf", Computes(400, (Param("rounds", 3),), 1)),
    ),
)

ARGON2_HASHES = Knowledge(
    "argon2-cffi",
    "25.1",
    "https://argon2-cffi.readthedocs.io",
    (
        *each("argon2.PasswordHasher", "hash verify", ARGON2),
        *each(LOW, "hash_secret hash_secret_raw verify_secret", ARGON2),
        ("argon2._password_hasher.PasswordHasher", Names("argon2.PasswordHasher")),
    ),
)

PASSLIB = Knowledge(
    "passlib",
    "1.7",
    "https://passlib.readthedocs.io",
    (
        *each(CONTEXT, "hash verify verify_and_update dummy_verify encrypt", BCRYPT),
        (CONTEXT, Hashes(Param("schemes", 0), Param("default"), SCHEMES)),
        ("passlib.context.LazyCryptContext", Inherits((CONTEXT,))),
        # Those of PBKDF2 have so few rounds that they take ten.
        *each(
            "passlib.hash.bcrypt passlib.hash.bcrypt_sha256 passlib.hash.argon2 passlib.hash.scrypt",
            "hash verify encrypt",
            BCRYPT,
        ),
        *each("passlib.hash.sha256_crypt", "hash verify encrypt", Computes(150)),
        *each("passlib.hash.sha512_crypt", "hash verify encrypt", Computes(250)),
    ),
)

PWDLIB = Knowledge(
    "pwdlib",
    "0.3",
    "https://frankie567.github.io/pwdlib/",
    (
        *each(HASH, "hash verify verify_and_update", ARGON2),
        (f"{HASH}.recommended", Returns(Type(HASH))),
    ),
)

KEY_DERIVATION = Knowledge(
    "cryptography",
    "50.0",
    "https://cryptography.io/en/stable/hazmat/primitives/key-derivation-functions/",
    (
        *each(f"{KDF}.scrypt.Scrypt", "derive verify", Computes(40)),
        # 600,000 iterations: 70 ms.
        *each(f"{KDF}.pbkdf2.PBKDF2HMAC", "derive verify", Computes(50)),
        *each(f"{KDF}.argon2.Argon2id", "derive verify", ARGON2),
    ),
)

WERKZEUG_HASHES = Knowledge(
    "Werkzeug",
    "3.1",
    "https://werkzeug.palletsprojects.com/en/stable/utils/#module-werkzeug.security",
    (*each("werkzeug.security", "generate_password_hash check_password_hash", SCRYPT),),
)

FLASK_BCRYPT = Knowledge(
    "Flask-Bcrypt",
    "1.0",
    "https://flask-bcrypt.readthedocs.io",
    (
        *each(
            "flask_bcrypt flask_bcrypt.Bcrypt",
            "generate_password_hash check_password_hash",
            BCRYPT,
        ),
    ),
)

PYNACL = Knowledge(
    "PyNaCl",
    "1.6",
    "https://pynacl.readthedocs.io/en/latest/password_hashing/",
    (
        *each(
            "nacl.pwhash nacl.pwhash.argon2id nacl.pwhash.argon2i",
            "str verify",
            SCRYPT,
        ),
    ),
)

DJANGO_HASHES = Knowledge(
    "Django",
    "5.2",
    "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
    (
        *each(HASHERS, "make_password check_password", PBKDF2),
        *each(HASHERS, "acheck_password", Is("coroutine")),
        *each(USERS, "set_password check_password", PBKDF2),
        *each(USERS, "acheck_password", Is("coroutine")),
    ),
)
