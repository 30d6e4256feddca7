"""Entries: put on the list, asked for, decided, changed, ended; tables with all their problems."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest

from tests.office.protection.protected_city import (
    FIRM,
    LISTED_AT,
    NAMES,
    ON,
    OWN,
    PATENT,
    WHY,
    ProtectedCity,
)
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.models import Notice
from zhiheng.office.protection import commands, queries
from zhiheng.office.protection.describing import Described, read_classes
from zhiheng.office.protection.enums import EntryState, StepKind
from zhiheng.office.protection.importing import import_table
from zhiheng.office.protection.models import Entry
from zhiheng.office.protection.names import protected_names
from zhiheng.office.protection.queries import EntryFilter

MARK = replace(WHY, number=OWN)


def asked(protected: ProtectedCity, described: Described = MARK) -> Entry:
    """What the owner asks for."""
    return commands.request_entry(
        described=described, organisation=protected.firm, by=protected.owner, on=LISTED_AT
    )


def codes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    """The codes of everything that is wrong."""
    return sorted(problem.code for problem in error.value.problems)


def test_a_mark_by_its_number_is_completed_from_the_register(protected: ProtectedCity):
    entry = protected.listed(number=f"第{OWN}号")
    assert (entry.text, entry.number, entry.nice_classes) == ("星耀", OWN, ["09"])
    assert (entry.party, entry.owner) == (FIRM, NAMES[FIRM])
    assert entry.state == EntryState.LISTED
    assert Event.objects.filter(act="protection.listed").count() == 1


def test_patents_and_enterprises_are_found_and_named(protected: ProtectedCity):
    patent = protected.listed(kind="patent", number=PATENT.replace(".", ""))
    firm = protected.listed(kind="enterprise", party=NAMES[FIRM])
    assert (patent.text, patent.number, patent.party) == ("一种散热风扇", PATENT, FIRM)
    assert (firm.text, firm.party) == (NAMES[FIRM], FIRM)


WRONG: tuple[tuple[dict[str, object], list[str]], ...] = (
    ({"reason": " ", "source": ""}, ["protection.reason_missing", "protection.source_missing"]),
    ({"kind": "event", "text": "热词"}, ["protection.window_missing"]),
    ({"kind": "generic", "text": "荔枝"}, ["protection.classes_missing"]),
    ({"kind": "patent"}, ["protection.number_missing"]),
    ({"kind": "enterprise"}, ["protection.party_missing"]),
    ({"kind": "planet", "text": "火星"}, ["cell.not_a_choice"]),
    ({"number": "99999999"}, ["protection.mark_unknown"]),
    ({}, ["protection.name_missing"]),
    ({"text": "星", "valid_to": dt.date(2026, 6, 1)}, ["screening.days_crossed"]),
)


def test_everything_that_is_wrong_is_told(protected: ProtectedCity):
    for given, wrong in WRONG:
        with pytest.raises(InputError) as error:
            protected.listed(**given)
        assert codes(error) == wrong


def test_what_is_on_the_list_is_not_put_there_twice(protected: ProtectedCity):
    protected.listed(number=OWN)
    with pytest.raises(ConflictError, match="listed_already"):
        protected.listed(number=OWN)
    # An owner may ask for what the office protects by itself, and sees its alerts then.
    entry = asked(protected)
    with pytest.raises(ConflictError, match="listed_already"):
        asked(protected)
    assert entry.organisation == protected.firm


def test_an_owners_request_is_decided_and_told(protected: ProtectedCity):
    entry = asked(protected, replace(MARK, well_known=True))
    assert (entry.state, entry.well_known) == (EntryState.REQUESTED, False)
    assert Notice.objects.filter(person=protected.officer, code="protection.asked").exists()
    assert list(queries.listed(on=dt.date(2026, 7, 2))) == []
    commands.accept_entry(entry=entry, revision=1, reason="", by=protected.officer, on=ON)
    assert list(queries.listed(on=dt.date(2026, 7, 21))) == [entry]
    assert Notice.objects.filter(person=protected.owner, code="protection.decided").exists()
    assert [step.kind for step in entry.steps.all()] == [StepKind.REQUESTED, StepKind.ACCEPTED]
    with pytest.raises(ConflictError, match="wrong_state"):
        commands.refuse_entry(entry=entry, revision=2, reason="x", by=protected.officer, on=ON)


def test_a_refusal_needs_a_reason_and_two_officers_do_not_cross(protected: ProtectedCity):
    entry = asked(protected)
    with pytest.raises(InputError, match="reason_missing"):
        commands.refuse_entry(entry=entry, revision=1, reason=" ", by=protected.officer, on=ON)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        commands.refuse_entry(entry=entry, revision=9, reason="x", by=protected.officer, on=ON)
    commands.refuse_entry(entry=entry, revision=1, reason="无权利", by=protected.officer, on=ON)
    assert (entry.state, entry.decision) == (EntryState.REFUSED, "无权利")
    assert asked(protected).pk != entry.pk  # a refused one may be asked for again


def test_a_request_can_be_withdrawn_by_its_organisation(protected: ProtectedCity):
    entry = asked(protected)
    commands.withdraw_entry(entry=entry, revision=1, by=protected.owner, on=ON)
    assert entry.state == EntryState.WITHDRAWN
    with pytest.raises(ForbiddenError):
        commands.withdraw_entry(entry=asked(protected), revision=1, by=protected.officer, on=ON)


def test_an_entry_is_changed_and_ended_and_stays(protected: ProtectedCity):
    entry = protected.listed(number=OWN)
    changed = replace(MARK, reason="改名", nice_classes=["09", "42"], valid_to=dt.date(2030, 1, 1))
    commands.change_entry(entry=entry, revision=1, described=changed, by=protected.officer, on=ON)
    assert (entry.text, entry.nice_classes, entry.reason) == ("星耀", ["09", "42"], "改名")
    commands.end_entry(entry=entry, revision=2, reason="已转让", by=protected.officer, on=ON)
    assert (entry.state, entry.valid_to) == (EntryState.ENDED, dt.date(2026, 7, 20))
    assert [step.kind for step in entry.steps.all()] == ["listed", "changed", "ended"]


def test_those_without_the_right_are_refused(protected: ProtectedCity):
    entry, officer = asked(protected), protected.officer
    with pytest.raises(ForbiddenError):
        commands.list_entry(described=MARK, by=protected.owner, on=ON)
    with pytest.raises(ForbiddenError):
        commands.request_entry(described=MARK, organisation=protected.firm, by=officer, on=ON)
    with pytest.raises(ForbiddenError):
        commands.accept_entry(entry=entry, revision=1, reason="", by=protected.auditor, on=ON)


def test_an_owner_sees_its_own_entries_only(protected: ProtectedCity):
    day = dt.date(2026, 7, 20)
    other, own = protected.listed(text="别人的"), asked(protected)
    assert list(queries.entries(protected.owner, EntryFilter(), on=day)) == [own]
    with pytest.raises(NotFoundError):
        queries.entry(other.pk, protected.owner, on=day)
    assert queries.entries(protected.auditor, EntryFilter(), on=day).count() == 2


FOUND = (
    (EntryFilter(text="星"), ["星耀"]),
    (EntryFilter(text=OWN), ["星耀"]),
    (EntryFilter(nice_class="31"), ["荔枝"]),
    (EntryFilter(kind="generic"), ["荔枝"]),
    (EntryFilter(in_force=dt.date(2026, 8, 1)), ["星耀"]),
    (EntryFilter(state="requested"), []),
)


def test_entries_are_found_by_what_they_are(protected: ProtectedCity):
    until = dt.date(2026, 7, 31)
    protected.listed(number=OWN)
    protected.listed(kind="generic", text="荔枝", nice_classes=["31"], valid_to=until)
    for wanted, found in FOUND:
        entries = queries.entries(protected.auditor, wanted, on=ON.date())
        assert [each.text for each in entries] == found, wanted


def test_a_private_owner_is_not_found_by_name_where_it_is_masked(protected: ProtectedCity):
    entry = asked(protected)
    Entry.objects.filter(pk=entry.pk).update(owner=f"张晓明、{NAMES[FIRM]}")

    def found(person: User, text: str) -> int:
        return queries.entries(person, EntryFilter(text=text), on=ON.date()).count()

    assert [found(protected.officer, text) for text in ("张晓明", "星耀电子")] == [1, 1]
    assert [found(protected.owner, text) for text in ("张晓明", "张", "星耀电子")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("typed", "classes", "wrong"),
    [
        ("第9类、25", ["09", "25"], []),
        ("9 42；35-37", ["09", "35", "36", "37", "42"], []),
        (
            "9、00、60、服装",
            ["09"],
            ["nice_class.malformed", "nice_class.range", "nice_class.range"],
        ),
        (" ", [], []),
    ],
)
def test_classes_are_read_as_people_write_them(typed: str, classes: list[str], wrong: list[str]):
    read, problems = read_classes(typed)
    assert (read, sorted(problem.code for problem in problems)) == (classes, wrong)


TABLE = (
    "类型,名称,号码,权利人,类别,驰名,理由,依据,起始日期,截止日期\n"
    f"驰名商标,,{OWN},,,是,驰名,商标法第十三条,,\n"
    "地名,梅林,,,,,地名,商标法第十条,2026-01-01,\n"
    "热点词,某热词,,,第9类、60,,,商标法第十条,2026-02-30,\n"
    "行星,火星,,,,,理由,依据,,\n"
    f"商标,,{OWN},,,,又一次,依据,,\n"
)


def test_the_good_lines_of_a_table_are_kept_and_all_problems_told(protected: ProtectedCity):
    brought = import_table(name="名录.csv", content=TABLE.encode(), by=protected.officer, on=ON)
    assert [(each.text, each.well_known) for each in brought.made] == [
        ("星耀", True),
        ("梅林", False),
    ]
    told = {bad.position: [problem.code for problem in bad.problems] for bad in brought.bad}
    assert told == {
        "line 4": ["nice_class.range", "date.impossible"],
        "line 5": ["cell.not_a_choice"],
        "line 6": ["protection.listed_already"],
    }
    assert "60" in brought.bad[0].reasons("zh")[0]
    again = import_table(name="名录.csv", content=TABLE.encode(), by=protected.officer, on=ON)
    assert (len(again.made), len(again.bad)) == (0, 5)


def test_a_workbook_is_read_as_well_and_what_is_no_table_refused(protected: ProtectedCity):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["类型", "名称", "类别", "理由", "依据", "起始日期"])
    sheet.append(["通用名称", "荔枝", "31", "通用", "商标法第十一条", dt.date(2026, 3, 1)])
    content = io.BytesIO()
    book.save(content)
    brought = import_table(name="a.xlsx", content=content.getvalue(), by=protected.officer, on=ON)
    assert [(each.text, each.valid_from) for each in brought.made] == [
        ("荔枝", dt.date(2026, 3, 1))
    ]
    for name, given, code in (
        ("a.pdf", b"x", "protection.not_a_table"),
        ("a.csv", b"", "file.empty"),
        ("a.csv", "名称\n星\n".encode(), "protection.column_missing"),
    ):
        with pytest.raises(InputError, match=code):
            import_table(name=name, content=given, by=protected.officer, on=ON)


def test_screening_is_handed_every_name_in_force(protected: ProtectedCity):
    protected.listed(number=OWN, well_known=True)
    protected.listed(kind="event", text="旧热词", valid_to=dt.date(2026, 7, 10))
    protected.listed(kind="patent", number=PATENT)
    gi = {"name": "西湖龙井", "scheme": "product", "status": "registered"}
    rows = [
        {**gi, "number": "GI1", "protected_since": dt.date(2011, 6, 28)},
        {**gi, "number": "GI2", "name": "某地荔枝", "status": "rejected"},
    ]
    protected.write("geographical-indications", rows)
    names = protected_names(dt.date(2026, 7, 20))
    by_kind = {(each.kind, each.text): each for each in names}
    assert by_kind["mark", "星耀"].owner_party == FIRM
    assert by_kind["gi", "西湖龙井"].valid_from == dt.date(2011, 6, 28)
    assert ("gi", "某地荔枝") not in by_kind
    assert {("place", "深圳市"), ("place", "深圳"), ("place", "南山区")} <= set(by_kind)
    assert "旧热词" not in {each.text for each in names}
    assert all(each.kind != "patent" for each in names)
