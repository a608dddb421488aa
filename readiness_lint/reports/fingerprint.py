"""Names of findings that hold from run to run, for services that follow each one."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from readiness_lint.finding import Finding

BLOCK = 100
"""UTF-16 code units that a hash of a line looks at, from the start of the line."""
BASE = 37
END = 65535
"""Stands for the end of the file."""
_POWERS = tuple(pow(BASE, BLOCK - 1 - exponent, 2**64) for exponent in range(BLOCK))


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Give each finding its name: by file, rule, function and code, and by number among equals."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        key = (finding.path, finding.code, finding.scope, finding.expression)
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        yield hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def line_hashes(lines: Sequence[str]) -> list[str]:
    """Give the hash of each line as GitHub computes it for `primaryLocationLineHash`.

    It is a polynomial of the next hundred code units, without blanks, and the number of the line
    among those with the same one (github/codeql-action, src/fingerprints.ts).
    """
    text = "\n".join(line.rstrip("\r") for line in lines).replace("\r", "\n")
    units = array(
        "H", "".join(text.split(" ")).replace("\t", "").encode("utf-16-le", "surrogatepass")
    )
    content = [*units, END]
    starts = [0, *(index + 1 for index, unit in enumerate(units) if unit == ord("\n"))]
    seen: Counter[int] = Counter()
    found: list[str] = []
    for start in starts:
        block = content[start : start + BLOCK]
        value = sum(unit * power for unit, power in zip(block, _POWERS, strict=False)) % 2**64
        seen[value] += 1
        found.append(f"{value:x}:{seen[value]}")
    return found
