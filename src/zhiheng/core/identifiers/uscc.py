"""Unified social credit codes (GB 32100-2015): one number for every legal body in China.

Eighteen characters: registering department (1), kind of body (1), division at registration
(6, GB/T 2260), organisation code (9, GB 11714), check character (1). The alphabet has 31
characters, without I, O, S, V and Z. The check character makes the weighted sum a multiple of
31; where the first seventeen already are one, it is 0. As 31 is prime and no weight and no
difference of neighbouring weights is a multiple of it, every wrong character and every swap of
two neighbours is found.

The organisation code inside has its own check. Codes taken over from before 2015 satisfy it;
bodies registered since may not, so `organisation_check_holds` tells and nothing is refused.
The division is not looked up either: it stays what it was at registration, long after the
division itself is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.explanation import Step, weighted_sum
from zhiheng.core.identifiers.notation import compact
from zhiheng.core.identifiers.organisation_code import organisation_check, organisation_steps

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(3**position % 31 for position in range(17))
_DEPARTMENTS = {
    "1": "机构编制 (institutional staffing)",
    "2": "外交 (foreign affairs)",
    "3": "司法行政 (justice)",
    "4": "文化 (culture)",
    "5": "民政 (civil affairs)",
    "6": "旅游 (tourism)",
    "7": "宗教 (religious affairs)",
    "8": "工会 (trade unions)",
    "9": "市场监管 (market regulation)",
    "A": "中央军委 (Central Military Commission)",
    "N": "农业 (agriculture)",
    "Y": "其他 (other)",
}


@dataclass(frozen=True, slots=True)
class UnifiedSocialCreditCode:
    """A code of eighteen characters whose check character holds."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def department(self) -> str:
        """Return the code of the registering department: `9` is market regulation."""
        return self.text[0]

    @property
    def division(self) -> str:
        """Return the GB/T 2260 code of the division at registration."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> str:
        """Return the nine characters of the organisation code inside."""
        return self.text[8:17]

    @property
    def organisation_check_holds(self) -> bool:
        """Tell whether the organisation code inside satisfies GB 11714."""
        return organisation_check(self.text[8:16]) == self.text[16]


def uscc_check(body: str) -> str:
    """Return the check character of the first seventeen characters."""
    total = sum(_VALUES[c] * w for c, w in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def normalise_uscc(text: str) -> str:
    """Return the canonical eighteen characters; raise `InputError` for anything else."""
    return str(parse_uscc(text))


def parse_uscc(text: str) -> UnifiedSocialCreditCode:
    """Read a code; raise `InputError` with everything that is wrong."""
    if problems := uscc_problems(text):
        raise InputError(*problems)
    return UnifiedSocialCreditCode(_plain(text))


def uscc_problems(text: str) -> list[Problem]:
    """Return everything that is wrong with the text as a unified social credit code."""
    plain = _plain(text)
    problems = []
    if len(plain) != 18:
        problems.append(Problem("uscc.length", {"received": text, "length": str(len(plain))}))
    if strange := sorted(set(plain) - set(_ALPHABET)):
        values = {"received": text, "characters": "、".join(strange)}
        problems.append(Problem("uscc.characters", values))
    if problems:
        return problems
    # `isdigit` alone would let superscripts through, but the alphabet has been checked.
    if not plain[2:8].isdigit():
        problems.append(Problem("uscc.division", {"received": text, "division": plain[2:8]}))
    expected = uscc_check(plain[:17])
    if plain[17] != expected:
        values = {"received": text, "given": plain[17], "expected": expected}
        problems.append(Problem("uscc.check", values))
    return problems


def explain_uscc(text: str) -> list[Step]:
    """Show how the code is read and both checks computed, right or wrong.

    Raises `InputError` only where length or characters leave nothing to compute with.
    """
    plain = _plain(text)
    problems = uscc_problems(text)
    if any(problem.code in ("uscc.length", "uscc.characters") for problem in problems):
        raise InputError(*problems)
    department = _DEPARTMENTS.get(plain[0], "未列入已知代码 (not among the known codes)")
    total = weighted_sum(plain[:17], (_VALUES[c] for c in plain[:17]), _WEIGHTS)
    return [
        Step("登记管理部门", "Registering department", f"{plain[0]} → {department}"),
        Step("机构类别", "Kind of body", plain[1]),
        Step("登记地行政区划", "Division at registration", plain[2:8]),
        Step("主体标识码（组织机构代码）", "Organisation code", plain[8:17]),
        *organisation_steps(plain[8:16], plain[16]),
        *total,
        Step("除以 31 的余数", "Modulo 31", str(int(total[-1].value) % 31)),
        Step("31 减余数，余数为 0 时取 0", "31 minus it; 0 where it is 0",
             str(_VALUES[uscc_check(plain[:17])])),
        Step("对应校验码", "Check character", uscc_check(plain[:17])),
        Step("所给校验码", "Check character given", plain[17]),
    ]  # fmt: skip


def _plain(text: str) -> str:
    return compact(text).replace("-", "")
