"""The other names one party goes by: old ones, shortened ones, other scripts and languages.

Whoever resolves names to parties has something to resolve, and `party-truth.csv` says what is
right. Which name a document uses depends on the day and on random numbers of their own, so that
the city is otherwise the same as without them.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import NamedTuple

from sample.inhabitants import Applicant, Enterprise, Inhabitants
from sample.vocabulary import declared

OFFICIAL, FORMER, ENGLISH = "登记名称", "曾用名", "英文名称"
# Kind of spelling and share of the mentions that use it; the rest use the registered name.
_SHARES = (
    ("地名省“市”字", 0.020),
    ("省地名", 0.012),
    ("繁体", 0.008),
    ("有限责任公司写法", 0.008),
    ("空格", 0.004),
    (ENGLISH, 0.003),
    ("拼音", 0.002),
)
_NARROW_BRACKETS = "半角括号"
_SCHOOL = "下属院系"
_SCHOOL_SHARE = 0.2


class Spelling(NamedTuple):
    """A name as it was written, whose it is and of which kind; `code` is empty for a university."""

    written: str
    kind: str
    official: str
    code: str


class Spellings:
    """Chooses how the names of one city's enterprises and universities are written."""

    def __init__(self, people: Inhabitants) -> None:
        words = declared("others.yaml")
        self._enterprises = {each.applicant.name: each for each in people.enterprises}
        self._universities = {each.name for each in people.universities}
        self._schools: list[str] = words["schools"]
        self._pinyin: dict[str, str] = words["pinyin"]
        self._traditional = str.maketrans(words["traditional"])
        latin = Counter(each.english for each in people.enterprises)
        latin.update(map(self._in_pinyin, people.enterprises))
        # Many characters share a syllable. Names that two enterprises would have are not used:
        # nobody could tell whose they are.
        self.shared = {name for name, count in latin.items() if count > 1}

    def spell(self, applicant: Applicant, *, day: int, rng: Random) -> Spelling | None:
        """Return another name for the applicant on that day; None where the usual one stands."""
        draw = rng.random()
        enterprise = self._enterprises.get(applicant.name)
        if enterprise is not None:
            return self._of_enterprise(enterprise, day, draw)
        if applicant.name in self._universities and draw < _SCHOOL_SHARE:
            school = self._schools[int(draw / _SCHOOL_SHARE * len(self._schools))]
            return Spelling(applicant.name + school, _SCHOOL, applicant.name, "")
        return None

    def _of_enterprise(self, enterprise: Enterprise, day: int, draw: float) -> Spelling | None:
        name = enterprise.applicant.name
        if day < enterprise.renamed:
            return Spelling(enterprise.former, FORMER, name, enterprise.code)
        kind = _kind(draw)
        written = self._written(enterprise, kind) if kind else name
        if written == name and "（" in name and draw < 0.7:
            kind, written = _NARROW_BRACKETS, name.replace("（", "(").replace("）", ")")
        if written == name or written in self.shared:
            return None
        return Spelling(written, kind, name, enterprise.code)

    def _written(self, enterprise: Enterprise, kind: str) -> str:
        name = enterprise.applicant.name
        form = name[name.rindex("公司") - 2 :]
        if kind == "地名省“市”字":
            return name.replace("深圳市", "深圳", 1)
        if kind == "省地名":
            return name.removeprefix("深圳市").replace("（深圳）", "", 1)
        if kind == "繁体":
            return name.translate(self._traditional)
        if kind == "有限责任公司写法":
            return name if "股份" in name else name.replace("有限公司", "有限责任公司")
        if kind == "空格":
            return name.replace(form, f" {form}")
        if kind == ENGLISH:
            return enterprise.english
        return self._in_pinyin(enterprise)

    def _in_pinyin(self, enterprise: Enterprise) -> str:
        mark = " ".join(self._pinyin[character] for character in enterprise.mark)
        return f"SHENZHEN {mark.upper()} CO., LTD."


def _kind(draw: float) -> str:
    """Return the kind of spelling at a draw from 0 to 1, empty for the registered name."""
    for kind, share in _SHARES:
        draw -= share
        if draw < 0:
            return kind
    return ""
