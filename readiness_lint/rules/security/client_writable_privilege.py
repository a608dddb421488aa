"""Privilege that its owner can write.

A serializer or form over the model of users takes all fields of the model, or names one that says
what a user may.  Who edits his own profile adds `is_staff` or `role` to the request, and is an
administrator after it (CWE-915).

## Bad

```python
from django.contrib.auth import get_user_model
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = get_user_model()
        fields = "__all__"


class Profile(generics.RetrieveUpdateAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = UserSerializer
```

## Good

Name the fields, and make read-only what says what a user may.

```python
from django.contrib.auth import get_user_model
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = get_user_model()
        fields = ["id", "email", "is_staff"]
        read_only_fields = ["id", "is_staff"]


class Profile(generics.RetrieveUpdateAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = UserSerializer
```

## Not reported

Serializers and forms that only reading views use, or only views for administrators: by their
permissions, by their name, by the defaults of the settings, or by a check in one of their methods.
Views whose permissions are not known.  Fields that are declared read-only, or that a method of the
class deals with.  Classes that say in a method which fields are for whom.

With the switch `every-field`, as in the profile `strict`: any serializer or form with `fields =
"__all__"`, whatever its model.

With the switch `registrations`, as in the profile `strict`: a schema of pydantic, msgspec or
marshmallow with such a field, by which a route of registration, or one of `/me`, `/profile` or
`/account`, makes or changes a row of users.  Not where the schema or a function on the way looks at
the field, replaces it or leaves it out, nor where none of its values makes anybody powerful.
"""

from readiness_lint.facts.privileges import WritablePrivilege
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status


@rule(
    "RDY208",
    "`{schema}` lets the client set {field} of `{model}`{how}",
    severity=Severity.CRITICAL,
    status=Status.MISSING,
    source="S2 9",
    since="0.1.0",
    activation=Activation.PREVIEW,
    instead_of=("RDY602",),
    switches={
        "every-field": "`__all__` for a model that is none of users",
        "registrations": "schemas by which people register, or change themselves",
    },
)
def client_writable_privilege(privilege: WritablePrivilege, _file: File) -> Problems:
    """Report fields by which users raise themselves."""
    field = privilege.field
    yield Problem(
        privilege.node,
        severity=None if privilege.own else Severity.LOW,
        switch="registrations"
        if privilege.registered
        else None
        if privilege.own
        else "every-field",
        schema=privilege.schema,
        field=field if " " in field else f"`{field}`",
        model=privilege.model,
        how=privilege.how,
    )
