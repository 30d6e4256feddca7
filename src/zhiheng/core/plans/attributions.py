"""Who is responsible, and until when: the attribution at the end of a measure.

Read are the ways in which offices write it:

    （市知识产权局、市教育局，完成时限：2026年12月）
    （责任单位：市知识产权局；完成时限：2026年底前）
    （牵头单位：市市场监管局；配合单位：市公安局、各区人民政府）
    （市市场监管局牵头，市发展改革委、各区人民政府配合）
    （市司法局、市公安局按职责分工负责，长期推进）
    责任单位：市知识产权局            (a paragraph of its own, with or without brackets)

Names without a role lead, all of them; where the plan says that the first of a list leads, the
caller passes `first_leads`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhiheng.core.plans.dates import TimeLimit, read_time_limit
from zhiheng.core.plans.departments import ACT, is_department, split_departments
from zhiheng.core.plans.passages import Passage

_LEAD = (
    r"(?:主要)?(?:牵头|责任|承担|实施|主办|负责|主责|落实|责任落实|第一责任)(?:部门|单位|"
    r"主体|机构|处室|科室|领导)?(?:及)?(?:责任单位)?|完成单位"
)
_SUPPORT = r"(?:配合|协助|协办|参与|参加|支持|协同|会同)(?:部门|单位|机构|处室|科室)?"
_LIMIT = (
    r"(?:计划|目标|工作|办理)?(?:完成|实施|办结|推进|落实)?(?:时限|期限|时间|时间节点|时间进度|进度安排|进度要求|时间要求|"
    r"时间安排|日期|完成日期)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[，；。、（〔【\[ ：])|(?=[^：]{{2,4}}(?:单位|部门|时限|期限|"
    rf"时间)[：:]))(?:\d[.、])?(?P<role>(?P<limit>{_LIMIT})|(?P<support>{_SUPPORT})|"
    rf"(?P<lead>{_LEAD}))[：:]"
)
_BOXED_LABEL = re.compile(r"【([^【】]{2,6}(?:单位|部门|时限|时间|期限))】(?![：:])")
_LABELLED_SENTENCE = re.compile(
    r"[。；](?=(?:牵头|责任|主办|配合|负责|主责)(?:单位|部门)[：:]|完成(?:时限|时间)[：:])"
)
_IN_SENTENCE = re.compile(
    r"(?:^|[。；]|由)(?P<lead>[^，。；由]{2,40}?)牵头(?:[，、]?(?:会同|联合)(?P<support>[^，。；]{2,40}))?"
)
_BRACKETS = re.compile(r"[（〔【\[]")
_CLOSING = {"（": "）", "〔": "〕", "【": "】", "[": "]"}
_LEADS = re.compile(
    r"(?:共同|联合|会同)?(?:牵头(?:负责|落实|推进|组织|实施)?|负责|主办|(?:按照?|依)(?:各自)?职责(?:分工)?(?:负责|落实|推进|组织实施|实施)?|分别负责|分工负责|组织实施|承办|落实)$"
)
_SUPPORTS = re.compile(
    r"(?:予以|积极|共同|等)?(?:配合|协助|参与|参加|协办|支持|协同)(?:落实|实施|推进)?$"
)
# A single name in brackets at the end of a sentence may also be an abbreviation or an example.
_ALONE = re.compile(
    r"^(?:市|省|区|县|州|各|国家|中共)|(?:局|委|办|政府|法院|检察院|海关|厅|署|部)$"
)
SHARE_OF_KNOWN = 0.6
FIRST_LEADS = re.compile(
    r"(?:列|排)(?:在)?(?:第一|首|最前)(?:位|个|名)?的?(?:部门|单位|责任单位)?(?:为|是)(?:牵头|主办|主要责任)"
)


@dataclass(frozen=True)
class Attribution:
    """Who leads, who supports, until when; the passages they were read from."""

    lead: tuple[Passage, ...] = ()
    support: tuple[Passage, ...] = ()
    limit: TimeLimit | None = None
    passages: tuple[Passage, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.lead or self.support or self.limit)

    def __add__(self, other: Attribution) -> Attribution:
        lead = _unique((*self.lead, *other.lead))
        leading = {name.text for name in lead}
        support = tuple(
            n for n in _unique((*self.support, *other.support)) if n.text not in leading
        )
        passages = (*self.passages, *other.passages)
        return Attribution(lead, support, other.limit or self.limit, passages)


def read_attribution(
    paragraph: Passage, *, year: int | None = None, first_leads: bool = False
) -> Attribution:
    """Return what the brackets at the ends of a paragraph's sentences, or its labels, say."""
    found = Attribution()
    paragraph = _plain_labels(paragraph)
    if _LABEL.match(paragraph.text.lstrip("·-*— ")):
        return _inside(paragraph.stripped("·-*— 。"), year, first_leads)
    sentence = next(_labelled_sentences(paragraph.text), None)
    if sentence:
        told = paragraph.part(sentence.end())
        found += _inside(told.stripped("。 "), year, first_leads)
        paragraph = paragraph.part(0, sentence.end())
    for bracket in _bracketed(paragraph):
        read = _inside(bracket.part(1, -1), year, first_leads)
        if read:
            found += Attribution(read.lead, read.support, read.limit, (bracket,))
    return found


