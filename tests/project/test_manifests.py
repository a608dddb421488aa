"""Which paths manifests name, as far as they are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readiness_lint.project.manifests import FILES, SIZE, files, places, probed

if TYPE_CHECKING:
    from pathlib import Path

HTTP = "livenessProbe:\n  httpGet:\n    path: {}\n    port: 8000\n"


def said(folder: Path, name: str, text: str) -> list[str]:
    """What a file says: `kind path` each."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [f"{kind} {found}" for found, kind in probed(folder)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HTTP.format("/up"), ["live up"]),
        (HTTP.format('"/api/up/"  # of the pod'), ["live api/up"]),
        (HTTP.format("'/up?full=1'"), ["live up"]),
        (HTTP.format("/"), []),
        (HTTP.format("{{ .Values.path }}"), []),
        (HTTP.format("/{{ .Values.name }}/up"), []),
        (HTTP.format("$UP"), []),
        ("readinessProbe:\n  httpGet: {path: /up, port: http}\n", ["ready up"]),
        ("startupProbe: { httpGet: { path: '/up', port: 80 } }\n", ["health up"]),
        ("probes:\n  livenessProbe:\n    enabled: true\n    path: /up\n", ["live up"]),
        ("- livenessProbe:\n    httpGet:\n      path: /up\n  path: /other\n", ["live up"]),
        ("livenessProbe:\n{{- if .Values.probe }}\n  httpGet:\n    path: /up\n", ["live up"]),
        ("livenessProbe:\n  # httpGet:\n  tcpSocket:\n    port: 80\npath: /up\n", []),
        ("livenessProbe:\n  httpGet:\n    host: example.com\n    path: /up\n", []),
        ("livenessProbe: { httpGet: { path: /up, host: example.com } }\n", []),
        ("livenessProbe:\n  grpc:\n    path: /up\n", []),
        (
            "livenessProbe:\n  exec:\n    command:\n    - sh\n    - curl -f localhost/up\n"
            "    - curl -f http://localhost:8000/alive\n",
            ["live alive"],
        ),
        ("path: /up\n", []),
        (f"image: nginx:1.27\n{HTTP.format('/up')}", []),
        (f"image: grafana/grafana\n---\n{HTTP.format('/up')}", ["live up"]),
        (f"{HTTP.format('/up')}readinessProbe:\n  path: /up\n", ["live up", "ready up"]),
        (
            "services:\n  web:\n    healthcheck:\n      test: ['CMD', 'curl', 'http://127.0.0.1:80/up']\n",
            ["health up"],
        ),
        ("healthcheck:\n  test: pg_isready\n", []),
        ("healthcheck:\n  test: curl http://stock:8000/up\n", []),
        ("healthcheck:\n  test: curl http://localhost:8000/$UP\n", []),
    ],
)
def test_a_document_names_paths(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert said(tmp_path, "shop.yaml", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HEALTHCHECK CMD curl -f http://localhost:${PORT:-8080}/up || exit 1\n", ["health up"]),
        ("HEALTHCHECK --interval=30s \\\n  CMD curl http://localhost/up\n", ["health up"]),
        ("HEALTHCHECK CMD curl http://localhost/up\nHEALTHCHECK NONE\n", []),
        ("RUN curl http://localhost/up\n", []),
        ("# HEALTHCHECK CMD curl http://localhost/up\n", []),
    ],
)
def test_an_image_names_a_path(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert said(tmp_path, "Dockerfile", text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shop.yml", 1),
        ("k8s/base/shop.yaml", 1),
        ("extras/helm/values.yaml", 1),
        ("deploy/charts/shop/templates/web.yaml", 1),
        ("shop.txt", 0),
        ("web/shop.yaml", 0),
        ("web/src/helm/values.yaml", 0),
        (".github/shop.yaml", 0),
        (f"k8s/{'deep/' * 9}shop.yaml", 0),
    ],
)
def test_manifests_lie_in_folders_that_are_named_for_them(
    tmp_path: Path, name: str, expected: int
) -> None:
    assert len(said(tmp_path, name, HTTP.format("/up"))) == expected


def test_what_a_chart_needs_is_of_others(tmp_path: Path) -> None:
    (tmp_path / "helm").mkdir()
    (tmp_path / "helm" / "Chart.yaml").write_text("name: shop\n")

    assert said(tmp_path, "helm/charts/stock/web.yaml", HTTP.format("/up")) == []


def test_no_more_is_read_than_so_much(tmp_path: Path) -> None:
    assert said(tmp_path, "long.yaml", HTTP.format("/up") + "#" * SIZE) == []
    for number in range(FILES + 1):
        (tmp_path / f"{number}.yaml").touch()

    assert len([*places(tmp_path)]) == FILES


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "shop.yaml")

    assert probed(tmp_path) == ()
    assert [*files(tmp_path)] == ["shop.yaml"]
    assert probed(tmp_path / "nowhere") == ()
