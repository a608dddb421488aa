from readiness_lint.knowledge.schema import Is, Knowledge, each

CRYPTOGRAPHY = Knowledge(
    "cryptography",
    "50.0",
    "https://cryptography.io",
    (*each("cryptography.fernet.Fernet", "generate_key", Is("random")),),
)
