"""From the words of an address to the code of a division.

Addresses in patent files begin with the place, largest first: `518129 广东省深圳市龙岗区坂田…`.
The answer is the most specific division that is certain from the text:

* a full name counts wherever it can stand: a province, a city of it, a county of the city, and
  with a level left out (`江苏省昆山市`, `深圳市南山区`) as long as the name is the only one of
  its kind in what is known so far. 朝阳区 alone could be in three cities and gives nothing;
* a short name (`广东`, `深圳`) counts when the text ends with it, or when a name above or below
  confirms it, and never when it is the name of a road (`北京路`);
* names abolished since the edition of the list give the division above them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from zhiheng.core.identifiers.divisions import Division, DivisionLevel, Divisions, load_divisions

# What stands before the first name: a postcode, the country, white space.
_START = re.compile(r"[\s　]*(?:[0-9０-９]{6})?[\s　]*(?:中华人民共和国|中国)?[\s　,，]*")
_BETWEEN = " 　,，、"
_ROAD = re.compile(r"[东西南北中]?[一二三四五六七八九十]?(?:路|街|大道|道|巷|弄|里|镇|乡|村|县|区)")
_PROVINCE_ENDINGS = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
_CITY_ENDINGS = re.compile(r"(?:市|地区|盟)$")
_PEOPLES = re.compile(
    r"(?:蒙古族?|藏族|回族|羌族|彝族|苗族|侗族|布依族|土家族|哈尼族|傣族|白族|景颇族|傈僳族|壮族"
    r"|朝鲜族|哈萨克|柯尔克孜)+自治州$"
)
_ABSENT = frozenset({"", "0", "市辖区", "县"})  # "0" is how the office's XML leaves a part out
# Their addresses do not go on with divisions of the list, so nothing below can confirm them.
_WITHOUT_CHILDREN = frozenset({"710000", "810000", "820000"})


class Names:
    """The names that can stand at one point of an address, found by their first two characters."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        codes: dict[str, set[str]] = {}
        for name, code in named:
            codes.setdefault(name, set()).add(code)
        self._starts: dict[str, list[tuple[str, str]]] = {}
        # Longest first, where one name begins another; a name of several places says nothing.
        for name in sorted(codes, key=len, reverse=True):
            if len(codes[name]) == 1:
                entry = (name, next(iter(codes[name])))
                self._starts.setdefault(name[:2], []).append(entry)

    def match(self, text: str, at: int) -> tuple[str, int]:
        """Return the code of the name that begins at `at` and where it ends, or `("", at)`."""
        for name, code in self._starts.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                return code, at + len(name)
        return "", at


class Places:
    """Reads addresses against one list of divisions."""

    def __init__(self, divisions: Divisions) -> None:
        self._divisions = divisions
        provinces = _of_level(divisions, DivisionLevel.PROVINCE)
        cities = _of_level(divisions, DivisionLevel.CITY)
        counties = _of_level(divisions, DivisionLevel.COUNTY)
        self._provinces = Names((each.name, each.code) for each in provinces)
        self._short_provinces = Names((_short_province(each), each.code) for each in provinces)
        self._cities = Names((each.name, each.code) for each in cities)
        self._short_cities = Names(_short_names(cities))
        self._counties = Names((each.name, each.code) for each in counties)
        self._cities_of = _grouped(cities, lambda each: each.parent)
        self._short_cities_of = {
            province.code: Names(_short_names(c for c in cities if c.parent == province.code))
            for province in provinces
        }
        self._counties_of = _grouped(counties, lambda each: each.parent)
        self._counties_in = _grouped(counties, lambda each: f"{each.code[:2]}0000")

    def locate_address(self, text: str) -> str | None:
        """Return the code of the most specific division certain from an address, or None."""
        match = _START.match(text)
        return self._anywhere(text, match.end() if match else 0)

    def locate(self, *, province: str = "", city: str = "", county: str = "") -> str | None:
        """Return the code for a place given in parts; empty parts and `0` are left out."""
        return self._anywhere("".join(p for p in (province, city, county) if p not in _ABSENT), 0)

    def locate_area(self, text: str) -> str | None:
        """Return the code of the functional area an address names within its city, or None."""
        located = self.locate_address(text)
        if located is None:
            return None
        city = f"{located[:4]}00"
        for area in self._divisions.areas.values():
            if area.city == city and any(name in text for name in (area.name, *area.aliases)):
                return area.code
        return None

    def _anywhere(self, text: str, at: int) -> str | None:
        code, end = self._provinces.match(text, at)
        if code:
            return self._in_province(text, end, code)
        code, end = self._cities.match(text, at)
        if code:
            return self._in_city(text, end, code)
        code, _ = self._counties.match(text, at)
        return code or self._by_short_name(text, at)

    def _by_short_name(self, text: str, at: int) -> str | None:
        code, end = self._short_provinces.match(text, at)
        if code and not _ROAD.match(text, end):
            found = self._in_province(text, end, code)
            if found != code or end == len(text) or code in _WITHOUT_CHILDREN:
                return found
        code, end = self._short_cities.match(text, at)
        if code and not _ROAD.match(text, end):
            found = self._in_city(text, end, code)
            if found != code or end == len(text):
                return found
        return None

    def _in_province(self, text: str, at: int, province: str) -> str | None:
        at = _next(text, at)
        repeated, end = self._provinces.match(text, at)
        if repeated == province:  # 上海市上海市闵行区: the city of a municipality is itself
            at = _next(text, end)
        if text.startswith("市辖区", at):
            at = _next(text, at + len("市辖区"))
        for names in (self._cities_of.get(province), self._counties_in.get(province)):
            code, end = names.match(text, at) if names else ("", at)
            if code:
                return self._in_city(text, end, code)
        code, end = self._short_cities_of[province].match(text, at)
        if code and not _ROAD.match(text, end):
            return self._in_city(text, end, code)
        elsewhere, _ = self._cities.match(text, at)
        return None if elsewhere else province

    def _in_city(self, text: str, at: int, city: str) -> str:
        counties = self._counties_of.get(city)
        code = counties.match(text, _next(text, at))[0] if counties else ""
        return code or city


@cache
def load_places() -> Places:
    """Return the reader of addresses for the packaged list."""
    return Places(load_divisions())


def locate_address(text: str) -> str | None:
    """Return the code of the most specific division certain from an address, or None."""
    return load_places().locate_address(text)


def locate(*, province: str = "", city: str = "", county: str = "") -> str | None:
    """Return the code for a place given in parts; empty parts and `0` are left out."""
    return load_places().locate(province=province, city=city, county=county)


def locate_area(text: str) -> str | None:
    """Return the code of the functional area an address names within its city, or None."""
    return load_places().locate_area(text)


def _of_level(divisions: Divisions, level: DivisionLevel) -> list[Division]:
    return [each for each in divisions.by_code.values() if each.level is level]


def _grouped(divisions: list[Division], group: Callable[[Division], str]) -> dict[str, Names]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in divisions:
        groups.setdefault(group(each), []).append((each.name, each.code))
    return {code: Names(named) for code, named in groups.items()}


def _short_province(division: Division) -> str:
    return _PROVINCE_ENDINGS.sub("", division.name)


def _short_names(cities: Iterable[Division]) -> Iterable[tuple[str, str]]:
    """Yield `深圳` for 深圳市, and `恩施州` for an autonomous prefecture."""
    for city in cities:
        if city.name.endswith("自治州"):
            yield _PEOPLES.sub("州", city.name), city.code
        else:
            yield _CITY_ENDINGS.sub("", city.name), city.code


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at
