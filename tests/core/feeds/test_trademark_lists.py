"""Chinese lists of marks and their events, as agencies and offices export them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.core.feeds.feeding import Feeding, read_paths, reasons, tally
from tests.core.feeds.trademark_documents import EVENT_HEADINGS, LIST_HEADINGS

STAR = (
    '12345678,12345678,星河,9,"0901,0907",计算机；电话机,2013-03-28,2014-05-20,2014-08-21,'
    "2014-08-21至2024-08-20,深圳市星河科技有限公司,广东省深圳市南山区科技园,某某商标事务所,"
    "已注册,普通商标\n"
)


def rows_of(feeding: Feeding, content: str) -> tuple[list[dict[str, Any]], list[tuple[str, ...]]]:
    outcome = read_paths(feeding.catalogue, feeding.put("marks.csv", content))
    codes = [tuple(problem.code for problem in aside.problems) for aside in outcome.set_aside]
    return [row.values for row in outcome.rows], codes


def line(**cells: str) -> str:
    """Return a list of one line, with the headings of the cells given."""
    given = {"商标名称": "青禾", "国际分类": "30", **cells}
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in given.values()]
    return ",".join(given) + "\n" + ",".join(quoted) + "\n"


def test_a_line_becomes_a_row_with_what_follows_from_it(feeding: Feeding) -> None:
    rows, bad = rows_of(feeding, LIST_HEADINGS + STAR)
    assert bad == []
    assert {name: value for name, value in rows[0].items() if value is not None} == {
        "number": "12345678",
        "nice_class": "09",
        "registration_number": "12345678",
        "application_number": "12345678",
        "office": "CN",
        "mark_text": "星河",
        "classes": ["09"],
        "similar_groups": ["0901", "0907"],
        "goods": "计算机；电话机",
        "filing_date": date(2013, 3, 28),
        "preliminary_publication_date": date(2014, 5, 20),
        "opposition_ends": date(2014, 8, 20),
        "registration_date": date(2014, 8, 21),
        "term_text": "2014-08-21至2024-08-20",
        "term_from": date(2014, 8, 21),
        "term_to": date(2024, 8, 20),
        "begins_on": date(2014, 8, 21),
        "expires_on": date(2024, 8, 21),
        "term_computed": "given",
        "owners": ["深圳市星河科技有限公司"],
        "addresses": ["广东省深圳市南山区科技园"],
        "division": "440305",
        "agency": "某某商标事务所",
        "status_text": "已注册",
        "status": "registered",
        "type_text": "普通商标",
        "category": "ordinary",
        "format": "table",
    }


def test_a_mark_of_several_classes_becomes_as_many_rows_with_their_own_goods(
    feeding: Feeding,
) -> None:
    content = line(
        注册号="G1234567A", 国际分类="9、35", 类似群="0901；3503",
        商品服务="第9类：软件；第35类：广告；替他人推销",
    )  # fmt: skip
    rows, bad = rows_of(feeding, content)
    assert bad == []
    assert [
        (row["number"], row["office"], row["nice_class"], row["goods"], row["similar_groups"])
        for row in rows
    ] == [
        ("G1234567A", "CN", "09", "软件", ["0901"]),
        ("G1234567A", "CN", "35", "广告；替他人推销", ["3503"]),
    ]
    assert [row["classes"] for row in rows] == [["09", "35"]] * 2


def test_goods_that_name_no_class_stand_with_every_class(feeding: Feeding) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 国际分类="9-10", 商品服务="手套"))
    assert [(row["nice_class"], row["goods"]) for row in rows] == [("09", "手套"), ("10", "手套")]


def test_a_line_without_class_takes_those_of_its_groups_or_none(feeding: Feeding) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 国际分类="", 类似群="0901 3503"))
    assert [row["nice_class"] for row in rows] == ["09", "35"]
    rows, _ = rows_of(feeding, line(注册号="1", 国际分类=""))
    assert [(row["nice_class"], row["classes"]) for row in rows] == [("00", None)]


@pytest.mark.parametrize(
    "text",
    [
        "2016-11-21至2026-11-20",
        "2016年11月21日至2026年11月20日",
        "2016-11-21 到 2026-11-20",
        "2016/11/21 - 2026/11/20",
        "20161121~20261120",
        "自2016.11.21至2026.11.20",
        "2016-11-21 to 2026-11-20",
    ],
)
def test_a_term_in_one_cell_however_it_is_written(feeding: Feeding, text: str) -> None:
    rows, bad = rows_of(feeding, line(注册号="1", 专用权期限=text))
    assert bad == []
    assert (rows[0]["term_from"], rows[0]["term_to"]) == (date(2016, 11, 21), date(2026, 11, 20))
    assert rows[0]["expires_on"] == date(2026, 11, 21)


def test_an_open_term_says_only_its_end(feeding: Feeding) -> None:
    rows, _ = rows_of(
        feeding, line(注册号="1", 有效期="至2026年11月20日", 注册公告日期="2016-11-21")
    )
    assert (rows[0]["begins_on"], rows[0]["term_to"]) == (date(2016, 11, 21), date(2026, 11, 20))
    assert rows[0]["term_computed"] == "given"


def test_without_a_term_it_is_reckoned_from_the_registration_and_says_so(feeding: Feeding) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 注册公告日期="2016-11-21"))
    assert (rows[0]["term_to"], rows[0]["term_computed"]) == (date(2026, 11, 20), "computed")
    rows, _ = rows_of(feeding, line(注册号="1", 注册公告日期="2006-11-21", 续展日期="2016-10-08"))
    assert (rows[0]["begins_on"], rows[0]["term_to"]) == (date(2006, 11, 21), date(2026, 11, 20))


def test_a_pending_or_madrid_mark_gets_no_reckoned_end(feeding: Feeding) -> None:
    pending, _ = rows_of(feeding, line(申请号="1", 申请日期="2016-11-21"))
    madrid, _ = rows_of(feeding, line(注册号="G1234567", 注册公告日期="2016-11-21"))
    assert [row["expires_on"] for row in (*pending, *madrid)] == [None, None]


@pytest.mark.parametrize(
    ("published", "ends"),
    [
        ("2016-08-20", date(2016, 11, 20)),
        ("2026-11-30", date(2027, 2, 28)),
        ("2026-12-31", date(2027, 3, 31)),
        ("2027-01-06", date(2027, 3, 6)),
    ],
)
def test_the_opposition_window_is_that_of_the_law_on_the_day_of_publication(
    feeding: Feeding, published: str, ends: date
) -> None:
    rows, _ = rows_of(feeding, line(申请号="1", 初审公告日期=published))
    assert rows[0]["opposition_ends"] == ends


def test_a_mark_registered_after_opposition_begins_before_its_announcement(
    feeding: Feeding,
) -> None:
    rows, _ = rows_of(
        feeding, line(注册号="1", 注册公告日期="2018-05-21", 专用权期限="2016-11-21至2026-11-20")
    )
    assert rows[0]["begins_on"] == date(2016, 11, 21)


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"注册号": "1", "国际分类": "46"}, ("nice_class.range",)),
        ({"注册号": "1", "国际分类": "9,46"}, ("nice_class.range",)),
        ({"注册号": "1", "类似群": "0901"}, ("trademark.group_contradicts_class",)),
        ({"注册号": "", "申请号": ""}, ("trademark.number_missing",)),
        ({"注册号": "1234567", "申请号": "1234568"}, ("trademark.numbers_differ",)),
        ({"注册号": "第X号"}, ("trademark_number.malformed",)),
        ({"注册号": "927347776"}, ("trademark_number.ambiguous",)),
        ({"注册号": "G1234567", "受理局": "US"}, ("trademark.office_contradicts_number",)),
        ({"注册号": "1", "受理局": "火星"}, ("trademark.office_unknown",)),
        ({"注册号": "1", "专用权期限": "十年"}, ()),
        ({"注册号": "1", "专用权期限": "2016年起"}, ("trademark.term_malformed",)),
        ({"注册号": "1", "专用权期限": "2016-11-21至2016-11-20"}, ("trademark.term_backwards",)),
        ({"注册号": "1", "专用权期限": "2016-02-30至2026-11-20"}, ("date.impossible",)),
        (
            {"注册号": "1", "专用权期限": "2016-11-21至2026-11-20", "有效期至": "2026-11-21"},
            ("trademark.term_contradicts",),
        ),
        (
            {"注册号": "1", "申请日期": "2016-01-02", "初审公告日期": "2016-01-01"},
            ("trademark.dates_out_of_order",),
        ),
        (
            {"注册号": "1", "初审公告日期": "2016-01-02", "注册公告日期": "2016-01-01"},
            ("trademark.dates_out_of_order",),
        ),
        (
            {"注册号": "1", "申请日期": "2016-01-02", "优先权日期": "2016-01-03"},
            ("trademark.priority_after_filing",),
        ),
    ],
)
def test_contradictions_are_set_aside_with_their_reasons(
    feeding: Feeding, cells: dict[str, str], codes: tuple[str, ...]
) -> None:
    rows, bad = rows_of(feeding, line(**cells))
    assert bad == ([codes] if codes else [])
    assert len(rows) == (0 if codes else 1)


def test_every_problem_of_a_line_is_told_at_once(feeding: Feeding) -> None:
    _, bad = rows_of(
        feeding,
        line(
            注册号="1", 申请日期="2016-01-02", 初审公告日期="2016-01-01", 类似群="0901",
            专用权期限="2016-11-21至2016-11-20",
        ),
    )  # fmt: skip
    assert bad == [
        (
            "trademark.group_contradicts_class",
            "trademark.dates_out_of_order",
            "trademark.term_backwards",
        )
    ]


def test_a_divided_mark_bears_the_letter_and_the_earliest_priority_counts(feeding: Feeding) -> None:
    rows, bad = rows_of(
        feeding,
        line(
            注册号="12345678A", 申请号="12345678", 申请日期="2020-06-01",
            优先权="US 88123456 2020-02-03；JP 2020012345 2020-01-15",
        ),
    )  # fmt: skip
    assert bad == []
    assert (rows[0]["number"], rows[0]["application_number"]) == ("12345678A", "12345678")
    assert rows[0]["priority_date"] == date(2020, 1, 15)


def test_a_foreign_number_is_read_under_the_office_beside_it(feeding: Feeding) -> None:
    rows, bad = rows_of(
        feeding,
        line(申请号="76044902", 注册号="2824281", 受理局="美国", 注册公告日期="2004-03-23"),
    )
    assert bad == []
    assert [rows[0][name] for name in ("number", "registration_number", "office", "term_to")] == [
        "US76044902",
        "USR2824281",
        "US",
        date(2014, 3, 22),
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("已注册", "registered"),
        ("等待实质审查", "pending"),
        ("注册申请初审公告", "published"),
        ("被驳回", "refused"),
        ("商标异议申请中", "opposed"),
        ("已无效", "ended"),
        ("期满未续展注销商标", "expired"),
        ("撤回商标注册申请", "withdrawn"),
        ("商标注册申请部分驳回", "pending"),
        ("商标注册申请驳回通知发文", "refused"),
        ("商标异议完成", None),
    ],
)
def test_the_status_of_the_source_is_sorted_and_kept(
    feeding: Feeding, status: str, state: str | None
) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 商标状态=status))
    assert (rows[0]["status"], rows[0]["status_text"]) == (state, status)


@pytest.mark.parametrize(
    ("cells", "begins", "ceased"),
    [
        ({"商标状态": "已注册"}, date(2016, 11, 21), None),
        ({"商标状态": "已撤销"}, None, None),
        (
            {"商标状态": "已撤销", "状态日期": "2020-03-04"},
            date(2016, 11, 21),
            date(2020, 3, 4),
        ),
        (
            {"商标状态": "已注销", "终止日期": "2020-03-04", "状态日期": "2021-01-01"},
            date(2016, 11, 21),
            date(2020, 3, 4),
        ),
        ({"商标状态": "已宣告无效", "状态日期": "2020-03-04"}, None, date(2020, 3, 4)),
        ({"商标状态": "期满未续展"}, date(2016, 11, 21), None),
        ({"商标状态": "已注册", "状态日期": "2020-03-04"}, date(2016, 11, 21), None),
    ],
)
def test_what_ended_on_an_unknown_day_or_never_existed_counts_on_no_day(
    feeding: Feeding, cells: dict[str, str], begins: date | None, ceased: date | None
) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 注册公告日期="2016-11-21", **cells))
    assert (rows[0]["begins_on"], rows[0]["ceased_on"]) == (begins, ceased)


@pytest.mark.parametrize(
    ("text", "kind", "category"),
    [
        ("普通商标", None, "ordinary"),
        ("集体商标", None, "collective"),
        ("证明商标（地理标志）", None, "certification"),
        ("图形商标", "figurative", None),
        ("文字图形组合", "combined", None),
        ("一般-声音商标", "sound", "ordinary"),
    ],
)
def test_the_type_says_what_a_mark_is_made_of_or_what_it_is_for(
    feeding: Feeding, text: str, kind: str | None, category: str | None
) -> None:
    rows, _ = rows_of(feeding, line(注册号="1", 商标类型=text))
    assert (rows[0]["mark_kind"], rows[0]["category"]) == (kind, category)


def test_events_are_read_a_class_each_and_with_their_conclusion(feeding: Feeding) -> None:
    outcome = read_paths(
        feeding.catalogue,
        feeding.put(
            "events.csv",
            EVENT_HEADINGS
            + "12345678,9,2013-03-28,商标注册申请,申请收文\n"
            + 'G1234567A,"9,35",2016-01-01,核准转让,\n'
            + "12345678,,2024-07-01,核准续展,\n"
            + "12345678,46,2024-07-01,核准续展,\n"
            + "12345678,9,,核准续展,\n",
        ),
        feeding.put(
            "steps.csv",
            "申请/注册号,业务名称,环节名称,结论,日期\n12345678,撤销连续三年不使用,审查,予以撤销,2025-03-01\n",
        ),
    )
    names = ("number", "nice_class", "event_date", "event", "details")
    assert [tuple(row.values[name] for name in names) for row in outcome.rows] == [
        ("12345678", "09", date(2013, 3, 28), "商标注册申请", "申请收文"),
        ("G1234567A", "09", date(2016, 1, 1), "核准转让", ""),
        ("G1234567A", "35", date(2016, 1, 1), "核准转让", ""),
        ("12345678", "00", date(2024, 7, 1), "核准续展", ""),
        ("12345678", "00", date(2025, 3, 1), "撤销连续三年不使用", "审查；予以撤销"),
    ]
    assert outcome.codes == ["nice_class.range", "cell.required"]


def test_a_list_imported_again_changes_nothing_and_a_poorer_one_hides_no_document(
    feeding: Feeding,
) -> None:
    marks = feeding.put("marks.csv", LIST_HEADINGS + STAR)
    assert tally(feeding.take(marks)) == {"new": 1}
    assert tally(feeding.take(marks)) == {"unchanged": 1}
    renamed = feeding.put("marks.csv", LIST_HEADINGS + STAR.replace("星河,9", "星河二,9"))
    assert tally(feeding.take(renamed)) == {"changed": 1}


def test_two_lines_that_contradict_each_other_keep_the_first(feeding: Feeding) -> None:
    content = LIST_HEADINGS + STAR + STAR.replace("星河,9", "银河,9")
    report = feeding.take(feeding.put("marks.csv", content))
    assert reasons(report) == [("marks.csv", "line 3", "record.contradicts_earlier")]
    assert [row["mark_text"] for row in feeding.rows("trademarks")] == ["星河"]


def test_a_workbook_in_which_numbers_lost_their_noughts_and_days_are_days(
    feeding: Feeding,
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["申请/注册号", "商标名称", "国际分类号", "类似群", "申请日期", "专用期"])
    sheet.append([12345678.0, "星河", 9, 901, date(2013, 3, 28), "2014/8/21-2024/8/20"])
    content = io.BytesIO()
    workbook.save(content)
    outcome = read_paths(feeding.catalogue, feeding.put("marks.xlsx", content.getvalue()))
    (row,) = (row.values for row in outcome.rows)
    assert (row["number"], row["nice_class"], row["similar_groups"]) == (
        "12345678",
        "09",
        ["0901"],
    )
    assert (row["filing_date"], row["term_to"]) == (date(2013, 3, 28), date(2024, 8, 20))
