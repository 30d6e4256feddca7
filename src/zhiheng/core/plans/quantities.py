"""Quantities in Chinese official text: number, unit, comparator, and what they count.

`value` and `unit` are kept as written (`5` and `万件`, not 50 000); `scaled` compares across
multipliers. Comparators are `=`, `>=`, `>`, `<=`, `<`, `~` (about) and `between`:

    >=   达 达到 不少于 不低于 不小于 至少 以上 增至 提高到
    >    超过 超 突破 高于 大于 多于 余 多
    <=   不超过 不高于 不多于 以内 以下 控制在 压减至 降至
    <    低于 小于 少于 不足
    ~    左右 上下 约 大约 近
    between   10-12家, 10至12家
    =    nothing said

The words follow the Civil Code, article 1259: 以上, 以下, 以内 include the number, 超过 does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.core.plans.numerals import HAN, read_number

MULTIPLIERS = {
    "": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6,
    "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
# A unit may carry what must not follow it: 个 in 个体, 家 in 家庭 are not units.
_UNITS = (
    "个百分点", "百分点", "个工作日", "工作日", "平方公里", "平方千米", "平方米", "公里", "公顷",
    "美元", "港元", "欧元", "元(?!件|器|旦|宇)", "人次", "人(?!民|才|员|工|大|均)", "件(?!套)",
    "家(?!庭|具|用|电|乡)",
    "个月", "个(?!体|人|性|别)", "项(?!目前)", "名(?!牌|录|单|优|称|胜)", "场(?!所|景|地)",
    "次(?!要|日|年)", "户", "起",
    "宗", "批(?!准|复|发|量)", "例(?!如)", "篇", "种(?!植|子|类)", "条(?!件|例|款)",
    "部(?!门|署|分|委|级|长)", "套", "所(?!有|在|属)",
    "座", "支(?!持|撑|付)", "只", "处(?!理|置|罚|级)", "台", "辆", "吨", "亩", "学时", "课时",
    "小时",
    "分钟", "天", "周(?!年|期|边)",
    "年(?!度|初|末|底|均|内|前|来|间|轻|限|代|龄|版|期|累计|共|合计|总计|新增)", "岁",
    "分(?!之|中|级|类|析|别|期|局|支|享|行|会|窗|领|散|层|布|批|步|配)", "%", "‰", "倍",
    "门(?!类|户|槛)", "册", "笔", "份", "张", "位(?!一体|于|居)", "款", "间",
    "对(?!接|外|应|标|口)", "组(?!织|建)", "片", "幅",
    "项次", "户次", "家次", "件次", "班次", "批次", "单(?![位一元项笔个独纯户行价证])",
    "日(?![常前起报期益趋程历志])", "期(?!间|限|末)", "届",
)  # fmt: skip
_BASE = "|".join(sorted(_UNITS, key=lambda unit: len(unit.partition("(")[0]), reverse=True))
_PER = r"(?:/(?:万人|人|亿元|万元|年|月|件|家|平方公里|万户|百万人))?"
_FIGURE = r"\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_FIGURE}|[{HAN}]+(?:[万亿][{HAN}]+)?)"
_TIMES = r"(?:百|千|十万|百万|千万|万亿|百亿|千亿|万|亿)?"
_TOLD = re.compile(
    rf"(?<![\d.A-Za-z第\-])(?P<low>{_NUMBER})"
    rf"(?:(?P<lowunit>{_TIMES}(?:{_BASE}|))(?:-|—|–|~|至|到)(?P<high>{_NUMBER}))?"
    rf"(?P<more>余|多|几)?(?P<times>{_TIMES})(?P<more2>余|多)?(?P<base>(?:{_BASE}){_PER})"
)
_BARE_TIMES = re.compile(rf"(?<![\d.A-Za-z第])(?P<low>{_FIGURE})(?P<times>万亿|亿|万)")
_PERCENT = re.compile(rf"百分之(?P<low>[{HAN}]+(?:点[{HAN}]+)?)")
_DOUBLING = re.compile(rf"翻(?P<times>[{HAN}两\d])?番")
_AFTER = (
    ("及以上", ">="), ("以上", ">="), ("及以下", "<="), ("以下", "<="), ("以内", "<="), ("之内",
    "<="),
    ("左右", "~"), ("上下", "~"), ("以外", ">"),
)  # fmt: skip
_BEFORE = (
    ("不少于", ">="), ("不低于", ">="), ("不小于", ">="), ("不下于", ">="), ("不低", ">="),
    ("至少", ">="),
    ("不超过", "<="), ("不高于", "<="), ("不多于", "<="), ("不大于", "<="), ("不超", "<="),
    ("未超过", "<="),
    ("大于等于", ">="), ("小于等于", "<="), ("≥", ">="), (">=", ">="), ("≤", "<="), ("<=", "<="),
    ("≧", ">="),
    ("控制在", "<="), ("压减至", "<="), ("压缩至", "<="), ("缩短至", "<="), ("降至", "<="),
    ("降低到", "<="),
    ("降低至", "<="), ("下降到", "<="), ("下降至", "<="), ("缩短到", "<="), ("压缩到", "<="),
    ("力争超过", ">"), ("超过", ">"), ("突破", ">"), ("高于", ">"), ("大于", ">"), ("多于", ">"),
    ("超", ">"),
    ("低于", "<"), ("小于", "<"), ("少于", "<"), ("不足", "<"), ("不满", "<"),
    ("达到", ">="), ("达", ">="), ("提高到", ">="), ("提高至", ">="), ("提升至", ">="),
    ("提升到", ">="),
    ("增加到", ">="), ("增加至", ">="), ("增长到", ">="), ("增长至", ">="), ("增至", ">="),
    ("扩大到", ">="),
    ("扩大至", ">="), ("扩至", ">="), ("扩展至", ">="), ("拓展至", ">="), ("提至", ">="),
    ("保持在", ">="), ("稳定在", ">="), ("升至", ">="), ("上升到", ">="),
    ("大约", "~"), ("约", "~"), ("接近", "~"), ("近", "~"), ("≈", "~"), (">", ">"), ("<", "<"),
)  # fmt: skip
_FILLERS = re.compile(r"(?:人民币|总数|合计|共|了|为|约|每年|全市|年均|各|到)$")
_OF_YEAR = re.compile(r"20\d\d年(?:末|底)?的?$")  # 增加到2027年的240亿元
_OTHER_WORDS = re.compile(r"[签预节公契条违]约$|[附邻]近$")
_TENTHS = re.compile(
    r"(?:超过|不低于|不少于|达到?|近|约|过|占)(?P<low>[一二三四五六七八九])成(?![立为果员功本长交品就])"
)
_DURATIONS = ("日", "天", "工作日", "小时", "分钟", "个月", "周")
_SCALED = re.compile(
    rf"^(?P<times>{'|'.join(sorted(MULTIPLIERS, key=len, reverse=True))})(?P<base>.*)$"
)  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as written, and where it stands in the text it was read from."""

    value: Decimal
    unit: str
    comparator: str = "="
    upper: Decimal | None = None
    cumulative: bool = False
    aspired: bool = False
    start: int = 0
    end: int = 0

    @property
    def scaled(self) -> tuple[Decimal, str]:
        """The value without multiplier and the unit that remains: 1.5 万件 is (15000, 件)."""
        times, base = split_unit(self.unit)
        return self.value * times, base


