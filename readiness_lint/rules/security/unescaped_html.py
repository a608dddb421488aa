"""Client's text in a page as it is.

Text that a page holds unescaped is read as markup: a script in it runs in the browser of whoever
opens the link, with that reader's session.  It reads what he may read and does what he may do.

Templates escape what they are given.  What is put together by hand, or marked as safe, is not.  It
does not matter how many functions stand between the request and the page; the message names them.

## Bad

```python
from django.http import HttpRequest, HttpResponse


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>Hello {request.GET['name']}</p>")
```

## Good

```python
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(format_html("<p>Hello {}</p>", request.GET["name"]))
```

## Not reported

JSON, plain text, and answers whose type is not known.  Numbers, `UUID`, members of an enumeration.
Text that was escaped or cleaned, or that a test, a list or a validator has accepted on the way.
Headers and cookies, which nobody chooses for another reader.  Text that nobody proves to be a
client's; but for a name, a title and the like that is pasted into the text which `format_html` fills,
and would have been escaped beside it.  With the switch `marked-safe` it is reported, too, where it is
pasted into a text that `mark_safe`, `Markup` or `format_html` takes for safe.

## See also

CWE-79.
"""

from readiness_lint.facts.markup import MarkedText
from readiness_lint.facts.tainted import TaintedPage
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY248",
    "{origin} {goes} written into HTML by `{sink}` without escaping: a script in it runs in the "
    "reader's browser",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    switches={"marked-safe": "values that nobody knows, in a text that is marked as safe"},
)
def unescaped_html(page: TaintedPage | MarkedText, file: File) -> Problems:
    """Report each text of a function once."""
    if isinstance(page, MarkedText):
        yield Problem(
            page.node,
            severity=None if page.filled else Severity.MEDIUM,
            switch=None if page.filled else "marked-safe",
            origin=f"`{page.hole}`",
            goes="is",
            sink=page.sink,
        )
        return
    yield Problem(
        page.node,
        group=f"{file.label(page.node)} {page.texts}",
        via=page.path,
        origin=page.texts,
        goes="are" if page.several else "is",
        sink=page.sink,
    )
