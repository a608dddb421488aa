"""View that changes rows for everybody.

To let everybody in is one line, often left from the first days of a project, or copied from a view
that only reads.  Here the view creates, changes or deletes rows as well, and anybody on the
internet can do that without an account (CWE-306).

## Bad

```python
from rest_framework import viewsets
from rest_framework.permissions import AllowAny

from shop.models import Order


class OrderViewSet(viewsets.ModelViewSet):
    permission_classes = [AllowAny]
    queryset = Order.objects.all()
```

## Good

Ask who calls, and give each caller what is his.  Django REST framework lets everybody into views that
say nothing, unless the settings name `DEFAULT_PERMISSION_CLASSES`: where views that write hang on
that, it is reported once, at the settings.

```python
from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated

from shop.models import Order


class OrderViewSet(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
    pagination_class = OrderPages

    def get_queryset(self):
        return Order.objects.filter(customer=self.request.user)
```

## Not reported

Views that only read, or that write nothing of their own.  What is public by its name or path
(login, registration, webhooks, contact, health and the like), by a comment or docstring, and forms
for feedback with a limit on how often they are sent.  Views that check by themselves: by their own
permissions or authentication, or by a look at a token, a signature or the caller in one of their
methods.  Settings where another module names the key, or where middleware asks who calls.  An empty
`authentication_classes` alone, since a permission still refuses then.
"""

from readiness_lint.facts.open_settings import OpenSettings
from readiness_lint.facts.open_views import OpenView
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY202",
    "`{view}` accepts {methods} from anyone: {setting}, and {what}",
    severity=Severity.HIGH,
    status=Status.MISSING,
    source="S2 9, S2 15",
    since="0.1.0",
)
def public_write_view(view: OpenView | OpenSettings, _file: File) -> Problems:
    """Report views that were opened on purpose, and settings that leave all of them open."""
    if isinstance(view, OpenSettings):
        those = (
            f"{view.views} views that write say" if view.views > 1 else "a view that writes says"
        )
        methods, what, whole = "changes", f"{those} nothing themselves", False
    else:
        methods, what, whole = view.methods, f"it writes {view.model}", view.whole
    yield Problem(
        view.node,
        severity=Severity.CRITICAL if whole else None,
        view=view.view,
        methods=methods,
        setting=view.setting,
        what=what,
    )