def split_unit(unit: str) -> tuple[int, str]:
    """Return the multiplier of a unit and the unit it multiplies: 万件 gives (10000, 件)."""
    match = _SCALED.match(unit)
    if not match or match["base"].startswith("亩分"):
        return 1, unit
    return MULTIPLIERS[match["times"]], match["base"]


def read_quantities(text: str) -> list[Quantity]:
    """Return every quantity of a text in one notation, in the order they stand."""
    found = [*_told(text), *_percentages(text), *_tenths(text), *_doublings(text)]
    return sorted(found, key=lambda quantity: quantity.start)


def read_quantity(text: str) -> Quantity | None:
    """Return the first quantity of a text, or None."""
    return next(iter(read_quantities(text)), None)


def read_figure(text: str, unit: str = "") -> Quantity | None:
    """Return the figure of a table cell: a number that may do without a unit of its own."""
    told = next(iter([*read_quantities(text), *_with_bare_multiplier(text)]), None)
    first = re.search(rf"{_FIGURE}", text)
    if told and (not first or told.start <= first.start()):
        return told
    if not first:
        return None
    range_ = re.match(
        rf"({_FIGURE})\s*(?:-|—|–|~|至)\s*({_FIGURE})(?![\d年月])", text[first.start() :]
    )
    upper = Decimal(range_[2]) if range_ else None
    end = first.start() + len(range_[0] if range_ else first[0])
    return _quantity(text, first.start(), end, read_number(first[0]), unit, upper=upper)


