"""The pylint plugin: six checkers over one analysis of each module."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pylint.checkers import BaseRawFileChecker

from readiness_lint.frontends.host import Guest, Wishes
from readiness_lint.frontends.spot import Spot
from readiness_lint.frontends.table import Report
from readiness_lint.registry import all_rules, find
from readiness_lint.rule import Rule
from readiness_lint.terms import Activation, Layer

if TYPE_CHECKING:
    from astroid import nodes  # type: ignore[import-untyped]
    from pylint.lint import PyLinter
    from pylint.typing import MessageDefinitionTuple, Options

OPTIONS: Options = (
    (
        "readiness-config",
        {
            "type": "string",
            "default": "",
            "metavar": "<file>",
            "help": "Configuration of readiness-lint for all files, instead of the nearest one.",
        },
    ),
    (
        "readiness-profile",
        {
            "type": "string",
            "default": "",
            "metavar": "<profile>",
            "help": "Profile of readiness-lint: default, strict or audit.",
        },
    ),
    (
        "readiness-preview",
        {
            "type": "yn",
            "default": False,
            "metavar": "<y or n>",
            "help": "Activate readiness-lint's rules in preview.",
        },
    ),
    (
        "readiness-isolated",
        {
            "type": "yn",
            "default": False,
            "metavar": "<y or n>",
            "help": "Ignore all configuration of readiness-lint.",
        },
    ),
)
HOW_TO_ACTIVATE = {
    Activation.ON: "",
    Activation.OPT_IN: " Active under the profile strict, or when enabled by this very name.",
    Activation.PREVIEW: " In preview: active only when that is on, or when enabled by this name.",
    Activation.AUDIT: " Active under the profile audit.",
}


class Enable:
    """Stands in for ``linter.enable`` and remembers which of our rules were named in full.

    After ``--enable=W`` pylint's own state looks as if each opt-in rule had been asked for.  An
    instance travels with the linter to the workers, where the plugin is registered again.
    """

    def __init__(self, linter: PyLinter) -> None:
        self.codes: set[str] = set()
        self.told = False
        self._enable = linter.enable

    def __call__(self, msgid: str, *args: Any, **keywords: Any) -> None:
        """Enable as pylint does."""
        self._enable(msgid, *args, **keywords)
        rule = _named(msgid)
        if rule is not None:
            self.codes.add(rule.code)


class Analysis:
    """The findings of the module at hand, made once for six checkers."""

    def __init__(self, linter: PyLinter) -> None:
        self._linter = linter
        self._guest: Guest | None = None
        self._module: nodes.Module | None = None
        self._findings: Sequence[Report] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what a worker makes itself."""
        return {**Analysis(self._linter).__dict__}

    def of(self, module: nodes.Module) -> Sequence[Report]:
        """Find what there is in a module."""
        if self._module is not module:
            self._module = module
            self._findings = self._of(module)
        return self._findings

    def prepare(self, *, paths: Sequence[str] | None = None) -> None:
        """Read options and configuration once they are known, in the first process and workers.

        ``paths`` are those that are checked, where it is known which.
        """
        linter, enable = self._linter, _enable(self._linter)
        wishes = _wishes(linter, enable)
        # Loaded now: later the linted folders stand first on pylint's path.
        guest = self._guest = Guest(wishes, keeps="pylint", spot=Spot(wishes.codes))
        if not any(linter.is_message_enabled(rule.symbol) for rule in all_rules().values()):
            guest.rest()
            return
        # A text from stdin is checked by itself.
        guest.prepare(paths=() if linter.config.from_stdin else paths, silent=enable.told)
        enable.told = True

    def _of(self, module: nodes.Module) -> Sequence[Report]:
        if self._guest is None:
            # Some program runs the checkers itself; it may be in a worker for one file.
            self.prepare(paths=())
        assert self._guest is not None
        on_disk = module.file is not None and module.file_bytes is None
        return self._guest.reports(module.file or "-", lambda: _text(module), on_disk=on_disk)


class LayerChecker(BaseRawFileChecker):
    """The findings of one readiness layer."""

    def __init__(self, linter: PyLinter, layer: Layer, analysis: Analysis) -> None:
        self.name = f"readiness-{layer.label}"
        self.msgs = messages(layer)
        if layer is Layer.INFRASTRUCTURE:
            self.options = OPTIONS
        self._layer = layer
        self._analysis = analysis
        super().__init__(linter)

    def process_module(self, node: nodes.Module) -> None:
        """Add the findings of this layer."""
        rules = all_rules()
        for report in self._analysis.of(node):
            rule = rules[report.code]
            if rule.layer is self._layer:
                region = report.region
                self.add_message(
                    rule.symbol,
                    line=region.line,
                    col_offset=region.column,
                    end_lineno=region.end_line,
                    end_col_offset=region.end_column,
                    args=(report.message,),
                )


def register(linter: PyLinter) -> None:
    """Add the six checkers."""
    if not isinstance(linter.enable, Enable):
        setattr(linter, "enable", Enable(linter))  # noqa: B010 - a method, to the type checker
    analysis = Analysis(linter)
    for layer in Layer:
        linter.register_checker(LayerChecker(linter, layer, analysis))


def load_configuration(linter: PyLinter) -> None:
    """Read our configuration as soon as pylint has read its own."""
    for checker in linter.get_checkers():
        if isinstance(checker, LayerChecker):
            checker._analysis.prepare()  # noqa: SLF001
            return


def messages(layer: Layer) -> dict[str, MessageDefinitionTuple]:
    """Describe the rules of a layer to pylint; the code is an old name, so it works as an alias."""
    return {
        rule.pylint_id: (
            "%s",
            rule.symbol,
            f"{rule.title}. {rule.why}{HOW_TO_ACTIVATE[rule.activation]}",
            {"old_names": [(f"R7{rule.code[3:]}", rule.code)]},
        )
        for rule in all_rules().values()
        if rule.layer is layer
    }


def _named(msgid: str) -> Rule | None:
    name = msgid.lower()
    rule = find(f"w{name[1:]}" if name.startswith("r7") else name)
    # Without the prefix of its symbol a name may be that of a message of pylint.
    return None if rule is None or rule.name == name else rule


def _enable(linter: PyLinter) -> Enable:
    enable: Any = linter.enable
    return enable if isinstance(enable, Enable) else Enable(linter)


def _wishes(linter: PyLinter, enable: Enable) -> Wishes:
    config = linter.config
    return Wishes(
        config=config.readiness_config,
        profile=config.readiness_profile,
        preview=config.readiness_preview,
        isolated=config.readiness_isolated,
        codes=frozenset(enable.codes),
    )


def _text(module: nodes.Module) -> str | None:
    stream = module.stream()
    if stream is None:
        return None
    with stream:
        raw = stream.read()
    encoding = module.file_encoding or tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
    return io.TextIOWrapper(io.BytesIO(raw), encoding).read()
