from readiness_lint.knowledge.schema import (
    Batches,
    GraphField,
    GraphType,
    Inherits,
    Is,
    Knowledge,
    Names,
    Param,
    each,
)

RESOLVER, FIRST = Param("resolver"), Param("resolver", 0)
METHODS = "resolve_"

GRAPHENE = Knowledge(
    "graphene",
    "3.0-3.4",
    "https://docs.graphene-python.org",
    (
        *each(
            "graphene.types graphene.types.objecttype", "ObjectType", Names("graphene.ObjectType")
        ),
        *each("graphene.types graphene.types.structures", "List", Names("graphene.List")),
        ("graphene.ObjectType", Is("class")),
        ("graphene.ObjectType", GraphType("graphene", METHODS)),
        (
            "graphene.List",
            GraphField("graphene", resolver=RESOLVER, items=Param("of_type", 0)),
        ),
    ),
)

GRAPHENE_DJANGO = Knowledge(
    "graphene-django",
    "3.0-3.2",
    "https://docs.graphene-python.org/projects/django",
    (
        ("graphene_django.types.DjangoObjectType", Names("graphene_django.DjangoObjectType")),
        ("graphene_django.fields.DjangoListField", Names("graphene_django.DjangoListField")),
        ("graphene_django.DjangoObjectType", Is("class")),
        ("graphene_django.DjangoObjectType", Inherits(("graphene.ObjectType",))),
        (
            "graphene_django.DjangoObjectType",
            GraphType("graphene", METHODS, of_row=True),
        ),
        # Where nothing resolves it, it gives what the model's default manager gives.
        (
            "graphene_django.DjangoListField",
            GraphField("graphene", resolver=RESOLVER, items=Param("_type", 0), rows=True),
        ),
    ),
)

STRAWBERRY = Knowledge(
    "strawberry-graphql",
    "0.341-0.341",
    "https://strawberry.rocks",
    (
        ("strawberry.types.field.field", Names("strawberry.field")),
        ("strawberry.types.object_type.type", Names("strawberry.type")),
        *each(
            "strawberry strawberry.federation",
            "type interface",
            GraphType("strawberry"),
        ),
        *each(
            "strawberry strawberry.federation",
            "field",
            GraphField("strawberry", resolver=FIRST, paged=("extensions",)),
        ),
        ("strawberry.dataloader.DataLoader", Batches(Param("load_fn", 0), "load_fn")),
    ),
)

STRAWBERRY_DJANGO = Knowledge(
    "strawberry-graphql-django",
    "0.93-0.93",
    "https://strawberry.rocks/docs/django",
    (
        ("strawberry_django.fields.field.field", Names("strawberry_django.field")),
        *each(
            "strawberry_django",
            "type interface",
            GraphType("strawberry", row=Param("model", 0), of_row=True, paged=("pagination",)),
        ),
        # Where nothing resolves it, it gives what the model's default manager gives.
        (
            "strawberry_django.field",
            GraphField("strawberry", resolver=FIRST, rows=True, paged=("pagination", "extensions")),
        ),
    ),
)

DATALOADERS = Knowledge(
    "aiodataloader",
    "0.4-0.4",
    "https://github.com/syrusakbary/aiodataloader",
    (
        *each(
            "aiodataloader",
            "DataLoader",
            Is("class"),
            Batches(Param("batch_load_fn", 0), "batch_load_fn"),
        ),
        *each(
            "promise.dataloader",
            "DataLoader",
            Is("class"),
            Batches(Param("batch_load_fn", 0), "batch_load_fn"),
        ),
    ),
)
