"""What the manifests beside a program say of the routes by which it is asked how it is.

They are read line by line, and only where they are plain: a path that a template works out is not
known.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, takewhile
from pathlib import Path

from readiness_lint.pattern import Pattern
from readiness_lint.terms import Health

PROBES = {
    "livenessProbe": Health.LIVE,
    "readinessProbe": Health.READY,
    "startupProbe": Health.HEALTH,
    "healthcheck": Health.HEALTH,
}
"""What a key of Kubernetes, or of Compose, asks."""
ROUTED = frozenset({"livenessProbe", "readinessProbe", "startupProbe"})
"""Those that name a path; the others run a command."""
IMAGE = "HEALTHCHECK"
MANIFEST = Pattern(r".*\.ya?ml")
IMAGE_FILE = Pattern(r"(?:.*\.)?(?:[Dd]ocker|[Cc]ontainer)file(?:[.-].*)?")
FOLDERS = Pattern(
    r"(?:.*[-_])?(?:k8s|kube|kubernetes|helm|charts?|deploy(?:ments?)?|manifests?|docker|compose|containers?"
    r"|infra(?:structure)?|ops)"
)
"""Names of folders for what is told to an orchestrator."""
VENDORED = "charts"
"""Where a chart keeps those that it needs, of other services."""
CHART = "Chart.yaml"
Row = tuple[int, str, str]
"""The column of a line, its key, and the rest."""
FILES, SIZE, DEPTH = 200, 200_000, 5
"""How many files are read, of how many bytes, and how many folders down."""

KEY = Pattern(r"(?P<indent>[ ]*(?:- +)*)(?P<key>\w+):(?:\s+(?P<rest>.*))?")
FLOW = Pattern(r"\bpath: *(?P<path>[^,}]+)")
PATH = Pattern(r"""["']?(?P<path>/[\w./~-]*[\w~-]/?)(?:\?[^{}]*)?["']?""")
"""A path that is no template, and more than the root, which is a page of its own as well."""
ASKED = Pattern(
    r"""https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[^/\s]+)?(?P<path>/[\w./~-]*[\w~-]/?)(?![\w{$%])"""
)
"""What a command asks of the container that it runs in."""
OTHERS = Pattern(
    r"image: *[\"']?(?:\S*/)?(?:postgres\w*|mysql|mariadb|redis|valkey|nginx|grafana|loki|prometheus|minio"
    r"|elasticsearch|kibana|opensearch|rabbitmq|kafka|keycloak|qdrant|weaviate|milvus|chroma|ollama"
    r"|vllm-openai|traefik|envoy|temporal|jaeger|opentelemetry-collector\S*|neo4j|mongo|clickhouse\S*"
    r"|vault|consul|etcd|nats|pgbouncer|node)(?:[:@].*)?[\"']?"
)
"""Servers of others, whose routes are not those of the program."""


def probed(root: Path) -> tuple[tuple[str, str], ...]:
    """The paths that manifests of a folder name, without slashes around them, and what each asks."""
    found = {
        (path.strip("/"), kind.value)
        for name in files(root)
        for path, kind in _asked(root / name)
        if path.strip("/")
    }
    return tuple(sorted(found))


def files(root: Path) -> Iterator[str]:
    """The names of the manifests of a program, below its folder."""
    yield from (name for name in places(root) if not name.endswith("/"))


def places(root: Path) -> Iterator[str]:
    """The same, and the folders in which more of them may appear, with a slash."""
    yield from islice(_found(str(root), "", told=True), FILES)


def _found(folder: str, below: str, *, told: bool) -> Iterator[str]:
    """Those of a folder that is ``told`` to hold them, and of the folders in it that are.

    Beside the program one more step is taken: `extras/helm`.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        here = sorted(entries, key=lambda item: item.name)
        chart = any(item.name == CHART for item in here)
        for item in here:
            name = f"{below}{item.name}"
            if item.name.startswith(".") or item.is_symlink():
                continue
            if not item.is_dir():
                if told and (MANIFEST.fullmatch(item.name) or IMAGE_FILE.fullmatch(item.name)):
                    yield name
            elif below.count("/") < DEPTH and not (chart and item.name == VENDORED):
                within = bool(FOLDERS.fullmatch(item.name)) or (told and bool(below))
                if within:
                    yield f"{name}/"
                if within or not below:
                    yield from _found(item.path, f"{name}/", told=within)


def _asked(path: Path) -> Iterator[tuple[str, Health]]:
    text = _text(path)
    if IMAGE_FILE.fullmatch(path.name):
        if IMAGE in text:
            yield from _in_image(text)
    elif any(key in text for key in PROBES):
        for document in re.split(r"^---.*$", text, flags=re.MULTILINE):
            yield from _in_document(document)


def _text(path: Path) -> str:
    with suppress(OSError, ValueError):
        if path.stat().st_size <= SIZE:
            return path.read_text(encoding="utf-8")
    return ""


def _in_image(text: str) -> Iterator[tuple[str, Health]]:
    """What the last check of an image asks: it stands for those before."""
    lines = re.sub(r"\\[ \t]*\n", " ", text).splitlines()
    checks = [line for line in lines if line.lstrip().upper().startswith(IMAGE)]
    for match in ASKED.finditer(checks[-1]) if checks else ():
        yield match["path"], Health.HEALTH


def _in_document(text: str) -> Iterator[tuple[str, Health]]:
    """What the probes of a document ask; nothing where it starts a server of others."""
    rows = [row for line in text.splitlines() if (row := _row(line)) is not None]
    for at, (column, key, rest) in enumerate(rows):
        kind = PROBES.get(key)
        if kind is not None and not (key in ROUTED and OTHERS.search(text)):
            inner = [*_below(rows[at + 1 :], column)]
            paths = [
                match["path"] for row in (rows[at], *inner) for match in ASKED.finditer(row[2])
            ]
            for path in (*paths, *(_routed(rest, inner) if key in ROUTED else ())):
                yield path, kind


def _below(rows: list[Row], column: int) -> Iterator[Row]:
    """The lines that stand further in, up to the first that does not."""
    yield from takewhile(lambda row: row[0] > column, rows)


def _row(line: str) -> Row | None:
    """The column of a line, its key if it has one, and the rest; ``None``: it is empty or a template's."""
    text = line.strip()
    if not text or text.startswith(("#", "{{")):
        return None
    found = KEY.fullmatch(line.rstrip())
    if found is None:
        return len(line) - len(line.lstrip()), "", text
    return len(found["indent"]), found["key"], found["rest"] or ""


def _routed(rest: str, inner: list[Row]) -> Iterator[str]:
    """The path that a probe asks of its container by HTTP: below `httpGet`, or its own as in values."""
    first, above = inner[0][0] if inner else 0, ""
    paths = [] if "host:" in rest else FLOW.findall(rest)
    for column, key, value in inner:
        above = key if column == first else above
        if above == "httpGet" and key == "host":
            return
        if key == "path" and (column == first or above == "httpGet"):
            paths.append(value)
        elif key == "httpGet":
            paths += () if "host:" in value else FLOW.findall(value)
    for path in paths:
        plain = PATH.fullmatch(path.partition(" #")[0].strip())
        if plain is not None:
            yield plain["path"]
