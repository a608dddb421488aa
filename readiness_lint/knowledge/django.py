from readiness_lint.knowledge.schema import (
    Answers,
    Dispatches,
    EntryTrait,
    Guard,
    Inherits,
    Is,
    Knowledge,
    Marker,
    Mounts,
    Names,
    Param,
    Returns,
    Route,
    TaskTrait,
    ViewBase,
    each,
)
from readiness_lint.terms import EntryKind, Type

FRAMEWORK = "django"
VIEW, GENERIC, AUTH = "django.views.View", "django.views.generic", "django.contrib.auth"
VERBS = (
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("trace", "TRACE"),
)
# What `as_view` calls for each request, and what its answers are put together by.
PAGE = ViewBase(FRAMEWORK, VERBS, hooks=(("setup", ""), ("dispatch", "")))
FILLED = (("get_context_data", ""), ("get_template_names", ""))
CHOSEN = (*FILLED, ("get_queryset", ""))
FORMS = (
    *(("form_valid", "POST"), ("form_invalid", "POST")),
    *(("get_initial", ""), ("get_form_kwargs", ""), ("get_success_url", "")),
)
TEMPLATE = ViewBase(FRAMEWORK, VERBS, hooks=FILLED, gives=VERBS[:1])
SHOWN = ViewBase(FRAMEWORK, VERBS, hooks=(*CHOSEN, ("get_object", "")), gives=VERBS[:1])
LIST = ViewBase(FRAMEWORK, VERBS, lists=True, hooks=CHOSEN, gives=VERBS[:1])
FORM = ViewBase(
    FRAMEWORK,
    VERBS,
    hooks=(*FORMS, *FILLED),
    # To put is to post.
    gives=VERBS[:3],
)
EDITS = ViewBase(FRAMEWORK, VERBS, hooks=(*FORMS, *CHOSEN, ("get_object", "")), gives=VERBS[:3])
DELETES = ViewBase(
    FRAMEWORK,
    VERBS,
    hooks=(*FORMS, *CHOSEN, ("get_object", "")),
    gives=(*VERBS[:3], VERBS[4]),
)
PATTERN = Route(FRAMEWORK, path=Param("route", 0), handler=Param("view", 1))
STATUS, CONTENT = Param("status"), Param("content", 0)
SIGNAL = Type("django.dispatch.Signal")
TASK = "django.tasks.Task"
# What middleware of any class may have; `process_request` and `process_response` are the mixin's.
PROCESSING = ("process_view", "process_exception", "process_template_response")

