"""Answers for which all of a file is read."""

from __future__ import annotations

import pytest
from programs import modules, program

from readiness_lint.facts.downloads import WholeDownload
from readiness_lint.facts.uploads import WholeUpload

HEAD = """
import csv, io, json, os, tarfile, zipfile
from pathlib import Path
import boto3, requests
import pandas as pd
from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import JSONResponse, Response, StreamingResponse

router = APIRouter()
ROOT = Path("/srv/reports")
s3 = boto3.client("s3")

"""


def held(body: str, parameters: str = "number: int", path: str = "/reports/{number}") -> list[str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f'{HEAD}@router.get("{path}")\ndef answer({parameters}):\n{lines}'
    return [found.payload for found in modules({"shop.api": text})["shop.api"].facts(WholeDownload)]


@pytest.mark.parametrize(
    "body",
    [
        "return Response((ROOT / str(number)).read_bytes())",
        "path = ROOT / str(number)\ndata = path.read_text()\nreturn Response(data.encode())",
        "with open(f'/srv/{number}') as file:\n    return Response(file.read())",
        "file = open(f'/srv/{number}')\nreturn Response(file.read(-1))",
        "return Response(open(f'/srv/{number}').read())",
        "with (ROOT / str(number)).open() as file: return Response(content=file.read())",
        "return StreamingResponse(io.BytesIO((ROOT / str(number)).read_bytes()))",
        "return StreamingResponse(iter([(ROOT / str(number)).read_bytes()]))",
    ],
)
def test_a_file_is_read_only_to_be_sent(body: str) -> None:
    assert held(body) == ["file"]


@pytest.mark.parametrize(
    "body",
    [
        "return Response((ROOT / 'terms').read_bytes())",
        "return Response((ROOT / str(number)).read_bytes()[:100])",
        "return Response(open(f'/srv/{number}').read(100))",
        "return Response(open(f'/srv/{number}', 'w').name)",
        "return Response(str(len(open(f'/srv/{number}').read())))",
        "return Response((Path(__file__).parent / str(number)).read_bytes())",
        "return Response((ROOT / f'{number}.html').read_bytes())",
        "return Response((ROOT / str(number)).read_bytes(), media_type='text/css')",
        "if os.path.getsize(ROOT / str(number)) > 100: return None\n"
        "return Response((ROOT / str(number)).read_bytes())",
        "try: return None\nexcept OSError: return Response((ROOT / str(number)).read_bytes())",
        "return [(ROOT / str(number)).read_bytes(), 2]",
    ],
)
def test_some_are_small_or_not_sent(body: str) -> None:
    assert held(body) == []


@pytest.mark.parametrize(
    ("parameters", "path", "count"),
    [
        ("name: str", "/reports", 1),
        ("name", "/reports/{name}", 1),
        ("name", "/reports", 0),
        ("name: str = Depends(str)", "/reports", 0),
        ("name: Request", "/reports", 0),
    ],
)
def test_it_hangs_on_the_request_which_one_it_is(parameters: str, path: str, count: int) -> None:
    assert count == len(held("return Response((ROOT / name).read_bytes())", parameters, path))


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("return Response(s3.get_object(Bucket='a', Key=str(number))['Body'].read())", ["object"]),
        ("return Response(s3.get_object(Bucket='a', Key='b')['Body'].read())", []),
        ("return Response(s3.get_object(Bucket='a', Key=str(number))['Body'].read(9))", []),
        ("return Response(s3.head_object(Bucket='a', Key=str(number))['Body'].read())", []),
        ("return Response(requests.get('http://a').content)", ["answer"]),
        ("return Response(requests.get('http://a', stream=True).content)", []),
        ("return Response(requests.get('http://a').reason)", []),
    ],
)
def test_objects_and_answers_of_other_services(body: str, kinds: list[str]) -> None:
    assert held(body) == kinds


ARCHIVE = "buffer = io.BytesIO()\nwith {} as archive:\n    {}\nreturn Response({})"


@pytest.mark.parametrize(
    ("opened", "filled", "sent", "count"),
    [
        ("zipfile.ZipFile(buffer, 'w')", "for x in ROOT.iterdir(): archive.write(x)", "", 1),
        ("tarfile.open(fileobj=buffer)", "for x in ROOT.iterdir(): archive.add(x)", "", 1),
        ("zipfile.ZipFile(buffer, 'w')", "archive.write(ROOT)", "", 0),
        ("zipfile.ZipFile(buffer, 'w')", "archive.writestr('a', 'b')", "", 0),
        ("zipfile.ZipFile('a', 'w')", "for x in ROOT.iterdir(): archive.write(x)", "", 0),
        ("zipfile.ZipFile(buffer, 'w')", "for x in ROOT.iterdir(): archive.write(x)", "other", 0),
    ],
)
def test_a_loop_fills_an_archive(opened: str, filled: str, sent: str, count: int) -> None:
    body = ARCHIVE.format(opened, filled, sent or "buffer.getvalue()")

    assert held(body) == ["archive"] * count


@pytest.mark.parametrize(
    ("rows", "count"),
    [("writer.writerows(every())", 1), ("for x in every(): writer.writerow(x)", 1), ("pass", 0)],
)
def test_rows_become_an_export(rows: str, count: int) -> None:
    body = (
        f"buffer = io.StringIO()\nwriter = csv.writer(buffer)\n{rows}\n"
        "return Response(buffer.getvalue())"
    )

    assert held(body) == ["export"] * count


def test_a_parser_reads_a_file_that_was_chosen() -> None:
    assert held("return json.load(open(ROOT / str(number)))") == ["file"]
    assert held("return json.load(open(ROOT))") == []


def test_a_client_may_choose_who_answers() -> None:
    body = "answer = requests.get(address, timeout=5)\nreturn {'a': answer.json()['a']}"

    assert held(body, "address: str", "/fetch") == ["answer"]
    assert held(body.replace("timeout", "stream=True, timeout"), "address: str", "/fetch") == []
    assert held(f"if size > 100: return None\n{body}", "address: str", "/fetch") == []


@pytest.mark.parametrize(
    ("helper", "count"),
    [
        ("return (ROOT / str(number)).read_bytes()", 1),
        ("return (ROOT / 'icons' / str(number)).read_bytes()", 0),
        ("return (ROOT / 'terms').read_bytes()", 0),
        ("return None", 0),
        ("path = ROOT / str(number)\n    check_size(path)\n    return path.read_bytes()", 0),
    ],
)
def test_a_helper_may_read_it(helper: str, count: int) -> None:
    handler = (
        f"{HEAD}from shop.store import content\n"
        "@router.get('/{number}')\ndef answer(number: int):\n    return Response(content(number))\n"
    )
    store = f"from pathlib import Path\nROOT = Path('/srv')\ndef content(number):\n    {helper}\n"
    files = modules({"shop.api": handler, "shop.store": store})

    assert count == len(files["shop.api"].facts(WholeDownload))


@pytest.mark.parametrize(
    ("handler", "found"),
    [
        ("def answer(file: UploadFile):\n    pd.read_csv(file.file)", [("tables", "upload")]),
        ("def answer(file: UploadFile):\n    pd.read_csv('prices.csv')", []),
        ("def answer_chunk(file: UploadFile):\n    upload_chunk()", []),
        ("async def hook(r: Request):\n    await r.body()", [("proxied", "request body")]),
    ],
)
def test_uploads_and_bodies_have_switches(handler: str, found: list[tuple[str, str]]) -> None:
    text = f'{HEAD}@router.post("/webhooks/a")\n{handler}\n'

    assert found == [(item.switch, item.payload) for item in program(text).facts(WholeUpload)]
