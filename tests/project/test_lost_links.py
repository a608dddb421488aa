"""Links that hang on what a framework, a base or a script does, and not on a plain call."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from test_tracing import run, tree

DJANGO = {
    "__init__": "",
    "manage": """
        import os
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    """,
    "settings": """
        ROOT_URLCONF = "urls"
        INSTALLED_APPS = ["orders"]
    """,
    "urls": """
        from django.urls import include, path
        urlpatterns = [path("api/", include("orders.urls"))]
    """,
    "orders/__init__": "",
    "orders/urls": """
        from django.urls import path
        from orders import api
        urlpatterns = [path("orders/", api.OrderAPI.as_view())]
    """,
    "orders/mixins": """
        class OrderMixin:
            def recount_positions(self):
                start(self._recount)

        def start(job):
            job()
    """,
    "orders/models": """
        from django.db import models
        from django.utils.module_loading import import_string
        from django.conf import settings

        Mixin = import_string(settings.ORDER_MIXIN)

        class Order(Mixin, models.Model):
            paid = models.BooleanField()
            objects = models.Manager()

            def _recount(self):
                Position.objects.filter(order=self).delete()

        class Position(models.Model):
            order = models.ForeignKey(Order, models.CASCADE)
    """,
    "orders/serializers": """
        from rest_framework import serializers
        from orders.models import Order

        class ManyOrders(serializers.ListSerializer):
            def create(self, data):
                return Order.objects.bulk_create(data)

        class OrderSerializer(serializers.ModelSerializer):
            class Meta:
                model = Order
                list_serializer_class = ManyOrders

            def validate_paid(self, value):
                return Order.objects.filter(paid=value).exists()
    """,
    "orders/permissions": """
        from orders.models import Order
        from rest_framework.permissions import BasePermission

        class HasPaid(BasePermission):
            def __init__(self, amount=0):
                self.amount = amount

            def has_permission(self, request, view):
                return Order.objects.filter(paid=True).exists()

        class IsKnown(BasePermission):
            def has_permission(self, request, view):
                return Order.objects.filter(paid=False).exists()
    """,
    "orders/api": """
        from rest_framework import generics
        from rest_framework.permissions import IsAuthenticated
        from orders.models import Order
        from orders.permissions import HasPaid, IsKnown
        from orders.serializers import OrderSerializer

        DEFAULT = [IsAuthenticated]

        class OrderAPI(generics.GenericAPIView):
            permission_classes = DEFAULT + [HasPaid(amount=3) | IsKnown]
            serializer_class = OrderSerializer

            def post(self, request):
                first = generics.get_object_or_404(Order, pk=1)
                one = self.get_serializer(data=request.data)
                one.is_valid()
                many = self.get_serializer(data=request.data, many=True)
                many.save()
                order = Order.objects.create(paid=False)
                order.paid = True
                order.save()
                order.recount_positions()
    """,
}


def test_what_a_view_of_a_project_started_by_a_script_does_is_followed(tmp_path: Path) -> None:
    found = tree(run(tmp_path, DJANGO, "POST /api/orders/"))
    expected = """\
        entry POST /api/orders/ -> api.py:OrderAPI.post
          dependency HasPaid.has_permission -> permissions.py:HasPaid.has_permission
            call Order...exists [database] SELECT Order
          dependency IsKnown.has_permission -> permissions.py:IsKnown.has_permission
            call Order...exists [database] SELECT Order
          call OrderSerializer.validate_paid -> serializers.py:OrderSerializer.validate_paid
            call Order...exists [database] SELECT Order
          call generics.get_object_or_404 [database] SELECT Order
          call many.save (ManyOrders.create) -> serializers.py:ManyOrders.create
            call Order.objects.bulk_create [database] INSERT Order
          call Order.objects.create [database] INSERT Order
          call order.save [database] INSERT or UPDATE Order
          call order.recount_positions -> mixins.py:OrderMixin.recount_positions the only method of this name
            callback self._recount -> models.py:Order._recount
              call Position...delete [database] DELETE Position
        """

    assert dedent(expected) == found


QUEUES = {
    "app": """
        from celery import Celery
        from flask import Flask
        from functools import partial
        import django_rq

        app = Flask(__name__)
        queue = Celery()

        class Handler:
            def can_handle(self, name):
                found = []
                found.append(name)
                found.sort()
                return found

        class Files(Handler):
            def can_handle(self, name):
                return open(name).read()

        class Rows(Handler):
            def can_handle(self, name):
                return open(name).read()

        class Strict(dict):
            def get(self, key):
                return super().get(key)

        def handler() -> Handler:
            return find()

        @app.post("/jobs")
        def job():
            queue.tasks.get("import").apply_async(("x",))
            queue.tasks["export"].delay("x")
            start(job, later=True)
            handler().can_handle("x")
            given = Strict()
            return given.get("x")

        def start(job, later):
            jobs = django_rq.get_queue("low")
            send = jobs.enqueue
            if later:
                send = partial(jobs.enqueue_in, 3)
            return send(job)
    """,
}


def test_tasks_that_are_looked_up_or_sent_by_another_name_end_in_a_queue(tmp_path: Path) -> None:
    found = tree(run(tmp_path, QUEUES, "POST /jobs"))

    assert "task queue...apply_async [queue] to celery" in found
    assert "task queue...delay [queue] to celery" in found
    assert "task send [queue] to rq" in found


def test_a_method_that_others_replace_or_hand_on_does_not_end_in_nothing(tmp_path: Path) -> None:
    found = tree(run(tmp_path, QUEUES, "POST /jobs"))

    assert "[nothing]" not in found
    assert "call handler().can_handle -> app.py:Handler.can_handle [out of sight]" in found


ROWS = {
    "app": """
        from fastapi import FastAPI
        from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

        app = FastAPI()

        class Base(DeclarativeBase):
            __abstract__ = True

            def remove_for_good(self, session: Session):
                try:
                    session.delete(self)
                except ValueError:
                    session.rollback()

        class Order(Base):
            __tablename__ = "orders"
            id: Mapped[int] = mapped_column(primary_key=True)

        @app.delete("/orders")
        def order(session: Session):
            known(session).remove_for_good(session)
            found = session.get(Order, 1)
            found.remove_for_good(session)
            started = work()
            return later(started)

        async def work():
            return 1

        async def later(started):
            print("waits")
            print("for it")
            return await started

        def known(session):
            session.add(session.info["order"])
            keep(session)
            return session.info["order"]

        def keep(opened):
            opened.add(opened.info["order"])
    """,
}


def test_a_base_without_a_table_is_named_only_as_the_class_of_the_object(tmp_path: Path) -> None:
    found = tree(run(tmp_path, ROWS, "DELETE /orders"))

    assert "DELETE Order" in found
    assert "DELETE Base" not in found
    assert found.count("[database] INSERT or UPDATE") == found.count(".add [database]") == 2
    assert "[nothing]" not in found