def _labelled_sentences(text: str) -> Iterator[re.Match[str]]:
    """Yield where labels begin after a sentence, outside of brackets."""
    for match in _LABELLED_SENTENCE.finditer(text):
        before = text[: match.start()]
        if before.count("（") == before.count("）"):
            yield match


def read_responsible(
    passage: Passage, *, year: int | None = None, first_leads: bool = False
) -> Attribution:
    """Return what a table's cell of departments says; everything in it is about them."""
    found = _inside(passage, year, first_leads)
    return found or Attribution(tuple(split_departments(passage)))


def _plain_labels(paragraph: Passage) -> Passage:
    """Write `【牵头单位】甲【配合单位】乙` as `，牵头单位：甲，配合单位：乙`."""
    text = _BOXED_LABEL.sub(r"，\1：", paragraph.text)
    return Passage(text, paragraph.offsets).stripped("，") if text != paragraph.text else paragraph


def read_sentence(paragraph: Passage) -> Attribution:
    """Return who leads according to a sentence: `市科技局牵头，会同市教育局，推动…`."""
    for match in _IN_SENTENCE.finditer(paragraph.text):
        lead = split_departments(paragraph.part(*match.span("lead")))
        support = (
            split_departments(paragraph.part(*match.span("support"))) if match["support"] else []
        )
        if lead and all(is_department(name.text) for name in lead):
            known = tuple(name for name in support if is_department(name.text))
            return Attribution(tuple(lead), known)
    return Attribution()


def _bracketed(paragraph: Passage) -> Iterator[Passage]:
    """Yield the outermost brackets that stand at the end of a sentence or of the paragraph."""
    text, at = paragraph.text, 0
    while match := _BRACKETS.search(text, at):
        end = _closing(text, match.start())
        at = end
        if re.match(r"\s*(?:[。；;.]|$|[（〔【\[])", text[end:]) or (
            match.start() and text[match.start() - 1] in "。；"
        ):
            yield paragraph.part(match.start(), end)


def _closing(text: str, start: int) -> int:
    depth, opening = 0, text[start]
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == _CLOSING[opening])
        if depth == 0:
            return at + 1
    return len(text)


def _inside(passage: Passage, year: int | None, first_leads: bool) -> Attribution:
    labels = list(_LABEL.finditer(passage.text))
    if not labels:
        return _unlabelled(passage, year, first_leads)
    before = passage.part(0, labels[0].start())
    found = _unlabelled(before, year, first_leads, sure=_names_something(before))
    leading = any(label["role"].startswith("牵头") for label in labels)
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(passage.text)
        read = _labelled(label, passage.part(label.end(), end), year, first_leads)
        if leading and label["lead"] and not label["role"].startswith("牵头"):
            read = Attribution(support=(*read.lead, *read.support), limit=read.limit)
        found += read
    return Attribution(found.lead, found.support, found.limit, (passage,)) if found else found


def _names_something(before: Passage) -> bool:
    """What stands before `完成时限：` in the same brackets are departments if one of them is."""
    return any(is_department(name.text) for name in split_departments(before))


def _labelled(
    label: re.Match[str], value: Passage, year: int | None, first_leads: bool
) -> Attribution:
    if label["limit"]:
        return Attribution(limit=read_time_limit(value.text, year=year) or as_written(value))
    if label["support"]:
        names, limit = _names_and_limit(value, year)
        return Attribution(support=names, limit=limit)
    return _unlabelled(value, year, first_leads, sure=True)


def as_written(value: Passage) -> TimeLimit | None:
    """Return a time limit that is no date in its own words, None where nothing is said."""
    text = value.stripped("，；。 ").text
    return TimeLimit(text, "", None, False) if text else None