DJANGO = Knowledge(
    "Django",
    "3.2-6.1",
    "https://docs.djangoproject.com",
    (
        *each("django.urls", "path", PATTERN),
        *each(
            "django.urls",
            "re_path",
            Route(FRAMEWORK, path=Param("route", 0), handler=Param("view", 1), regex=True),
        ),
        # Taken away with 4.0.
        (
            "django.conf.urls.url",
            Route(FRAMEWORK, path=Param("regex", 0), handler=Param("view", 1), regex=True),
        ),
        ("django.urls.include", Mounts(Param("arg", 0))),
        ("django.conf.settings.ROOT_URLCONF", Is("serves-routes")),
        ("django.core.wsgi.get_wsgi_application", Is("starts-with-settings")),
        ("django.core.asgi.get_asgi_application", Is("starts-with-settings")),
        ("django.core.management.execute_from_command_line", Is("runs-commands")),
        ("django.core.management.templates.TemplateCommand", Is("writes-projects")),
        ("django.urls.conf", Names("django.urls")),
        ("django.conf.urls.re_path", Names("django.urls.re_path")),
        ("django.conf.urls.include", Names("django.urls.include")),
        (
            "django.views.decorators.http.require_http_methods",
            Marker(FRAMEWORK, methods_param=Param("request_method_list", 0)),
        ),
        ("django.views.decorators.http.require_GET", Marker(FRAMEWORK, ("GET",))),
        ("django.views.decorators.http.require_POST", Marker(FRAMEWORK, ("POST",))),
        ("django.views.decorators.http.require_safe", Marker(FRAMEWORK, ("GET", "HEAD"))),
        (VIEW, PAGE),
        (f"{GENERIC}.TemplateView", TEMPLATE),
        *each(GENERIC, "DetailView DateDetailView", SHOWN),
        (f"{GENERIC}.RedirectView", ViewBase(FRAMEWORK, VERBS, gives=VERBS[:-1])),
        *each(
            GENERIC,
            "ListView ArchiveIndexView YearArchiveView MonthArchiveView WeekArchiveView "
            "DayArchiveView TodayArchiveView",
            LIST,
        ),
        *each(
            f"{GENERIC}.DetailView {GENERIC}.UpdateView {GENERIC}.DeleteView",
            "get_object",
            Is("row-of-view"),
        ),
        *each(GENERIC, "FormView CreateView", FORM),
        (f"{GENERIC}.UpdateView", EDITS),
        (f"{GENERIC}.DeleteView", DELETES),
        *each(
            GENERIC,
            "TemplateView RedirectView DetailView DateDetailView ListView ArchiveIndexView "
            "YearArchiveView MonthArchiveView WeekArchiveView DayArchiveView TodayArchiveView "
            "FormView CreateView UpdateView DeleteView",
            Inherits((VIEW,)),
        ),
        *each(
            f"{AUTH}.views",
            "LoginView PasswordChangeView PasswordResetView PasswordResetConfirmView",
            Inherits((f"{GENERIC}.FormView",)),
        ),
        *each(
            f"{AUTH}.views",
            "LogoutView PasswordChangeDoneView PasswordResetDoneView PasswordResetCompleteView",
            Inherits((f"{GENERIC}.TemplateView",)),
        ),
        (f"{VIEW}.dispatch", Is("serves")),
        *each("django.conf.settings", "MIDDLEWARE MIDDLEWARE_CLASSES", Is("middleware-setting")),
        *each(
            "django.conf.settings",
            "MIDDLEWARE MIDDLEWARE_CLASSES",
            EntryTrait(EntryKind.MIDDLEWARE, FRAMEWORK, methods=("__call__", *PROCESSING)),
        ),
        # From 5.1.
        (f"{AUTH}.middleware.LoginRequiredMiddleware", Is("guards-all")),
        *each(
            f"{AUTH}.middleware",
            "AuthenticationMiddleware RemoteUserMiddleware PersistentRemoteUserMiddleware",
            Is("identifies"),
        ),
        ("django.views.generic.View", Names(VIEW)),
        ("django.views.generic.base", Names(GENERIC)),
        ("django.views.generic.list", Names(GENERIC)),
        ("django.views.generic.detail", Names(GENERIC)),
        ("django.views.generic.edit", Names(GENERIC)),
        ("django.views.generic.dates", Names(GENERIC)),
        *each(
            f"{AUTH}.decorators",
            "login_required permission_required user_passes_test",
            Guard(FRAMEWORK, "decorator"),
        ),
        *each(
            "django",
            "contrib.admin.views.decorators.staff_member_required "
            "views.decorators.csrf.csrf_protect",
            Guard(FRAMEWORK, "decorator"),
        ),
        *each(
            f"{AUTH}.mixins",
            "AccessMixin LoginRequiredMixin PermissionRequiredMixin UserPassesTestMixin",
            Guard(FRAMEWORK, "mixin", VIEW, "dispatch"),
        ),
        ("django.forms", Is("forms")),
        *each("django.forms", "Form.clean ModelForm.clean", Is("starts-unhandled")),
        *each("django.forms", "BaseFormSet.clean BaseModelFormSet.clean", Is("starts-unhandled")),
        *each(
            "django.contrib.admin.ModelAdmin",
            "delete_model delete_queryset save_form save_formset save_model save_related",
            Is("starts-unhandled"),
        ),
        ("django.db.models.Model.clean", Is("starts-unhandled")),
        *each(
            "django.forms",
            "ChoiceField MultipleChoiceField TypedChoiceField TypedMultipleChoiceField",
            Is("lists-choices"),
        ),
        *each(
            f"{AUTH}.mixins",
            "LoginRequiredMixin PermissionRequiredMixin UserPassesTestMixin",
            Inherits((f"{AUTH}.mixins.AccessMixin",)),
        ),
        (
            "django.dispatch.receiver",
            EntryTrait(EntryKind.RECEIVER, FRAMEWORK, subject=Param("signal", 0)),
        ),
        (
            "django.dispatch.Signal.connect",
            EntryTrait(EntryKind.RECEIVER, FRAMEWORK, function=Param("receiver", 0)),
        ),
        *each("django.dispatch.Signal", "send send_robust asend asend_robust", Is("sends-signal")),
        *each(
            "django.core.signals",
            "request_started request_finished got_request_exception setting_changed",
            Returns(SIGNAL),
        ),
        *each(
            f"{AUTH}.signals", "user_logged_in user_logged_out user_login_failed", Returns(SIGNAL)
        ),
        *each(
            "django.db.models.signals",
            "pre_init post_init pre_save post_save pre_delete post_delete m2m_changed pre_migrate "
            "post_migrate class_prepared",
            Returns(SIGNAL),
        ),
        *each("django.db.models.signals", "pre_save post_save", Is("tells-of-saving")),
        *each("django.db.models.signals", "pre_delete post_delete", Is("tells-of-deleting")),
        ("django.db.backends.signals.connection_created", Returns(SIGNAL)),
        ("django.dispatch.dispatcher", Names("django.dispatch")),
        (
            "django.apps.AppConfig",
            EntryTrait(EntryKind.STARTUP, FRAMEWORK, methods=("ready",)),
        ),
        ("django.apps.config", Names("django.apps")),
        (
            "django.core.management.base.BaseCommand",
            EntryTrait(EntryKind.COMMAND, FRAMEWORK, methods=("handle",)),
        ),
        (
            "django.core.management.base.LabelCommand",
            EntryTrait(EntryKind.COMMAND, FRAMEWORK, methods=("handle", "handle_label")),
        ),
        (
            "django.core.management.base.AppCommand",
            EntryTrait(EntryKind.COMMAND, FRAMEWORK, methods=("handle", "handle_app_config")),
        ),
        *each(
            "django.core.management.base",
            "LabelCommand AppCommand",
            Inherits(("django.core.management.base.BaseCommand",)),
        ),
        ("django.core.management.BaseCommand", Names("django.core.management.base.BaseCommand")),
        (
            "django.utils.deprecation.MiddlewareMixin",
            EntryTrait(
                EntryKind.MIDDLEWARE,
                FRAMEWORK,
                methods=(
                    "__call__",
                    "__acall__",
                    "process_request",
                    *PROCESSING,
                    "process_response",
                ),
            ),
        ),
        ("django", Is("logs-failures")),
        ("django", Is("plain-views")),
        ("django", Is("within-django")),
        ("django.http.StreamingHttpResponse", Is("streams")),
        *each(
            "django.template.Library",
            "simple_tag simple_block_tag inclusion_tag filter tag",
            Is("template-tag"),
        ),
        *each("django.http", "HttpResponse", Answers(FRAMEWORK, STATUS, CONTENT)),
        *each("django.http", "JsonResponse", Answers(FRAMEWORK, STATUS, Param("data", 0))),
        (
            "django.http.StreamingHttpResponse",
            Answers(FRAMEWORK, STATUS, Param("streaming_content", 0)),
        ),
        ("django.http.FileResponse", Answers(FRAMEWORK, STATUS)),
        ("django.http.HttpResponseBadRequest", Answers(FRAMEWORK, None, CONTENT, 400)),
        ("django.http.HttpResponseForbidden", Answers(FRAMEWORK, None, CONTENT, 403)),
        ("django.http.HttpResponseNotFound", Answers(FRAMEWORK, None, CONTENT, 404)),
        ("django.http.HttpResponseNotAllowed", Answers(FRAMEWORK, None, Param("content", 1), 405)),
        ("django.http.HttpResponseGone", Answers(FRAMEWORK, None, CONTENT, 410)),
        ("django.http.HttpResponseServerError", Answers(FRAMEWORK, None, CONTENT, 500)),
        *each(
            "django.http",
            "JsonResponse HttpResponseBadRequest HttpResponseForbidden HttpResponseNotFound "
            "HttpResponseNotAllowed HttpResponseGone HttpResponseServerError",
            Inherits(("django.http.HttpResponse",)),
        ),
        ("django.http.FileResponse", Inherits(("django.http.StreamingHttpResponse",))),
        ("django.http.response", Names("django.http")),
        ("django.shortcuts.render", Answers(FRAMEWORK, Param("status", 4), Param("context", 2))),
        ("django.http.Http404", Answers(FRAMEWORK, None, Param("args", 0), 404, raised=True)),
        (
            "django.core.exceptions.PermissionDenied",
            Answers(FRAMEWORK, None, Param("args", 0), 403, raised=True),
        ),
        *each(
            "django.core.exceptions",
            "BadRequest SuspiciousOperation DisallowedHost",
            Answers(FRAMEWORK, None, Param("args", 0), 400, raised=True),
        ),
        # From 6.0.
        ("django.tasks.task", TaskTrait("django")),
        ("django.tasks.task", Returns(Type(TASK))),
        # The settings name the backend, which may keep its queue in the database.
        *each(TASK, "enqueue aenqueue", Dispatches("django", same_database=None)),
        (f"{TASK}.aenqueue", Is("coroutine")),
        (f"{TASK}.using", Returns(Type(TASK))),
        ("django.tasks.base.Task", Names(TASK)),
    ),
)

