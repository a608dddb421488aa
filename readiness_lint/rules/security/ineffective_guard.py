"""Guard that never runs.

The check is there to be read, in the source and in the review, and no request meets it.  A
decorator above the one that registers the route wraps a function that nobody calls; a mixin behind
the view comes after the method that answers; a policy where the framework does not look for one is
an attribute that nobody reads.  In all of these an anonymous caller gets a 200.

## Bad

```python
from flask import Flask
from flask_login import login_required

app = Flask(__name__)


@login_required
@app.route("/admin/purge", methods=["POST"])
def purge():
    return {"purged": remove_expired_orders()}
```

```python
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import ListView


class OrderList(ListView, LoginRequiredMixin):
    paginate_by = 50
```

```python
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView


class OrderExport(APIView):
    permission_class = [IsAuthenticated]
```

## Good

The route is the outermost decorator, the mixin the first base, and the policy an attribute of the
class.

```python
from flask import Flask
from flask_login import login_required

app = Flask(__name__)


@app.route("/admin/purge", methods=["POST"])
@login_required
def purge():
    return {"purged": remove_expired_orders()}
```

```python
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import ListView


class OrderList(LoginRequiredMixin, ListView):
    paginate_by = 50
```

```python
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView


class OrderExport(APIView):
    permission_classes = [IsAuthenticated]
```

## Not reported

A guard that stands below the lowest route as well.  A function whose body asks who calls.
Decorators that only mark a function, such as
`csrf_exempt`.  Frameworks whose route decorator gives back a handler of its own (Litestar).  Guards
around `@api_view` and `@action`, which register nothing.

A class that defines `dispatch`, or the methods with which it reads policies itself, or has a base
that does, and one with a base that is not known.  Policies that let everybody in.

Guards that fail closed: Django's `login_required` on a method is called with the view instead of
the request, and every request ends in an error.
"""

from readiness_lint.facts.access import body_looks_at_caller
from readiness_lint.facts.guards import IneffectiveGuard
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Severity, Status


@rule(
    "RDY203",
    "`{guard}` on `{name}` has no effect: {reason}",
    severity=Severity.CRITICAL,
    status=Status.STUBBED,
    source="S2 9",
    since="0.1.0",
)
def ineffective_guard(guard: IneffectiveGuard, file: File) -> Problems:
    """Report guards that no request meets, where nothing in the body stands in for them."""
    if guard.function is None or not body_looks_at_caller(file, guard.function):
        yield Problem(guard.node, guard=guard.guard, name=guard.name, reason=guard.reason)
