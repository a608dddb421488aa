"""Fields of GraphQL, what answers them and what they are lists of."""

from __future__ import annotations

import ast

import pytest
from programs import modules, program

from readiness_lint.facts.resolvers import GraphqlField, model_behind

GRAPHENE = """
import graphene
from graphene_django import DjangoListField, DjangoObjectType
from shop.models import Order

class OrderType(DjangoObjectType):
    class Meta:
        model = Order

class Query(graphene.ObjectType):
    orders = {declared}

    def resolve_orders(self, info):
        return Order.objects.all()
"""
STRAWBERRY = """
import strawberry
import strawberry_django
from shop.models import Order

@strawberry_django.type(Order{options})
class OrderNode:
    number: strawberry.auto

def all_orders() -> list[OrderNode]:
    return Order.objects.all()

@strawberry.type
class Query:
    orders: {annotation} = {declared}
"""


def graphene_field(declared: str) -> GraphqlField:
    (found,) = program(GRAPHENE.format(declared=declared)).facts(GraphqlField)
    return found


def strawberry_field(
    declared: str, annotation: str = "list[OrderNode]", options: str = ""
) -> tuple[GraphqlField, str | None]:
    file = program(STRAWBERRY.format(declared=declared, annotation=annotation, options=options))
    (found,) = file.facts(GraphqlField)
    return found, model_behind(file, found.items) if found.items else None


@pytest.mark.parametrize(
    "declared",
    [
        "graphene.List(OrderType)",
        "graphene.NonNull(graphene.List(graphene.NonNull(OrderType)))",
        "graphene.Field(graphene.List(lambda: OrderType))",
        "DjangoListField(OrderType)",
    ],
)
def test_list_of_graphene_is_answered_by_the_method_of_its_name(declared: str) -> None:
    found = graphene_field(declared)

    assert found.items is not None
    assert found.resolver is not None
    assert ("orders", "OrderType") == (found.name, ast.unparse(found.items))
    assert ("resolve_orders", True, False) == (found.resolver.name, found.resolved, found.stored)


def test_field_of_graphene_that_nothing_resolves_gives_all_rows_of_its_model() -> None:
    source = GRAPHENE.format(declared="DjangoListField(OrderType)").replace("resolve_", "load_")
    file = program(source)
    (found,) = file.facts(GraphqlField)

    assert found.items is not None
    assert (True, "Order") == (found.stored, model_behind(file, found.items))


def test_arguments_of_a_field_are_named() -> None:
    found = graphene_field("graphene.List(OrderType, first=graphene.Int())")

    assert ("first",) == found.arguments


@pytest.mark.parametrize(
    ("declared", "stored", "paged"),
    [
        ("strawberry_django.field()", True, False),
        ("strawberry_django.field(pagination=True)", True, True),
        ("strawberry_django.field(pagination=False)", True, False),
        ("strawberry_django.field(extensions=[cut])", True, True),
        ("strawberry.field(resolver=all_orders)", False, False),
        ("strawberry_django.field(resolver=all_orders)", False, False),
    ],
)
def test_field_of_strawberry(declared: str, *, stored: bool, paged: bool) -> None:
    found, model = strawberry_field(declared)

    assert (stored, paged, "Order") == (found.stored, found.paged, model)


@pytest.mark.parametrize(
    ("annotation", "is_list"),
    [
        ("list[OrderNode]", True),
        ("list[OrderNode] | None", True),
        ("Optional[List[OrderNode]]", True),
        ("OrderNode", False),
        ("dict[str, OrderNode]", False),
    ],
)
def test_annotation_says_whether_a_field_is_a_list(annotation: str, *, is_list: bool) -> None:
    found, _ = strawberry_field("strawberry_django.field()", annotation)

    assert is_list is (found.items is not None)


def test_type_with_pages_of_its_own_has_no_model_to_list() -> None:
    _, model = strawberry_field("strawberry_django.field()", options=", pagination=True")

    assert model is None


def test_decorated_method_answers_its_own_field() -> None:
    file = program(
        """
        import strawberry

        @strawberry.type
        class Query:
            @strawberry.field
            def orders(self) -> list[str]:
                return []
        """
    )
    (found,) = file.facts(GraphqlField)

    assert found.resolver is found.node
    assert not found.stored


def test_list_in_the_type_of_a_row_is_not_every_row() -> None:
    file = program(
        """
        from graphene_django import DjangoListField, DjangoObjectType

        class OrderType(DjangoObjectType):
            lines = DjangoListField("shop.types.LineType")
        """
    )
    (found,) = file.facts(GraphqlField)

    assert not found.stored


def test_types_and_resolvers_of_other_modules() -> None:
    files = modules(
        {
            "shop.types": """
                from graphene_django import DjangoObjectType
                from shop.models import Order

                class OrderType(DjangoObjectType):
                    class Meta:
                        model = Order

                def every(root, info): ...

                class Shown:
                    def resolve_shown(self, info): ...
                """,
            "shop.schema": """
                import graphene
                from graphene_django import DjangoListField
                from shop import types
                from shop.types import OrderType as Ordered

                class Query(graphene.ObjectType, types.Shown):
                    stored = DjangoListField(Ordered)
                    handed = graphene.List(Ordered, resolver=types.every)
                    shown = graphene.List(Ordered)
                """,
        }
    )
    file = files["shop.schema"]
    found = {field.name: field for field in file.facts(GraphqlField)}

    assert {
        "stored": (True, None),
        "handed": (False, "every"),
        "shown": (False, "resolve_shown"),
    } == {
        name: (field.stored, field.elsewhere and field.elsewhere[1].name)
        for name, field in found.items()
    }
    items = found["stored"].items
    assert items is not None
    assert "Order" == model_behind(file, items)
