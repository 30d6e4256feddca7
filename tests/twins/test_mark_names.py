"""The names that marks say and the figures of a family, beside what is plainly counted."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.screening.marks.mark_scene import BEGIN, firm, key, mark, scene
from zhiheng.core.matching.goods.reading import sample_table
from zhiheng.core.screening.declared import Limits, packaged
from zhiheng.core.screening.marks.naming import Names, Terms
from zhiheng.core.screening.marks.protected import ProtectedName
from zhiheng.core.screening.marks.signals import hoarding

TEXTS = st.text("泰山湖茶甲乙丙", min_size=2, max_size=6)
KINDS = st.sampled_from(["scenic", "place", "person"])
TERMS = Terms(sample_table())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, TEXTS), max_size=5), st.text("泰山湖茶甲乙丙", max_size=9))
def test_names_are_said_where_they_stand(named: list[tuple[str, str]], mark_text: str):
    names = [ProtectedName(kind, text) for kind, text in named]  # type: ignore[arg-type]
    found = {(hit.name.kind, hit.name.text, hit.how)
             for hit in Names.of(names, TERMS).said_by(mark_text, "30")}  # fmt: skip
    plainly = set()
    for name in names:
        if name.text == mark_text:
            plainly.add((name.kind, name.text, "same"))
        for begin in range(len(mark_text)):
            if mark_text[begin:].startswith(name.text) and name.text != mark_text:
                rest = (mark_text[:begin], mark_text[begin + len(name.text) :])
                first = begin == 0 and name.kind == "scenic"
                stands = name.kind != "place" and (len(name.text) >= 3 or first)
                if stands or all(TERMS.are_all_of(each, "30") for each in rest):
                    plainly.add((name.kind, name.text, "within"))
    assert found == plainly


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 7), st.integers(1, 45)), min_size=1),
    st.none() | st.integers(0, 40),
)
def test_a_family_is_counted_in_applications(filed: list[tuple[int, int, int]], staff: int | None):
    days = {number: day for day, number, _ in filed}  # an application has one day
    rows = [mark(str(number), f"名{number}", "P", nice=f"{nice:02}",
                 filing_date=BEGIN + timedelta(days=days[number]))
            for _, number, nice in filed]  # fmt: skip
    rows = list({row["key"]: row for row in rows}.values())
    looked_at = scene(rows, parties=[firm("P", insured_staff=staff)])
    values = dict(packaged().limits("mark-hoarding", on=looked_at.on).values)
    values |= {"least-filings": 1, "least-long": 1, "least-words": 1, "marks-a-head": 0.0}
    (lead,) = hoarding.find(looked_at, Limits("mark-hoarding", values))
    for name, months in (("applications", 36), ("in_a_year", 12)):
        length = months * 365.25 / 12
        windows = [sum(begin <= day <= begin + length for day in days.values())
                   for begin in days.values()]  # fmt: skip
        assert lead.facts[name] == max(windows)
    told = {number.split("~")[0] for number in lead.filings}
    assert len(told) == lead.facts["applications"]
    head = lead.facts["a_head"]
    assert head == (None if staff is None else len(told) / max(staff, 1))
    assert {key(row["number"], row["nice_class"]) for row in rows
            if row["number"] in told} == set(lead.filings)  # fmt: skip