def _unlabelled(
    passage: Passage, year: int | None, first_leads: bool, *, sure: bool = False
) -> Attribution:
    """Read `A牵头，B、C配合，2026年12月`; nothing unless its parts read like departments."""
    together = re.search("(?:牵头)?会同", passage.text)
    if together and together.start() > 1:
        first = _unlabelled(passage.part(0, together.start()), year, False, sure=sure)
        rest = _unlabelled(passage.part(together.end()), year, False, sure=sure)
        return first + Attribution(support=rest.lead + rest.support, limit=rest.limit)
    groups = _beside_leader([_group(each, year) for each in _groups(passage)])
    certain = sure or any(group.role for group in groups)
    found = Attribution()
    marked = [name for group in groups for name in group.names if name.text.endswith("（牵头）")]
    if marked:
        return _marked(groups)
    for group in groups:
        if not group.role and not _plausible(group, certain or len(groups) > 1, sure):
            if certain:
                continue  # a remark between those who lead and those who support
            return Attribution()
        found += group.attribution
    if first_leads and not found.support:
        found = Attribution(found.lead[:1], found.lead[1:], found.limit, found.passages)
    return found


@dataclass(frozen=True)
class _Group:
    """Names with one role word after them, or with none; `bare` where only names stand."""

    names: tuple[Passage, ...]
    limit: TimeLimit | None
    role: str
    word: str = ""

    @property
    def attribution(self) -> Attribution:
        if self.role == "support":
            return Attribution(support=self.names, limit=self.limit)
        return Attribution(lead=self.names, limit=self.limit)


def _marked(groups: list[_Group]) -> Attribution:
    """`甲（牵头）、乙、丙` says that 甲 leads and the others support."""
    names = [name for group in groups for name in group.names]
    lead = tuple(n.part(0, -len("（牵头）")) for n in names if n.text.endswith("（牵头）"))
    support = tuple(n for n in names if not n.text.endswith("（牵头）"))
    return Attribution(lead, support, next((g.limit for g in groups if g.limit), None))


def _group(passage: Passage, year: int | None) -> _Group:
    supports, leads = _SUPPORTS.search(passage.text), _LEADS.search(passage.text)
    if supports and leads and leads.end() > supports.end():
        supports = None
    word = supports or leads
    names, limit = _names_and_limit(passage.part(0, word.start()) if word else passage, year)
    role = "support" if supports else "lead" if leads else ""
    return _Group(names, limit, role, word[0] if word else "")


def _beside_leader(groups: list[_Group]) -> list[_Group]:
    """`甲牵头，乙、丙按职责分工负责` says that 甲 leads and the others support."""
    if not any(group.word.startswith("牵头") for group in groups):
        return groups
    return [
        replace(group, role="support")
        if group.role == "lead" and "牵头" not in group.word
        else group
        for group in groups
    ]


def _plausible(group: _Group, among_others: bool, sure: bool) -> bool:
    """Tell whether names without a role word are departments, and no remark in brackets."""
    if sure or not group.names:
        return sure or group.limit is not None
    known = sum(is_department(name.text) for name in group.names)
    if group.limit or among_others:
        return known > 0
    if len(group.names) == 1:
        return known == 1 and bool(_ALONE.search(group.names[0].text))
    return known >= SHARE_OF_KNOWN * len(group.names)


def _groups(passage: Passage) -> list[Passage]:
    """Split after every role word, so that each group has one role; the last may have none."""
    pattern = re.compile(
        rf"(?:{_LEADS.pattern.removesuffix('$')}|"
        rf"{_SUPPORTS.pattern.removesuffix('$')})(?=[，；、。 ]|$)"
    )
    groups, start = [], 0
    for match in pattern.finditer(passage.text):
        groups.append(passage.part(start, match.end()))
        start = match.end()
    groups.append(passage.part(start))
    return [group for each in groups if (group := each.stripped("，；、。 "))]


def _names_and_limit(
    value: Passage, year: int | None
) -> tuple[tuple[Passage, ...], TimeLimit | None]:
    names, limit = [], None
    for name in split_departments(value):
        told = None if is_department(name.text) else read_time_limit(name.text, year=year)
        if told:
            limit = told
        elif not ACT.search(name.text):
            names.append(name)
    return tuple(names), limit


def _unique(names: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple({name.text: name for name in reversed(names)}.values())[::-1]
