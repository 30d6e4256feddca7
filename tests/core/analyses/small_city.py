"""A few applications, foreign documents and marks with everything that derived registers read."""

from __future__ import annotations

from datetime import date
from typing import Any

Row = dict[str, Any]
NUMBER, SIBLING = "201910302430.1", "201910302431.6"


def day(text: str) -> date:
    """A day as the rows below write it."""
    return date.fromisoformat(text)


def event(number: str, on: str, name: str, details: str | None = None) -> Row:
    """An announced event of a patent."""
    return {
        "application_number": number, "event_date": day(on), "event": name, "details": details,
    }  # fmt: skip


def mark_event(number: str, nice_class: str, on: str, name: str, details: str = "") -> Row:
    """An event of a mark."""
    return {
        "number": number, "nice_class": nice_class, "event_date": day(on), "event": name,
        "details": details, "entry": "",
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "patent-documents": [
        {"document_number": "CN110083831A", "application_number": NUMBER, "right": "invention",
         "stage": "application_publication", "title": "识别方法", "filing_date": day("2012-02-29"),
         "publication_date": day("2013-08-02"), "ipc": ["G06F17/27", "A01B1/00"],
         "ipc_main": "G06F17/27", "citations": ["CN 102025678 A 2011.04.20", "王某：学报，2010"]},
        {"document_number": "CN110083831B", "application_number": NUMBER, "right": "invention",
         "stage": "grant", "title": "识别方法", "filing_date": day("2012-02-29"),
         "publication_date": day("2015-05-05"), "ipc": ["G06F17/27"]},
        {"document_number": "CN110083831C1", "application_number": NUMBER, "right": "invention",
         "stage": "partial_invalidation", "publication_date": day("2019-01-01")},
        {"document_number": "CN110083832A", "application_number": SIBLING, "right": "invention",
         "stage": "application_publication", "title": "子", "filing_date": day("2013-02-28"),
         "publication_date": day("2014-08-02"), "priorities": [f"CN {NUMBER} 2012-02-29"]},
    ],
    "legal-events": [
        event(NUMBER, "2013-09-04", "实质审查的生效"),
        event(NUMBER, "2018-04-03", "专利权的终止", "未缴年费 终止日期:20170301"),
        event(NUMBER, "2018-09-04", "专利权的恢复"),
        event(NUMBER, "2018-09-04", "专利权的终止", "终止日期:20170230"),
        event(NUMBER, "2021-01-05", "专利权的无效宣告", "宣告专利权全部无效"),
        event(NUMBER, "2022-01-04", "专利权的恢复"),
        event(SIBLING, "2015-03-04", "发明专利申请公布后的视为撤回"),
        event(SIBLING, "2011-03-04", "发明专利申请公布后的驳回"),
    ],
    "foreign-patents": [
        {"document_number": "EP3000000A1", "publication_number": "EP3000000", "office": "EP",
         "application_number": "EP13000001", "title": "Entity", "kind": "A1",
         "filing_date": day("2013-02-27"), "publication_date": day("2014-01-01"),
         "priorities": [f"CN {NUMBER} 2012-02-29"], "family_id": "48000001",
         "ipc": ["G06F17/27"], "cpc": ["G06F40/279", "G06F16/35"],
         "citations": ["CN110083831A [X]", "NPL: Smith, Parsing [A,Y]", "US20100123456A1"]},
        {"document_number": "US9000001B2", "publication_number": "US9000001", "office": "US",
         "application_number": "US13000002", "kind": "B2", "filing_date": day("2013-03-01"),
         "publication_date": day("2015-02-03"), "family_id": "48000001"},
    ],
    "trademarks": [
        {"number": "5123456", "nice_class": "09", "office": "CN", "mark_text": "示例",
         "status": "registered", "filing_date": day("2005-01-04"),
         "preliminary_publication_date": day("2006-08-20"), "opposition_ends": day("2006-11-20"),
         "registration_date": day("2006-11-21"), "begins_on": day("2006-11-21"),
         "expires_on": day("2016-11-21"), "vienna": ["26.04.01"]},
        {"number": "5123456", "nice_class": "35", "office": "CN", "mark_text": "示例",
         "status": "refused", "status_date": day("2006-02-01"), "filing_date": day("2005-01-04")},
        {"number": "US76044902", "nice_class": "09", "office": "US", "mark_text": "EXAMPLE"},
    ],
    "pledges": [
        {"registration_number": "Y2016980000001", "right_kind": "patent", "amount": 1.2e7,
         "right_numbers": [NUMBER, SIBLING], "pledged_from": day("2016-03-01"),
         "pledged_to": day("2017-03-01"), "released_on": day("2017-02-01")},
        {"registration_number": "Y2019980000002", "right_kind": "patent", "amount": 9_999_999.0,
         "right_numbers": [NUMBER], "pledged_from": day("2019-03-01")},
    ],
    "awards": [
        {"award": "china_patent_award", "level": "gold", "year": 2018, "subject": "识别方法",
         "patent_number": NUMBER},
        {"award": "national_invention", "level": "second", "year": 2019, "subject": "项目",
         "patent_number": "", "related_patents": [NUMBER], "announced_on": day("2020-01-10")},
    ],
    "abnormal-filings": [
        {"application_number": NUMBER, "notified_on": day("2020-05-01"), "behaviour": "5",
         "state": "confirmed", "decided_on": day("2020-08-01"), "notice": "通报1号"},
        {"application_number": SIBLING, "notified_on": day("2020-05-01"), "behaviour": "1",
         "state": "dismissed", "decided_on": day("2020-08-01")},
    ],
    "trademark-events": [
        mark_event("5123456", "00", "2006-09-20", "商标异议", "异议申请收文"),
        mark_event("5123456", "09", "2006-10-20", "准予注册决定", "异议不成立"),
        mark_event("5123456", "09", "2017-03-03", "续展公告"),
        mark_event("5123456", "09", "2017-04-03", "核准续展"),
        mark_event("5123456", "09", "2020-06-03", "撤销公告", "全部商品"),
        mark_event("5123456", "09", "2021-06-03", "撤销公告"),
    ],
}  # fmt: skip
