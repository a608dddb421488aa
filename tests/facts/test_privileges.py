"""Which fields of users a form or serializer lets callers write."""

from __future__ import annotations

import pytest
from programs import modules

from readiness_lint.facts.privileges import WritablePrivilege

MODELS = """
from django.contrib.auth.models import AbstractUser
from django.db import models
class Member(AbstractUser): ...
class Plain(models.Model):
    role = models.CharField(max_length=9)
"""
SCHEMAS = """
from rest_framework import serializers
from models import Member, Plain
class Schema(serializers.ModelSerializer):
    class Meta:
        model = {model}
        {fields}
"""
VIEWS = """
from rest_framework import generics
from rest_framework.permissions import IsAuthenticated
from schemas import Schema
class View(generics.{base}):
    {policy}
    serializer_class = Schema
"""
POLICY = "permission_classes = [IsAuthenticated]"


def found(
    fields: str,
    *,
    model: str = "Member",
    base: str = "UpdateAPIView",
    policy: str = POLICY,
    settings: str = "",
) -> list[str]:
    files = modules(
        {
            "models": MODELS,
            "schemas": SCHEMAS.format(model=model, fields=fields),
            "settings": settings,
            "views": VIEWS.format(base=base, policy=policy),
        }
    )
    return [item.field for item in files["schemas"].facts(WritablePrivilege) if item.own]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("fields = '__all__'", ["groups"]),
        ("fields = ['email', 'is_staff']", ["is_staff"]),
        ("fields = ('email',)", []),
        ("fields = NAMES", []),
        ("exclude = ['groups', 'is_staff', 'is_superuser', 'user_permissions']", []),
        ("exclude = ['groups', 'is_staff']", ["is_superuser"]),
        ("fields = ['is_staff']; read_only_fields = fields", []),
        ("fields = ['is_staff']; extra_kwargs = {'is_staff': {'read_only': False}}", ["is_staff"]),
        ("depth = 1", []),
    ],
)
def test_field_that_is_open(fields: str, expected: list[str]) -> None:
    assert expected == found(fields)


def test_model_of_no_users_has_no_privileges() -> None:
    assert [] == found("fields = ['role']", model="Plain")


def test_view_that_reads_writes_nothing() -> None:
    assert [] == found("fields = ['is_staff']", base="RetrieveAPIView")


@pytest.mark.parametrize(
    ("policy", "defaults", "expected"),
    [
        ("pass", "", ["is_staff"]),
        ("pass", "['rest_framework.permissions.IsAuthenticated']", ["is_staff"]),
        ("pass", "['rest_framework.permissions.IsAdminUser']", []),
        ("pass", "NAMES", []),
        ("permission_classes = [Own]", "", []),
        ("permission_classes = CLASSES", "", []),
        ("def get_permissions(self): return []", "", []),
    ],
)
def test_policy_of_the_view(policy: str, defaults: str, expected: list[str]) -> None:
    settings = f"REST_FRAMEWORK = {{'DEFAULT_PERMISSION_CLASSES': {defaults}}}" if defaults else ""

    assert expected == found("fields = ['is_staff']", policy=policy, settings=settings)
