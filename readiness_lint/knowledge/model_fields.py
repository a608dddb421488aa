"""Forms and serializers that take their fields from a model, and the users that they are about."""

from readiness_lint.knowledge.schema import Is, Knowledge, each

SERIALIZERS = "rest_framework.serializers"

DJANGO_MODEL_FIELDS = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com/en/stable/topics/forms/modelforms/",
    (
        ("django.forms.BaseModelForm", Is("model-fields")),
        *each("django", "forms.BaseModelForm views.generic.CreateView", Is("takes-rows")),
        *each("django.contrib.admin", "register sites.AdminSite.register", Is("administers")),
        *each("django.contrib.auth.models", "AbstractUser PermissionsMixin", Is("permission-rows")),
        *each("django.views.generic", "CreateView UpdateView", Is("form-view")),
    ),
)

REST_MODEL_FIELDS = Knowledge(
    "djangorestframework",
    "3.13-3.18",
    "https://www.django-rest-framework.org/api-guide/serializers/#modelserializer",
    (
        (f"{SERIALIZERS}.ModelSerializer", Is("model-fields")),
        ("rest_framework.mixins.CreateModelMixin", Is("takes-rows")),
        *each(
            SERIALIZERS,
            "SerializerMethodField ReadOnlyField HiddenField",
            Is("computed-field"),
        ),
    ),
)
