"""Alerts: near marks, lapses, events, filings; each once, whatever is imported again."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.protection.protected_city import (
    AFTER,
    BEFORE,
    FAR,
    FIRM,
    IMPORTED,
    NAMES,
    NEAR,
    ON,
    OWN,
    PATENT,
    ProtectedCity,
    last_look,
    mark,
    mention,
    own_mark,
    patent,
)
from zhiheng.core.errors import StorageError
from zhiheng.office.notices.models import Notice
from zhiheng.office.protection.alert_commands import dismiss_alert
from zhiheng.office.protection.enums import AlertKind, AlertState, Severity
from zhiheng.office.protection.models import Alert, Comparison
from zhiheng.office.protection.near_marks import published_since
from zhiheng.office.registers import lake

COPY = mark(NEAR, "星耀")
OTHER = mark(FAR, "蓝天白云")


def kinds(alerts: list[Alert]) -> list[str]:
    """The kinds of alerts, in order."""
    return sorted(alert.kind for alert in alerts)


def test_a_near_mark_that_an_import_brought_is_alerted_once(protected: ProtectedCity):
    entry = protected.listed(number=OWN)
    protected.write("trademarks", [own_mark(), COPY, OTHER])
    (made,) = protected.hold()
    assert (made.entry, made.kind, made.pair) == (entry, AlertKind.NEAR, NEAR)
    assert made.severity == Severity.HIGH
    assert (made.register, made.record) == ("trademarks", f"{NEAR}~09")
    assert "“星耀”（70000001，第9类）" in made.words["zh"]
    assert (last_look().marks, last_look().alerts, last_look().import_id) == (2, 1, AFTER)
    assert protected.hold(ON + dt.timedelta(days=1)) == []


def test_a_mark_imported_before_the_entry_was_listed_is_no_news(protected: ProtectedCity):
    protected.write("trademarks", [own_mark(), mark(NEAR, "星耀", import_id=BEFORE)])
    protected.listed(number=OWN)
    assert protected.hold() == []


def test_the_owners_own_marks_and_earlier_ones_are_no_danger(protected: ProtectedCity):
    protected.listed(number=OWN)
    own = mark(NEAR, "星耀", owners=[NAMES[FIRM]])
    earlier = mark(FAR, "星耀", filing_date=dt.date(2015, 3, 1))
    protected.write("trademarks", [own_mark(), own, earlier])
    assert protected.hold() == []


def test_many_marks_of_the_owner_hide_no_mark_of_others(protected: ProtectedCity):
    protected.listed(number=OWN)
    later = {"owners": [NAMES[FIRM]], "filing_date": dt.date(2026, 6, 1)}
    own = [mark(str(60000001 + number), "星耀", **later) for number in range(60)]
    protected.write("trademarks", [own_mark(), *own, COPY])
    (made,) = protected.hold()
    assert made.pair == NEAR
    assert last_look().more == 0


def test_goods_decide_unless_the_mark_is_well_known(protected: ProtectedCity):
    entry = protected.listed(number=OWN)
    famous = protected.listed(text="星耀", well_known=True)
    protected.write("trademarks", [own_mark(), mark(NEAR, "星耀", "31", goods="新鲜水果")])
    severities = {alert.entry: alert.severity for alert in protected.hold()}
    assert severities == {entry: Severity.LOW, famous: Severity.HIGH}


def test_further_classes_of_one_number_are_told_where_their_goods_are_similar(
    protected: ProtectedCity,
):
    protected.listed(number=OWN)
    fruit = mark(NEAR, "星耀", "31", goods="新鲜水果")
    protected.write("trademarks", [own_mark(), fruit])
    (low,) = protected.hold()
    protected.write("trademarks", [own_mark(), fruit, COPY])
    protected_again = protected.hold(ON + dt.timedelta(days=1))
    assert low.key == f"near:{NEAR}:other"
    assert [alert.key for alert in protected_again] == []  # the same import, looked at before
    later = {"import_id": "20260721T080000.000000"}
    IMPORTED[later["import_id"]] = dt.datetime(2026, 7, 21, 8, tzinfo=dt.UTC)
    protected.write("trademarks", [own_mark(), fruit, mark(NEAR, "星耀", **later)])
    (similar,) = protected.hold(ON + dt.timedelta(days=2))
    assert similar.key == f"near:{NEAR}:similar"


def test_a_pair_found_not_relevant_is_not_alerted_again(protected: ProtectedCity):
    protected.listed(number=OWN)
    protected.write("trademarks", [own_mark(), COPY])
    (made,) = protected.hold()
    dismiss_alert(alert=made, revision=made.revision, reason="有许可", by=protected.officer, on=ON)
    published = mark(NEAR, "星耀", preliminary_publication_date=dt.date(2026, 7, 13))
    protected.write("trademarks", [own_mark(), published])
    assert protected.hold(ON + dt.timedelta(days=1)) == []


def test_a_near_mark_that_is_published_can_be_opposed_until_a_day(protected: ProtectedCity):
    protected.listed(number=OWN)
    protected.write("trademarks", [own_mark(), COPY])
    protected.hold()
    published = mark(NEAR, "星耀", preliminary_publication_date=dt.date(2026, 7, 13))
    protected.write("trademarks", [own_mark(), published])
    (made,) = protected.hold(ON + dt.timedelta(days=1))
    assert (made.kind, made.deadline) == (AlertKind.NEAR_PUBLISHED, dt.date(2026, 10, 13))
    assert protected.hold(ON + dt.timedelta(days=2)) == []


def test_what_was_alerted_longer_ago_than_marks_are_compared_is_not_asked_for(
    protected: ProtectedCity,
):
    entry = protected.listed(number=OWN)
    protected.write("trademarks", [own_mark(), COPY])
    protected.hold()
    published = dt.date(2028, 7, 10)
    protected.write(
        "trademarks", [own_mark(), mark(NEAR, "星耀", preliminary_publication_date=published)]
    )

    def opposable(on: dt.date) -> int:
        return len(list(published_since([entry], on=on)))

    assert [opposable(day) for day in (dt.date(2028, 7, 20), dt.date(2028, 7, 21))] == [1, 0]


@pytest.mark.parametrize(
    ("published", "ends"),
    [
        # three months until the end of 2026, two from then on; both off days of rest
        (dt.date(2026, 12, 28), dt.date(2027, 3, 29)),
        (dt.date(2027, 1, 6), dt.date(2027, 3, 8)),
    ],
)
def test_the_opposition_window_follows_the_law_of_its_day(published: dt.date, ends: dt.date):
    from zhiheng.office.protection.limits import opposition_ends

    assert opposition_ends(published) == ends


def test_a_word_of_an_event_counts_within_its_days(protected: ProtectedCity):
    word, first, last = "全运会吉祥物", dt.date(2026, 7, 1), dt.date(2026, 8, 1)
    protected.listed(kind="event", text=word, valid_from=first, valid_to=last)
    days = (dt.date(2026, 6, 30), dt.date(2026, 7, 5), last)
    rows = [mark(str(81000000 + d.day), word, filing_date=d) for d in days]
    protected.write("trademarks", rows)
    assert [alert.pair for alert in protected.hold()] == ["81000005"]


def test_a_generic_term_counts_in_its_classes(protected: ProtectedCity):
    protected.listed(kind="generic", text="荔枝", nice_classes=["31"])
    protected.write("trademarks", [mark(NEAR, "荔枝", "31"), mark(FAR, "荔枝", "09")])
    (made,) = protected.hold()
    assert (made.pair, made.severity) == (NEAR, Severity.LOW)


def test_a_term_that_ends_is_told(protected: ProtectedCity):
    protected.write("trademarks", [own_mark(term_to=dt.date(2026, 12, 20))])
    protected.listed(number=OWN)
    (made,) = protected.hold()
    assert (made.kind, made.severity) == (AlertKind.LAPSE, Severity.MEDIUM)
    assert made.deadline == dt.date(2026, 12, 20)
    assert protected.hold(ON + dt.timedelta(days=1)) == []
    # in its grace period
    (late,) = protected.hold(dt.datetime(2027, 1, 5, tzinfo=dt.UTC))
    assert (late.severity, late.deadline) == (Severity.HIGH, dt.date(2027, 6, 20))


def test_the_annual_fee_and_the_lapse_of_a_patent_are_told(protected: ProtectedCity):
    protected.write("patents", [patent(filing_date=dt.date(2019, 8, 8))])
    entry = protected.listed(kind="patent", number=PATENT)
    (fee,) = protected.hold()
    # 8 August 2026 is a Saturday
    assert (fee.entry, fee.kind, fee.deadline) == (entry, AlertKind.LAPSE, dt.date(2026, 8, 10))
    event = {
        "application_number": PATENT, "event_date": dt.date(2026, 7, 15),
        "event": "未缴年费专利权终止", "details": "", "import_id": AFTER,
        "imported_at": IMPORTED[AFTER],
    }  # fmt: skip
    protected.write("legal-events", [event])
    (lapsed,) = protected.hold()
    assert (lapsed.kind, lapsed.severity) == (AlertKind.STATE, Severity.HIGH)


EVENTS = {
    "商标异议申请": (AlertKind.OPPOSITION, Severity.HIGH),
    "无效宣告申请收文": (AlertKind.INVALIDATION, Severity.HIGH),
    "撤销连续三年不使用注册商标申请收文": (AlertKind.REVOCATION, Severity.HIGH),
    "商标转让公告": (AlertKind.TRANSFER, Severity.MEDIUM),
}


def test_events_of_a_mark_are_told_as_what_they_are(protected: ProtectedCity):
    protected.listed(number=OWN)
    row = {
        "number": OWN, "nice_class": "09", "event_date": dt.date(2026, 7, 8), "entry": "1",
        "details": "", "import_id": AFTER, "imported_at": IMPORTED[AFTER],
    }  # fmt: skip
    before = {"import_id": BEFORE, "imported_at": IMPORTED[BEFORE], "event": "商标异议申请"}
    earlier = {**row, "entry": "0", "event_date": dt.date(2026, 5, 8), **before}
    rows = [{**row, "event": event, "details": "申请人：张晓明"} for event in EVENTS]
    protected.write("trademark-events", [*rows, earlier])
    told = {alert.details["event"]: (alert.kind, alert.severity) for alert in protected.hold()}
    assert told == EVENTS
    assert all("张晓明" not in str((each.words, each.details)) for each in Alert.objects.all())
    assert all("张**" in each.words["zh"] for each in Alert.objects.all())
    assert protected.hold(ON + dt.timedelta(days=1)) == []


def test_transfers_and_pledges_are_told_and_persons_masked(protected: ProtectedCity):
    protected.listed(number=OWN)
    imported = {"import_id": AFTER, "imported_at": IMPORTED[AFTER]}
    transfer = {
        "right_number": OWN, "right_kind": "trade_mark", "transferors": [NAMES[FIRM]],
        "transferees": ["张晓明"], "effective_on": dt.date(2026, 7, 3), **imported,
    }  # fmt: skip
    pledge = {
        "registration_number": "Y2026440000001", "right_numbers": [OWN], "pledgees": ["某银行"],
        "pledged_from": dt.date(2026, 7, 4), "released_on": None, **imported,
    }  # fmt: skip
    protected.write("transfers", [transfer])
    protected.write("pledges", [pledge])
    made = protected.hold()
    assert kinds(made) == [AlertKind.PLEDGE, AlertKind.TRANSFER]
    told = next(alert for alert in made if alert.kind == AlertKind.TRANSFER).words["zh"]
    assert "张晓明" not in told
    assert NAMES[FIRM] in told


def test_everything_about_an_enterprise_is_told(protected: ProtectedCity):
    entry = protected.listed(kind="enterprise", party=FIRM)
    new = patent(
        application_number="202610000001.2", title="一种新风扇", filing_date=dt.date(2026, 7, 5),
        grant_date=None, import_id=AFTER, imported_at=IMPORTED[AFTER],
    )  # fmt: skip
    protected.write("patents", [patent(filing_date=dt.date(2019, 8, 8)), new])
    protected.write(
        "party-mentions",
        [
            mention("trademarks", "owners", f"{OWN}~09"),
            mention("patents", "applicants", PATENT),
            mention("patents", "applicants", "202610000001.2"),
        ],
    )
    protected.write("trademarks", [own_mark(), COPY])
    made = protected.hold()
    assert kinds(made) == [AlertKind.FILING, AlertKind.LAPSE, AlertKind.NEAR]
    assert {alert.entry for alert in made} == {entry}
    assert protected.hold(ON + dt.timedelta(days=1)) == []


def test_a_look_broken_off_is_completed_by_the_next(protected: ProtectedCity):
    protected.listed(number=OWN)
    protected.write("trademarks", [own_mark(term_to=dt.date(2026, 8, 10)), COPY])
    protected.write("pledges", [])
    (log,) = (protected.home / "lake" / "pledges" / "_delta_log").glob("*.json")
    whole = log.read_bytes()
    log.write_bytes(b"{")
    lake.forget()
    with pytest.raises(StorageError):
        protected.hold()
    assert kinds(list(Alert.objects.all())) == [AlertKind.NEAR]
    assert not Comparison.objects.exists()
    log.write_bytes(whole)
    lake.forget()
    assert kinds(protected.hold()) == [AlertKind.LAPSE]
    assert Alert.objects.filter(state=AlertState.NEW).count() == 2
    notice = Notice.objects.get(person=protected.officer, code="protection.alerts")
    assert notice.given["total"] == "2"  # of the one that was broken off, too


def test_an_ended_entry_raises_nothing(protected: ProtectedCity):
    from zhiheng.office.protection.commands import end_entry

    entry = protected.listed(number=OWN)
    end_entry(entry=entry, revision=entry.revision, reason="已转让", by=protected.officer, on=ON)
    protected.write("trademarks", [own_mark(), COPY])
    assert protected.hold(ON + dt.timedelta(days=1)) == []


def test_names_that_marks_may_be_made_of_do_no_harm(protected: ProtectedCity):
    """Emoji, one character, slogans, rare characters: nothing raises."""
    odd = ["😀", "龘", "𠮷", "51", "己已巳", "图形", "a" * 60, "O0"]
    for text in odd:
        protected.listed(text=text)
    rows = [mark(str(80000001 + place), text) for place, text in enumerate(odd)]
    protected.write("trademarks", rows)
    pairs = {(alert.entry.text, alert.details["b"]) for alert in protected.hold()}
    assert {(text, text) for text in odd if text not in {"😀", "图形"}} <= pairs