def _told(text: str) -> Iterator[Quantity]:
    for match in _TOLD.finditer(text):
        unit = match["times"] + match["base"]
        low = match["low"]
        if _is_date(text, match) or _is_idiom(text, match):
            continue
        value = read_number(low)
        upper = read_number(match["high"]) if match["high"] else None
        more = ">" if match["more"] or match["more2"] else ""
        yield _quantity(text, match.start(), match.end(), value, unit, upper=upper, more=more)


def _is_date(text: str, match: re.Match[str]) -> bool:
    if match["base"] == "日" and text[: match.start()].endswith(("月", "月第")):
        return True
    if match["base"] == "年" and (len(match["low"]) == 4 or match["high"]):
        return True
    return match["base"] == "分" and not match["low"].isascii()


def _is_idiom(text: str, match: re.Match[str]) -> bool:
    """一个, 一批, 一次 say nothing of a number; “五个一批” and 第三次 neither."""
    if match["low"].isascii():
        return False
    before = text[: match.start()]
    if before.rstrip(HAN).endswith("第"):
        return True
    if match["low"] in "一〇零" and not before.endswith(
        ("至少", "不少于", "不低于", "每年", "每季度")
    ):
        return True
    return before.endswith(("“", "第", "“十", "新")) and match["base"] in ("个", "次", "批", "年")


def _with_bare_multiplier(text: str) -> Iterator[Quantity]:
    for match in _BARE_TIMES.finditer(text):
        value = read_number(match["low"])
        yield _quantity(text, match.start(), match.end(), value, match["times"])


def _percentages(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        whole, _, tenths = match["low"].partition("点")
        value = read_number(whole)
        if tenths:
            value = Decimal(f"{value}.{''.join(str(read_number(char)) for char in tenths)}")
        yield _quantity(text, match.start(), match.end(), value, "%")


def _tenths(text: str) -> Iterator[Quantity]:
    for match in _TENTHS.finditer(text):
        value = 10 * read_number(match["low"])
        yield _quantity(text, match.start("low"), match.end(), value, "%")


def _doublings(text: str) -> Iterator[Quantity]:
    for match in _DOUBLING.finditer(text):
        if text.startswith("”", match.end()):
            continue  # “三提升、一翻番” is the name of something
        times = read_number(match["times"]) if match["times"] else Decimal(1)
        yield _quantity(text, match.start(), match.end(), 2 ** int(times) * Decimal(1), "倍")


def _quantity(
    text: str, start: int, end: int, value: Decimal, unit: str,
    *, upper: Decimal | None = None, more: str = "",
) -> Quantity:  # fmt: skip
    """Put a quantity together with what is said before and after it in its clause."""
    before = re.split(r"[，。；！]", text[:start])[-1]
    comparator, length = _said_after(text[end:])
    if not length and unit.endswith(_DURATIONS) and text.startswith("内", end):
        comparator, length = "<=", 1
    return Quantity(
        value=value,
        unit=unit,
        comparator="between" if upper is not None else comparator or more or said_before(before),
        upper=upper,
        cumulative=bool(
            re.search(r"新增|累计|总计|五年(?:内|共|新|期)|合计", before + text[end : end + 2])
        )
        and not re.search(r"每年|年均", before),
        aspired="力争" in before or "争取" in before,
        start=start,
        end=end + length,
    )


def _said_after(text: str) -> tuple[str, int]:
    return next(((sign, len(word)) for word, sign in _AFTER if text.startswith(word)), ("", 0))


def said_before(text: str) -> str:
    """Return the comparator that the end of a text says for the number following it."""
    text = _OF_YEAR.sub("", text)
    if _OTHER_WORDS.search(text):
        return "="
    filler = _FILLERS.search(text)
    for word, sign in _BEFORE:
        if text.endswith(word):
            return sign
    if filler:
        return said_before(text[: filler.start()])
    return ">=" if re.search(r"至少|不少于|不低于", text) else "="
