"""By what a figure in one unit is multiplied to be in another, as plans write units.

    件 → 万件       0.0001
    元 → 亿元       0.00000001
    件/万人 → 件    1, where a plan says 每万人口 in the name and 件 in the column

Counting words of the same sort of thing stand for each other (件, 项, 宗 for acts and rights;
家, 户 for bodies; 人, 名 for people; 个 for all of them). Where no conversion is known the answer
is None: pieces are not people and dollars are not yuan.
"""

from __future__ import annotations

from decimal import Decimal

from zhiheng.core.plans.quantities import split_unit

# Words that count the same sort of thing; a plan takes now the one, now the other.
THINGS = frozenset("件项宗起例笔枚种套部批款份个次单")
BODIES = frozenset("家户所个")
PEOPLE = frozenset("人名位个")
SORTS = (THINGS, BODIES, PEOPLE)
SHARES = {"%": Decimal(1), "‰": Decimal(10)}
DAYS = {"天": Decimal(1), "日": Decimal(1)}
YEARS = {"年": Decimal(1), "个月": Decimal(12)}
SCALES = (SHARES, DAYS, YEARS)


def conversion(unit: str, wanted: str) -> Decimal | None:
    """Return the factor from one unit to another, None where one is not made of the other."""
    told, per, per_size = _parts(unit)
    asked, asked_per, asked_size = _parts(wanted)
    if asked_per and asked_per != per:
        return None
    size, base = split_unit(told)
    asked_multiple, asked_base = split_unit(asked)
    same = _same(base, asked_base)
    if same is None:
        return None
    # Without its own denominator a plan's unit means the indicator's: the name says 每万人口.
    against = Decimal(asked_size) / per_size if asked_per else Decimal(1)
    return (same * size / asked_multiple * against).normalize()


def _parts(unit: str) -> tuple[str, str, int]:
    """Return what is counted, against what, and how much of it: 件/万人 is 件, 人, 10000."""
    counted, _, per = "".join(unit.split()).replace("／", "/").replace("％", "%").partition("/")
    size, base = split_unit(per)
    return counted, base, size


def _same(base: str, wanted: str) -> Decimal | None:
    if base == wanted:
        return Decimal(1)
    if any(base in sort and wanted in sort for sort in SORTS):
        return Decimal(1)
    for scale in SCALES:
        if base in scale and wanted in scale:
            return scale[wanted] / scale[base]
    return None
