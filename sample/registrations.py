"""The registers beside patents and marks: works, software, layouts, plants, agencies.

Everything depends on the order alone. Counts are in proportion to the applications.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from sample.days import FIRST, day_date
from sample.filings import World
from sample.inhabitants import Applicant
from sample.numbers import credit_code
from sample.spellings import Spelling
from sample.tables import write_csv, write_sheet
from sample.vocabulary import declared

Row = tuple[object, ...]
_YEARS_BEFORE = 300  # days at the start of the city in which nothing is registered yet


class Registrar:
    """Draws the rows of one city's smaller registers, in the order of their dates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._words = declared("others.yaml")
        self.spellings: list[Spelling] = []

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, its heading first."""
        maker, heading = _TABLES[table]
        return [heading, *maker(self, Random(f"{self._world.order.seed}/{table}"))]

    def _count(self, per: int, least: int) -> int:
        return max(least, self._world.order.patents // per)

    def _days(self, count: int, rng: Random) -> list[int]:
        """Return ascending days of registration, more of them towards the end of the city."""
        length = self._world.days.until - _YEARS_BEFORE
        return sorted(_YEARS_BEFORE + int(length * rng.random() ** 0.6) for _ in range(count))

    def _iso(self, day: int) -> str:
        return self._world.days.iso[day] if day >= 0 else day_date(day).isoformat()

    def _owner(self, day: int, rng: Random) -> Applicant:
        """Return an enterprise founded by then, now and then a university or a person."""
        people, draw = self._world.inhabitants, rng.random()
        if draw < 0.06:
            return self._spelled(rng.choice(people.universities), day, rng)
        if draw < 0.14:
            return people.private_person(rng.randrange(1 << 16))
        firms = people.enterprises
        rank = int((len(firms) + 1) ** rng.random()) - 1
        while firms[rank].founded > day:
            rank >>= 1
        return self._spelled(firms[rank].applicant, day, rng)

    def _spelled(self, applicant: Applicant, day: int, rng: Random) -> Applicant:
        spelling = self._world.spellings.spell(applicant, day=day, rng=rng)
        if spelling is None:
            return applicant
        self.spellings.append(spelling)
        return applicant._replace(name=spelling.written)

    def _person(self, owner: Applicant, rng: Random) -> str:
        names = self._world.inhabitants.names
        return names.person(owner.staff * 4001 + rng.randrange(12)) if owner.staff else owner.name

    def works(self, rng: Random) -> Iterator[Row]:
        """Yield registered works."""
        for number, day in enumerate(self._days(self._count(20, 12), rng), start=1):
            kind = rng.choice(self._words["works"])
            owner = self._owner(day, rng)
            created = day - rng.randrange(20, 400)
            published = self._iso(created + rng.randrange(0, 15)) if rng.random() < 0.6 else ""
            prefix = "粤作登字" if rng.random() < 0.7 else "国作登字"
            yield (
                f"{prefix}-{self._iso(day)[:4]}-{kind['letter']}-{number:08d}",
                f"{rng.choice(self._words['mark_words'])}{rng.choice(kind['names'])}",
                kind["type"],
                self._person(owner, rng),
                owner.name,
                owner.district,
                self._iso(created),
                published,
                self._iso(day),
            )

    def software(self, rng: Random) -> Iterator[Row]:
        """Yield registered software."""
        fields = self._world.fields
        for number, day in enumerate(self._days(self._count(5, 30), rng), start=1):
            owner = self._owner(day, rng)
            field = fields[rng.randrange(len(fields))]
            word = rng.choice(self._words["mark_words"])
            done = day - rng.randrange(20, 300)
            yield (
                f"{self._iso(day)[:4]}SR{number:07d}",
                f"{word}{rng.choice(field.scenes)}{rng.choice(self._words['software'])}",
                word if rng.random() < 0.4 else "",
                f"V{rng.randrange(1, 5)}.{rng.randrange(0, 10)}",
                owner.name,
                owner.district,
                "原始取得" if rng.random() < 0.96 else "继受取得",
                self._iso(done),
                self._iso(done + rng.randrange(0, 15)) if rng.random() < 0.5 else "",
                self._iso(day),
            )

    def layouts(self, rng: Random) -> Iterator[Row]:
        """Yield registered layout designs."""
        for number, day in enumerate(self._days(self._count(100, 6), rng), start=1):
            owner = self._owner(day, rng)
            filed = day - rng.randrange(60, 150)
            created = filed - rng.randrange(20, 600)
            used = self._iso(created + rng.randrange(10, 400)) if rng.random() < 0.5 else ""
            year = self._iso(filed)[2:4]
            name = f"{rng.choice('ABCDHKMT')}{rng.randrange(100, 9999)}"
            yield (
                f"BS.{year}5{number:06d}",
                f"{name}{rng.choice(self._words['layouts'])}",
                rng.choice(("结构：CMOS", "结构：BiCMOS", "技术：CMOS；功能：模拟")),
                owner.name,
                self._person(owner, rng),
                owner.district,
                self._agency(rng) if rng.random() < 0.7 else "",
                self._iso(created),
                used,
                self._iso(filed),
                self._iso(day),
            )

    def _agency(self, rng: Random) -> str:
        return rng.choice(self._world.inhabitants.agencies).name

    def varieties(self, rng: Random) -> Iterator[Row]:
        """Yield plant varieties; their serial numbers run by the year of filing."""
        for number, day in enumerate(self._days(self._count(400, 6), rng), start=1):
            plant = rng.choice(self._words["plants"])
            owner = self._owner(day, rng)
            filed = day - rng.randrange(500, 1100)
            ceased = day + rng.randrange(400, 3000)
            gone = rng.random() < 0.15 and ceased <= self._world.days.until
            yield (
                f"{plant['office']}{self._iso(filed)[:4]}{number:07d}",
                f"{rng.choice(plant['words'])}{number}号",
                plant["genus"],
                plant["group"],
                f"{self._person(owner, rng)}；{self._person(owner, rng)}",
                owner.name,
                owner.district,
                self._iso(filed),
                self._iso(day),
                self._iso(ceased) if gone else "",
            )

    def indications(self, _: Random) -> Iterator[Row]:
        """Yield the geographical indications, which are the same in every city."""
        for number, entry in enumerate(self._words["indications"]):
            day = 400 + number * 557
            if day > self._world.days.until:
                return
            mark = entry["scheme"].endswith("商标")
            yield (
                str(8_100_000 + number) if mark else f"2026年第{number + 1:02d}号样例",
                f"{entry['place']}{entry['product']}",
                entry["scheme"],
                "受保护",
                entry["category"],
                f"深圳市{self._district(entry['district'])}{entry['place']}片区现辖行政区域",
                entry["district"],
                f"深圳市{entry['place']}{entry['product']}行业协会",
                "" if mark else f"关于批准{entry['place']}{entry['product']}的公告（样例）",
                f"DB4403/T 9{number:02d}—2020",
                self._iso(day - 300),
                self._iso(day),
            )

    def _district(self, code: str) -> str:
        districts = declared("places.yaml")["districts"]
        return str(next(d["name"] for d in districts if d["code"] == code))

    def producers(self, rng: Random) -> Iterator[Row]:
        """Yield who may use the special mark; their codes are not those of the enterprises."""
        marks = declared("names.yaml")["marks"]
        serial = 70_000_000
        for number, indication in enumerate(self.rows("geographical-indications")[1:]):
            since = 400 + number * 557
            for _ in range(self._count(2000, 3)):
                serial += 7
                start = since + rng.randrange(30, 900)
                if start > self._world.days.until:
                    continue
                end = start + rng.randrange(500, 2500)
                over = rng.random() < 0.15 and end <= self._world.days.until
                place = str(indication[6])
                name = f"深圳市{rng.choice(marks)}{rng.choice(marks)}{indication[1]}专业合作社"
                yield (
                    name if rng.random() < 0.5 else name.replace("专业合作社", "有限公司"),
                    credit_code(division=place, serial=serial),
                    indication[0],
                    indication[1],
                    place,
                    f"粤知用标〔{self._iso(start)[:4]}〕{serial % 1000}号",
                    self._iso(start),
                    self._iso(end) if over else "",
                )

    def agencies(self, rng: Random) -> Iterator[Row]:
        """Yield the agencies, all of this city."""
        people = self._world.inhabitants
        districts = declared("places.yaml")["districts"]
        for number, agency in enumerate(people.agencies):
            district = districts[number % len(districts)]
            agents = rng.randrange(2, 80)
            yield (
                agency.code,
                credit_code(division=district["code"], serial=90_000_000 + number * 13),
                agency.name,
                district["code"],
                f"广东省深圳市{district['name']}{district['streets'][0]}{number + 1}号",
                (FIRST.replace(year=1995 + number % 20)).isoformat(),
                "经营异常" if number % 13 == 12 else "正常",
                agents,
                max(2, agents // 8),
                people.names.person(800_000 + number),
            )


Maker = Callable[[Registrar, Random], Iterator[Row]]
# fmt: off
_TABLES: dict[str, tuple[Maker, Row]] = {
    "copyright-works": (Registrar.works, (
        "作品登记号", "作品名称", "作品类别", "作者", "著作权人", "行政区划代码", "创作完成日期",
        "首次发表日期", "登记日期")),
    "software-copyrights": (Registrar.software, (
        "登记号", "软件全称", "软件简称", "版本号", "著作权人", "行政区划代码", "权利取得方式",
        "开发完成日期", "首次发表日期", "登记日期")),
    "layout-designs": (Registrar.layouts, (
        "布图设计登记号", "布图设计名称", "布图设计类别", "布图设计权利人", "布图设计创作人",
        "行政区划代码", "代理机构", "布图设计创作完成日", "首次商业利用日", "布图设计申请日",
        "公告日期")),
    "plant-varieties": (Registrar.varieties, (
        "品种权号", "品种名称", "所属属或种", "植物类别", "培育人", "品种权人", "行政区划代码",
        "申请日", "授权日", "终止日")),
    "geographical-indications": (Registrar.indications, (
        "地理标志编号", "地理标志名称", "保护方式", "状态", "产品类别", "保护范围", "行政区划代码",
        "申请人", "批准公告", "产品标准", "申请日期", "受保护日期")),
    "gi-producers": (Registrar.producers, (
        "用标企业", "统一社会信用代码", "地理标志编号", "地理标志名称", "行政区划代码", "核准公告",
        "核准日期", "停止使用日期")),
    "agencies": (Registrar.agencies, (
        "机构代码", "统一社会信用代码", "机构名称", "行政区划代码", "地址", "执业许可日期", "状态",
        "执业专利代理师人数", "合伙人人数", "负责人")),
}
# fmt: on
REGISTRATIONS = tuple(_TABLES)


def write_registrations(folder: Path, world: World) -> tuple[dict[str, int], list[Spelling]]:
    """Write a file for each table; return the counts of rows and the spellings that occur.

    Offices deliver in many ways, so one is a sheet and one in GB18030.
    """
    registrar = Registrar(world)
    counts = {}
    for table in REGISTRATIONS:
        rows = registrar.rows(table)
        if table == "agencies":
            write_sheet(folder / "agencies.xlsx", title="代理机构", rows=rows)
        else:
            encoding = "gb18030" if table == "copyright-works" else "utf-8-sig"
            write_csv(folder / f"{table}.csv", rows=rows, encoding=encoding)
        counts[table] = len(rows) - 1
    return counts, registrar.spellings
