from readiness_lint.knowledge.schema import Is, Knowledge, each

# What writes to the standard output or error, read in CPython 3.11-3.13.
PRINTING = Knowledge(
    "",
    "3.11-3.13",
    "https://docs.python.org/3/library/functions.html#print",
    (
        ("builtins.print", Is("prints")),
        *each("pprint", "pprint pp", Is("prints")),
        *each(
            "traceback",
            "print_exc print_exception print_last print_list print_stack print_tb",
            Is("prints"),
        ),
        *each("sys.stdout sys.stderr", "write", Is("prints")),
        # A browser opens where somebody sits.
        *each("webbrowser", "open open_new open_new_tab", Is("asks-somebody")),
        *each("argparse optparse getpass cmd curses readline tkinter", "", Is("terminal")),
    ),
)

CLICK = Knowledge(
    "click", "8.1-8.3", "https://click.palletsprojects.com", each("click", "", Is("terminal"))
)

TYPER = Knowledge(
    "typer", "0.12-0.20", "https://typer.tiangolo.com", each("typer", "", Is("terminal"))
)

# Modules that are there to build a package.
HATCHLING = Knowledge(
    "hatchling",
    "1.18-1.33",
    "https://hatch.pypa.io/latest/plugins/build-hook/reference",
    each("hatchling", "", Is("terminal")),
)

RICH = Knowledge(
    "rich",
    "13.0-14.2",
    "https://rich.readthedocs.io",
    each("rich.print rich.console rich.prompt rich.table", "", Is("terminal")),
)

# Applications in a terminal, and windows on a desktop: somebody sits in front of them.
TEXTUAL = Knowledge(
    "textual", "0.40-6.6", "https://textual.textualize.io", each("textual", "", Is("terminal"))
)

URWID = Knowledge("urwid", "2.1-3.0", "https://urwid.org", each("urwid", "", Is("terminal")))

QUESTIONARY = Knowledge(
    "questionary",
    "1.10-2.1",
    "https://questionary.readthedocs.io",
    each("questionary", "", Is("terminal")),
)

QT = Knowledge(
    "PyQt6",
    "6.4-6.10",
    "https://www.riverbankcomputing.com/static/Docs/PyQt6",
    each("PyQt5 PyQt6 PySide2 PySide6", "", Is("terminal")),
)
