from readiness_lint.knowledge.schema import Knowledge, Limit, Names, Outbound, Param, each
from readiness_lint.terms import FOREVER, Service

# Takes a URL, a path, a file or a text; only the first waits for a peer.
FEEDPARSER = Knowledge(
    "feedparser",
    "6.0",
    "https://feedparser.readthedocs.io",
    (
        *each(
            "feedparser",
            "parse",
            Outbound(
                Service.HTTP,
                Limit(None, FOREVER, at=("socket",)),
                url=Param("url_file_stream_or_string", 0),
            ),
        ),
        ("feedparser.api", Names("feedparser")),
    ),
)
