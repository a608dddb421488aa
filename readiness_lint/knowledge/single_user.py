from readiness_lint.knowledge.schema import Is, Knowledge, each

ALONE = Is("single-user")

TEXTUAL = Knowledge("textual", "8.2", "https://textual.textualize.io", each("textual", "", ALONE))

IPYKERNEL = Knowledge(
    "ipykernel", "7.4", "https://ipykernel.readthedocs.io", each("ipykernel", "", ALONE)
)

MARIMO = Knowledge("marimo", "0.25", "https://docs.marimo.io", each("marimo", "", ALONE))

PYTEST = Knowledge(
    "pytest", "9.2", "https://docs.pytest.org", each("pytest", "", ALONE, Is("testing"))
)

FACTORY_BOY = Knowledge(
    "factory-boy", "3.3", "https://factoryboy.readthedocs.io", each("factory", "", Is("testing"))
)
