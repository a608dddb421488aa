"""Upload or download held in memory as a whole.

The framework keeps a large upload in a file, so that it needs no memory.  `read()` without a size
undoes that: as many bytes as the client cares to send become one object, once for each request that
is on its way.  A few clients with a few gigabytes end the process, and everybody else's requests
with it.  A test of the length afterwards comes too late.

A file, or an object of a storage, that is read only to be sent costs the same memory on the way
out, and the client waits for all of it before the first byte comes.

## Bad

```python
import csv
import io

from fastapi import APIRouter, UploadFile

from shop.stock import book

router = APIRouter()


@router.post("/stock")
async def upload_stock(file: UploadFile) -> dict[str, int]:
    content = await file.read()
    return {"rows": await book(csv.DictReader(io.StringIO(content.decode())))}
```

```python
from pathlib import Path

from fastapi import APIRouter, Response

REPORTS = Path("/srv/reports")

router = APIRouter()


@router.get("/reports/{number}")
def report(number: int) -> Response:
    return Response((REPORTS / f"{number}.zip").read_bytes())
```

## Good

Refuse what is too large, or read it piece by piece.

```python
import csv
import io

from fastapi import APIRouter, HTTPException, UploadFile

from shop.stock import book

MAX_BYTES = 5_000_000

router = APIRouter()


@router.post("/stock")
async def upload_stock(file: UploadFile) -> dict[str, int]:
    if file.size is None or file.size > MAX_BYTES:
        raise HTTPException(413)
    content = await file.read()
    return {"rows": await book(csv.DictReader(io.StringIO(content.decode())))}
```

In Flask, `MAX_CONTENT_LENGTH` is such a limit for all routes; in any framework, a middleware may
be.

Let the framework send a file, send the pieces of an object as they come, or give the client a
signed address of it.

```python
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

REPORTS = Path("/srv/reports")

router = APIRouter()


@router.get("/reports/{number}")
def report(number: int) -> FileResponse:
    return FileResponse(REPORTS / f"{number}.zip")
```

## Not reported

A read with a size, `chunks()`, and what copies the file.  A handler in which something before the
read compares a size, calls a check of it, or hands the request to a function together with a limit;
a helper, where a caller does.  Handlers behind a guard for administrators, or for the members of a
group that it names; those that turn everybody else away in their body; the steps of a setup.
Programs with `MAX_CONTENT_LENGTH`, or with a middleware that looks at `Content-Length`.  Frameworks
that refuse large bodies by themselves: Quart, Litestar, aiohttp, Sanic, Tornado.  Files that tasks
and commands read, and what takes an upload in pieces, by its name: `upload_chunk`.  The second read
of the same upload.

Of what is sent: a file that is always the same, and one whose path, type or name says that it is
small: pages, styles, icons, certificates, and what lies beside the module.  What is read to be
changed before it is sent.  An archive that no loop fills with files.

The switch `tables` adds uploads, and files that a client chooses, that a parser reads as a whole,
and exports of rows that are put together in memory.  The switch `proxied` adds answers of other
services that are sent on as a whole, or come from an address that a client chose, and bodies that a
proxy or a webhook reads.  A few lines each are as usual there as a few gigabytes.
"""

from readiness_lint.facts.downloads import WholeDownload
from readiness_lint.facts.uploads import PROXIED, TABLES, WholeUpload
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status

UNLIMITED = ", and nothing limits its size"
MULTIPLIED = ": concurrent clients multiply its size"


@rule(
    "RDY343",
    "`{what}` holds the whole {payload} in memory{so}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 11.2, S1 layer 3",
    since="0.1.0",
    switches={
        TABLES: "uploads and files that a parser reads as a whole, and exports of rows",
        PROXIED: "answers of other services, and bodies of requests that are passed on",
    },
)
def whole_payload_in_memory(held: WholeUpload | WholeDownload, _file: File) -> Problems:
    """Report the first read of each upload, and the reads of what is only sent."""
    comes_in = isinstance(held, WholeUpload)
    yield Problem(
        held.node,
        severity=None if comes_in else Severity.MEDIUM,
        switch=held.switch or None,
        what=held.what,
        payload=held.payload,
        so=UNLIMITED if comes_in else MULTIPLIED,
    )