# The same for earlier versions of Django.
DJANGO_TASKS = Knowledge(
    "django-tasks",
    "0.12-0.12",
    "https://github.com/RealOrangeOne/django-tasks",
    (
        ("django_tasks.task", TaskTrait("django")),
        ("django_tasks.task", Returns(Type("django_tasks.base.Task"))),
        *each(
            "django_tasks.base.Task",
            "enqueue aenqueue",
            Dispatches("django", same_database=None),
        ),
        ("django_tasks.base.Task.aenqueue", Is("coroutine")),
        ("django_tasks.base.Task.using", Returns(Type("django_tasks.base.Task"))),
    ),
)

GUARDIAN = Knowledge(
    "django-guardian",
    "3.5-3.5",
    "https://django-guardian.readthedocs.io",
    (
        *each(
            "guardian.decorators",
            "permission_required permission_required_or_403 permission_required_or_404",
            Guard("guardian", "decorator"),
        ),
        *each(
            "guardian.mixins",
            "LoginRequiredMixin PermissionRequiredMixin",
            Guard("guardian", "mixin", VIEW, "dispatch"),
        ),
    ),
)

RULES = Knowledge(
    "rules",
    "3.5-3.5",
    "https://github.com/dfunckt/django-rules",
    (
        ("rules.contrib.views.permission_required", Guard("rules", "decorator")),
        *each(
            "rules.contrib.views",
            "PermissionRequiredMixin AutoPermissionRequiredMixin",
            Guard("rules", "mixin", VIEW, "dispatch"),
        ),
        (
            "rules.contrib.views.PermissionRequiredMixin",
            Inherits((f"{AUTH}.mixins.PermissionRequiredMixin",)),
        ),
        (
            "rules.contrib.views.AutoPermissionRequiredMixin",
            Inherits(("rules.contrib.views.PermissionRequiredMixin",)),
        ),
        (
            "rules.contrib.rest_framework.AutoPermissionViewSetMixin",
            Guard("rules", "mixin", VIEW, "initial"),
        ),
    ),
)
