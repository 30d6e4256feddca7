"""Organisation codes (GB 11714-1997): eight characters and a check character.

Legal bodies had them before 2015; since then they are characters 9 to 17 of the unified social
credit code. Written `55138508-2` or `551385082`; the canonical text has no hyphen.

The check character is 11 minus the weighted sum modulo 11, where 10 is written X and 11 is
written 0. Digits count as themselves, A as 10 … Z as 35. The check finds every wrong digit and
every swap of two digits. It does not find letters exchanged for characters whose value differs
by 11 or 22 (0, B and M are the same to it), nor a check character X swapped with a 1 before it,
since X counts 10 as a check and 33 as a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step, weighted_sum
from zhiheng.core.identifiers.notation import compact

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(r"([0-9A-Z]{8})-?([0-9X])")


@dataclass(frozen=True, slots=True)
class OrganisationCode:
    """A code whose check character holds: `body` of eight characters, and the check."""

    body: str
    check: str

    def __str__(self) -> str:
        return self.body + self.check


def organisation_check(body: str) -> str:
    """Return the check character of eight characters out of 0–9 and A–Z."""
    remainder = sum(int(c, 36) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11
    return "0X987654321"[remainder]


def normalise_organisation_code(text: str) -> str:
    """Return the canonical nine characters; raise `InputError` for anything else."""
    return str(parse_organisation_code(text))


def parse_organisation_code(text: str) -> OrganisationCode:
    """Read an organisation code; raise `InputError` with everything that is wrong."""
    if problems := organisation_code_problems(text):
        raise InputError(*problems)
    plain = compact(text).replace("-", "")
    return OrganisationCode(plain[:8], plain[8])


def organisation_code_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as an organisation code."""
    match = _SHAPE.fullmatch(compact(text))
    if match is None:
        return [Problem("organisation_code.malformed", {"received": text})]
    expected = organisation_check(match[1])
    if match[2] == expected:
        return []
    values = {"received": text, "given": match[2], "expected": expected}
    return [Problem("organisation_code.check", values)]


def explain_organisation_code(text: str) -> list[Step]:
    """Show how the check is computed, right or wrong; `InputError` if there is no code."""
    match = _SHAPE.fullmatch(compact(text))
    if match is None:
        raise InputError(*organisation_code_problems(text))
    return organisation_steps(match[1], match[2])


def organisation_steps(body: str, given: str) -> list[Step]:
    """Return the steps for a body and the check character it was given."""
    steps = weighted_sum(body, (int(c, 36) for c in body), _WEIGHTS)
    remainder = int(steps[-1].value) % 11
    return [
        *steps,
        Step("除以 11 的余数", "Modulo 11", str(remainder)),
        Step("11 减余数（10 写作 X，11 写作 0）", "11 minus it (10 is X, 11 is 0)",
             organisation_check(body)),
        Step("所给组织机构代码校验码", "Organisation check given", given),
    ]  # fmt: skip
