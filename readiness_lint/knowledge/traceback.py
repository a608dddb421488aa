from readiness_lint.knowledge.schema import Is, Knowledge, Returns, each
from readiness_lint.terms import Type

SUMMARY = "traceback.TracebackException"

TRACEBACK = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/traceback.html",
    (
        *each(
            "traceback",
            "format_exc format_exception format_exception_only format_list format_stack format_tb "
            "print_exc print_exception print_last print_list print_stack print_tb "
            "TracebackException TracebackException.from_exception TracebackException.format "
            "TracebackException.print",
            Is("traceback"),
        ),
        (f"{SUMMARY}.from_exception", Returns(Type(SUMMARY))),
        *each(
            "traceback",
            "format_exc format_exception format_exception_only format_list format_stack format_tb "
            "TracebackException.format",
            Is("traceback-text"),
        ),
    ),
)
