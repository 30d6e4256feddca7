"""Title, issuing bodies, date and period: what stands on a plan's cover and in its notice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.core.plans.dates import FIVE_YEARS, read_date, read_period
from zhiheng.core.plans.departments import is_department
from zhiheng.core.plans.layout import Block, Kind
from zhiheng.core.plans.passages import one_notation
from zhiheng.core.plans.tree import Outline

_PLAN_WORDS = (
    r"(?:规划|方案|计划|纲要|意见|措施|要点|办法|行动|清单|细则|分工|任务书|台账|"
    r"(?:分工|分解|推进|安排|责任|任务)表)"
)
_TITLE = re.compile(rf"[^，。；：！？]{{4,70}}{_PLAN_WORDS}(?:纲要|》)?(?:（[^（）]{{2,20}}）)*$")
_NOTICE = re.compile(
    rf"(?:印发|发布|公布|下达)(?:了)?《?"
    rf"(?P<title>[^《》]{{6,70}}?(?:{_PLAN_WORDS})(?:（[^（）]{{2,20}}）)*)》?的(?:通知|公告|函)"
)
_MENTION = re.compile(
    rf"(?:制定|编制|印发)(?:了|本)?《(?P<title>[^《》]{{6,70}}{_PLAN_WORDS}(?:（[^（）]{{2,20}}）)*)》"
)
SHORTEST_BODY = 5  # characters of a name that stands on a line with others
LONGEST = 6  # years from its date in which a plan without a period in its title is carried out
_CAPTION = re.compile(
    rf"^(?:附?表\s*[\d一二三四五六七八九十]*[：: ]?)?(?P<title>.{{4,40}}?{_PLAN_WORDS})(?:的)?"
    rf"(?:主要|核心|发展|预期|调控|具体)*指标"
)
_DATE_LINE = re.compile(
    r"(?:（|(?:发布|印发|成文|公布)?(?:日期|时间)[：:])?"
    r"(?:20\d\d|二[〇零○O0][一二三四五六七八九〇零○]{2})[年\-./].{1,12}?(?:月|日|\d)?）?$"
)
# What offices put above a document on their sites: 索引号, 发布机构, 成文日期.
_FACT_LINE = re.compile(
    r"(?:索引号|主题分类|主题词|分类|发布机构|发文机关|发文单位|成文日期|发布日期|生成日期|名称|标题|"
    r"文号|发文字号|有效性|时效性|公开方式|信息来源|来源|浏览次数|字号|公开范围)[：:]"
)
_SPACES = re.compile(r"\s{2,}|\t|\u3000+|\n")


@dataclass(frozen=True)
class Cover:
    """What the cover says."""

    title: str | None
    issuers: tuple[str, ...]
    date: str | None
    period: tuple[int, int] | None


def read_cover(outline: Outline, blocks: list[Block]) -> Cover:
    """Return title, issuers, date and period, each None or empty where nothing says it."""
    lines = [block for block in outline.cover if block.kind in (Kind.PARAGRAPH, Kind.HEAD)]
    title = _title([block for block in lines if not _FACT_LINE.match(_bare(block))], blocks)
    ends = [block for block in blocks[-6:] if block.kind is Kind.PARAGRAPH]
    date = _date(lines) or _date(ends)
    issuers = _issuers(lines) or _issuers(ends) or _from_notice(lines)
    goals = " ".join(passage.text for passage in outline.goal_passages())
    return Cover(title, issuers, date, _period(title, date, goals, blocks))


def _title(lines: list[Block], blocks: list[Block]) -> str | None:
    texts = [_bare(block) for block in lines]
    for at, text in enumerate(texts):
        if (
            _TITLE.fullmatch(text)
            and not re.match("附件|《|根据|为", text)
            and not re.search("关于(?:印发|发布|公布)", text)
        ):
            return _whole_title(texts, at).strip("《》")
    marked = next(
        (b for b in lines if b.kind is Kind.HEAD and b.numbered and b.numbered.rank <= 1), None
    )
    if marked and not _NOTICE.search(_bare(marked)):
        return _bare(marked)
    for pattern in (_NOTICE, _MENTION):
        for end in range(len(texts)):
            joined = "".join(texts[max(0, end - 2) : end + 1])
            if match := pattern.search(joined) or pattern.search(texts[end]):
                return match["title"]
    notice = next((text for text in texts if re.fullmatch(r"[^，。；：]{8,70}的通知", text)), None)
    if notice:
        return notice
    captions = (
        _CAPTION.match(_bare(b))
        for b in blocks
        if b.kind is not Kind.TABLE and len(b.passage.text) < 60
    )
    return next((match["title"].strip(" 1234567890") for match in captions if match), None)


def _whole_title(texts: list[str], at: int) -> str:
    """Add the line above where a title stands on two lines."""
    above = texts[at - 1] if at else ""
    broken = bool(above) and not re.search(r"[，。；：！？]", above) and len(above) <= 40
    starts = re.match(
        r"“?十[二三四五六]五|知识产权|（?20\d\d|实施|行动|发展|三年|工作|若干", texts[at]
    )
    place = re.search(r"[省市区县州盟]", above)
    below = texts[at + 1] if at + 1 < len(texts) else ""
    if re.fullmatch(r"（[^（）月]{4,20}）", below):
        return texts[at] + below
    if broken and starts and place and not is_department(above) and not read_date(above):
        return above + texts[at]
    return texts[at]


def _bare(block: Block) -> str:
    return block.passage.text.strip("#* ")


def _issuers(lines: list[Block]) -> tuple[str, ...]:
    """Bodies that stand on lines of their own, several on a line between wide spaces."""
    found = [name for block in lines for name in _names(block)]
    return tuple(dict.fromkeys(found))


def _names(block: Block) -> Iterator[str]:
    for line in block.lines:
        pieces = [
            one_notation(piece).strip("#*（）() ")
            for wide in _SPACES.split(line.raw)
            for piece in _apart(wide)
            if piece.strip()
        ]
        pieces = [
            re.sub(
                r"^(?:编制单位|发布单位|发布机构|印发单位|制定机关|发文单位|发文机关)[：:]",
                "",
                piece,
            )
            for piece in pieces
            if not _DATE_LINE.fullmatch(piece)
        ]
        together = "".join(pieces)
        if len(pieces) > 3 and max(map(len, pieces)) <= 2:
            pieces = [together]  # 市 监 局: one name set wide
        if pieces and all(
            len(p) >= 4 and is_department(p) and not re.search("，|关于|^各", p) and _one(p)
            for p in pieces
        ):
            yield from pieces


def _apart(piece: str) -> list[str]:
    """Split at single spaces where both sides are bodies: 甲市教育局 甲市财政局."""
    parts = piece.split()
    bodies = all(len(part) >= SHORTEST_BODY and is_department(part) for part in parts)
    return parts if len(parts) > 1 and bodies else [piece]


def _one(name: str) -> bool:
    """Tell whether a name is one: 甲县、乙县市场监督管理局 is, 甲局、乙局 is not."""
    return all(re.search("[省市区县州旗]$", part) for part in name.split("、")[:-1])


def _from_notice(lines: list[Block]) -> tuple[str, ...]:
    """`某某市人民政府办公室关于印发…的通知` names its issuer."""
    for block in lines:
        head = re.match(r"(?P<who>[^，。《]{4,60}?)关于(?:印发|发布|公布)", _bare(block))
        if head:
            who = [piece for piece in re.split(r"[、 ]", head["who"]) if is_department(piece)]
            return tuple(who)
    return ()


def _date(lines: list[Block]) -> str | None:
    for block in lines:
        for piece in (_bare(block), *(p for line in block.lines for p in _SPACES.split(line.raw))):
            text = one_notation(piece)
            found = read_date(text) if _DATE_LINE.fullmatch(text) else None
            if found and len(found) > 4:
                return found
    return None


def _period(
    title: str | None, date: str | None, goals: str, blocks: list[Block]
) -> tuple[int, int] | None:
    told = read_period(title or "")
    if told:
        return told
    annual = re.search(r"(20\d\d)年(?:度)?(?!.*(?:规划|纲要))", title or "")
    if annual:
        return int(annual[1]), int(annual[1])
    text = " ".join(block.passage.text for block in blocks)
    stated = re.search(
        r"(?:规划|实施|执行)(?:期限?|期为|年限)[：:为是]?(.{0,4}20\d\d年?.{1,2}20\d\d年)", text
    )
    if stated:
        return read_period(stated[1])
    return _aimed(date, goals, text)


def _aimed(date: str | None, goals: str, text: str) -> tuple[int, int] | None:
    """From the year of the date, or the five-year period, to the year the goals name most."""
    span = re.search(r"20\d\d年?(?:-|—|–|~|至|到)20\d\d年", goals)
    if span and (told := read_period(span[0])) and told[1] - told[0] <= LONGEST:
        return told
    aims = Counter(int(year) for year in re.findall(r"到(20\d\d)年", goals or text))
    if goals and date:
        # 到2027年…，到2030年… runs to 2030; what lies farther off is an outlook.
        near = [year for year in aims if int(date[:4]) <= year <= int(date[:4]) + LONGEST]
        aims = Counter(near and [max(near)])
    last = (
        min(year for year, count in aims.items() if count == max(aims.values())) if aims else None
    )
    named = Counter(re.findall("|".join(FIVE_YEARS), goals or text))
    first = next(
        (FIVE_YEARS[name] for name, _ in named.most_common() if FIVE_YEARS[name] + 4 == last), None
    )
    if last and date:
        return int(date[:4]), last
    if last and first:
        return first, last
    return (
        (FIVE_YEARS[top := named.most_common(1)[0][0]], FIVE_YEARS[top] + 4)
        if named and not last
        else None
    )
