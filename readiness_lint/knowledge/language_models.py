"""Packages with whose tokens one writes sentences, not sessions."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

LANGUAGE_MODELS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/",
    (
        *each(
            "torch transformers tiktoken tokenizers sentencepiece nltk spacy tensorflow keras jax"
            " faker factory",
            "",
            Is("language-model"),
        ),
    ),
)
