"""Production-readiness checks for Python backends, under flake8, pylint and our own command."""

# Nothing is imported here: `__main__` has not yet taken the linted folder out of the path.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pylint.lint import PyLinter

__version__ = "0.1.0"


def register(linter: "PyLinter") -> None:
    """Add the six checkers to pylint; called for ``load-plugins = readiness_lint``."""
    from readiness_lint.frontends.pylint import register as register_checkers  # noqa: PLC0415

    register_checkers(linter)


def load_configuration(linter: "PyLinter") -> None:
    """Read our configuration once pylint has read its own."""
    from readiness_lint.frontends.pylint import load_configuration as load  # noqa: PLC0415

    load(linter)
