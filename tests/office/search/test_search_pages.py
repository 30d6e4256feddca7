"""The pages of searching as people see them: results, facets, similar, ranks, form, help."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.registers.cities import City
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.search.presenters import ResultPage

ClientOf = Callable[[User], Client]
PERSONS_PATENT = "201910302430.1"
FIRMS_PATENT = "201910302431.6"


@pytest.fixture
def reader(indexed: City, analyst: User, client_of: ClientOf) -> Client:
    """The browser of an analyst, who sees private persons masked."""
    return client_of(analyst)


@pytest.fixture
def officer(indexed: City, make_person: MakePerson, client_of: ClientOf) -> Client:
    """The browser of an officer, who sees private persons by name."""
    return client_of(make_person("olga", Role.OFFICER))


def found(client: Client, **query: object) -> ResultPage:
    answer = client.get("/search/?" + urlencode(query, doseq=True))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    page = answer.context["page"]
    assert isinstance(page, ResultPage)
    return page


def numbers(page: ResultPage) -> list[str]:
    return [hit.number for hit in page.hits]


@pytest.mark.parametrize("path", ["", "?q=x", "form/", "help/", "saved/", "alerts/", "save/?q=x"])
def test_only_who_may_consult_the_registers_searches(
    path: str, make_person: MakePerson, client_of: ClientOf, indexed: City
):
    assert Client().get(f"/search/{path}").headers["Location"].startswith("/accounts/login/?next=")
    refused = client_of(make_person("nora")).get(f"/search/{path}")
    assert refused.status_code == 403
    assert "access.forbidden" in refused.content.decode()


def test_before_a_search_there_are_examples_that_are_searches(reader: Client):
    page = reader.get("/search/").context["page"]
    assert not page.asked
    for example in page.examples:
        assert reader.get(example.href).status_code == 200


def test_a_title_is_found_and_marked_where_it_matched(reader: Client):
    page = found(reader, q="一种电池", register="patents")
    assert FIRMS_PATENT in numbers(page)
    hit = page.hits[numbers(page).index(FIRMS_PATENT)]
    assert "".join(part.text for part in hit.title) == "一种电池"
    assert any(part.marked for part in hit.title)
    html = reader.get("/search/?q=一种电池").content.decode()
    assert "<mark>" in html


def test_a_title_that_holds_markup_is_shown_as_text(reader: Client):
    html = reader.get(f"/search/?q={PERSONS_PATENT}").content.decode()
    assert "=HYPERLINK(&quot;http" in html.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("notation", ["201910302430.1", "ZL201910302430.1", "2019103024301"])
def test_a_number_is_found_in_every_notation(notation: str, reader: Client):
    assert numbers(found(reader, q=notation))[0] == PERSONS_PATENT


def test_traditional_and_full_width_find_simplified(reader: Client):
    simple, traditional = (found(reader, q=q).total for q in ("电池", "電池"))
    assert simple == traditional > 0


def test_facets_count_what_narrowing_by_them_finds(reader: Client):
    page = found(reader, q="一种", register="patents")
    assert page.facets
    for facet in page.facets:
        for line in facet.lines[:2]:
            narrowed = reader.get(line.href).context["page"]
            assert narrowed.total == line.count, (facet.title, line.label)
            assert line.label in narrowed.chips[-1].label


def test_tabs_count_every_register_whichever_is_chosen(reader: Client):
    everything = found(reader, q="深圳")
    assert len(everything.tabs) > 2
    chosen = found(reader, q="深圳", register="enterprises")
    assert {tab.label: tab.count for tab in everything.tabs} == {
        tab.label: tab.count for tab in chosen.tabs
    }
    assert chosen.total == next(tab.count for tab in chosen.tabs if tab.current)


def test_pages_turn_without_losing_or_repeating_a_hit(reader: Client):
    page = found(reader, q="一种", register="patents")
    seen = numbers(page)
    number = 1
    while len(seen) < page.total:
        number += 1
        more = numbers(found(reader, q="一种", register="patents", page=number))
        assert more
        seen += more
    assert len(seen) == len(set(seen)) == page.total
    assert [link.number for link in page.pages if link] == [1, *range(2, min(3, number) + 1)] + (
        [number] if number > 3 else []
    )


def test_the_newest_come_first_when_asked_for(reader: Client):
    def days(sort: str) -> list[str]:
        hits = found(reader, q="一种", register="patents", sort=sort).hits
        return [
            "".join(p.text for p in f.parts) for h in hits for f in h.facts if f.label == "申请日"
        ]

    assert days("newest") == sorted(days("newest"), reverse=True) != []
    assert days("oldest") == sorted(days("oldest"))


def test_the_page_says_how_the_query_was_understood(reader: Client):
    page = found(reader, q="ti:电池 ad:[2019 TO 2020]")
    assert any("2019" in sentence for sentence in page.sentences)


@pytest.mark.parametrize(
    "query", ['ti:"电池', "xy:电池", "(电池", "ad:[gestern TO 2020]", "电池 AND"]
)
def test_what_is_wrong_with_a_query_is_said_beside_the_results(query: str, reader: Client):
    answer = reader.get("/search/?" + urlencode({"q": query}))
    assert answer.status_code == 200
    assert answer.context["page"].problems
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["😀🔋", "بطارية", "'; DROP TABLE x; --", "<script>alert(1)</script>", "\\", "*", "x " * 4000],
)
def test_hostile_and_strange_texts_do_no_harm(query: str, reader: Client):
    answer = reader.get("/search/?" + urlencode({"q": query}))
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "code"),
    [("q=x&page=0", "page.number_unfit"), ("q=x&sort=price", "search.sort_unknown")],
)
def test_an_address_that_cannot_be_used_says_why(address: str, code: str, reader: Client):
    answer = reader.get(f"/search/?{address}")
    assert answer.status_code == 400
    assert code in answer.content.decode()


def test_nothing_found_comes_with_advice(reader: Client):
    page = found(reader, q="夸父逐日追不上", kind="invention")
    assert page.total == 0
    assert page.advice[0].href
    assert "没有找到记录" in reader.get("/search/?q=夸父逐日追不上").content.decode()


def test_the_way_leads_from_a_hit_to_its_record_and_to_similar_ones(reader: Client):
    hit = found(reader, q="一种", register="patents").hits[0]
    assert reader.get(hit.href).status_code == 200
    similar = reader.get(hit.similar)
    assert similar.status_code == 200
    assert hit.number not in [each.number for each in similar.context["page"].hits]


def test_a_rank_is_explained_by_terms_that_were_asked_for(reader: Client):
    hit = found(reader, q="一种电池", register="patents").hits[0]
    page = reader.get(hit.why).context["page"]
    assert page.score > 0
    assert page.shares
    assert sum(share.percent for share in page.shares) in range(90, 111)
    assert page.sentence


@pytest.mark.parametrize("way", ["similar", "why"])
def test_what_is_not_in_the_index_is_said_not_to_be_there(way: str, reader: Client):
    assert reader.get(f"/search/{way}/patents/999999999999.9?q=x").status_code in (400, 404)
    assert reader.get(f"/search/{way}/nothing/1?q=x").status_code == 404


class TestPersons:
    """Private persons' names: who may not see them does not find them either."""

    def test_they_are_found_by_those_who_may_see_them(self, officer: Client):
        assert PERSONS_PATENT in numbers(found(officer, q="in:张晓明"))
        assert "张晓明" in officer.get(f"/search/?q={PERSONS_PATENT}").content.decode()

    def test_others_are_refused_the_field_with_a_reason(self, reader: Client):
        page = found(reader, q="电池 in:张晓明")
        assert (page.total, list(page.hits)) == (0, [])
        assert any("查看个人信息" in problem for problem in page.problems)

    @pytest.mark.parametrize("query", ["张晓明", "pa:张晓明", "发明人:张晓明"])
    def test_others_do_not_learn_whether_a_name_occurs(self, query: str, reader: Client):
        assert PERSONS_PATENT not in numbers(found(reader, q=query))

    @pytest.mark.parametrize(
        "path",
        [
            f"/search/?q={PERSONS_PATENT}",
            f"/search/similar/patents/{FIRMS_PATENT}",
            f"/search/export.json?q={PERSONS_PATENT}",
            f"/api/search?q={PERSONS_PATENT}",
        ],
    )
    def test_others_see_them_masked(self, path: str, reader: Client):
        answer = reader.get(path)
        assert answer.status_code == 200
        body = answer.getvalue() if answer.streaming else answer.content
        text = body.decode()
        assert "张晓明" not in text
        assert "李伟" not in text

    def test_they_are_no_values_of_a_facet_for_others(self, reader: Client):
        page = found(reader, q=PERSONS_PATENT)
        labels = {line.label for facet in page.facets for line in facet.lines}
        assert "张晓明" not in labels


class TestExport:
    """Taking results away."""

    def test_the_sheet_holds_what_the_page_shows(self, reader: Client):
        page = found(reader, q="一种电池", register="patents")
        answer = reader.get("/search/export.xlsx?q=一种电池&register=patents")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == page.total + 1
        assert [row[1] for row in rows[1 : len(page.hits) + 1]] == numbers(page)

    def test_it_is_on_the_ledger_without_what_was_asked(self, reader: Client):
        reader.get("/search/export.csv?q=张晓明&kind=invention").getvalue()
        (event,) = find_events(EventFilter(act="search.exported"))
        assert event.facts["filters"] == ["kind"]
        assert "张晓明" not in event.details

    def test_it_ends_at_the_limit_that_the_office_declares(
        self, reader: Client, indexed: City, settings, tmp_path: Path
    ):
        own = indexed.home / "declarations" / "parameters"
        own.mkdir(parents=True)
        try:
            (own / "limit.yaml").write_text(
                "- parameter: search-limit.export-rows\n"
                "  title: {zh: 上限, en: Limit}\n"
                "  values:\n"
                "    - {value: 3, source: {instrument: office setting}, status: verified}\n",
                encoding="utf-8",
            )
            from zhiheng.office.registers import lake

            lake.forget()
            answer = reader.get("/search/export.json?q=一种")
            assert len(json.loads(answer.getvalue())) == 3
            assert "导出前 3 条" in reader.get("/search/?q=一种").content.decode()
        finally:
            (own / "limit.yaml").unlink()
            own.rmdir()
            own.parent.rmdir()

    def test_whoever_may_not_export_is_refused_and_not_offered_it(
        self, indexed: City, make_person: MakePerson, client_of: ClientOf
    ):
        clerk = client_of(make_person("clara", Role.CLERK))
        assert clerk.get("/search/export.csv?q=一种").status_code == 403
        assert "/search/export" not in clerk.get("/search/?q=一种").content.decode()

    def test_a_format_nobody_writes_is_refused(self, reader: Client):
        assert reader.get("/search/export.pdf?q=一种").status_code == 400


class TestForm:
    """The form that writes the query."""

    def test_it_shows_the_query_and_leads_to_its_results(self, reader: Client):
        query = {"title": "一种 电池", "filed_from": "2019-01-01", "register": "patents"}
        page = reader.get("/search/form/?" + urlencode(query)).content.decode()
        assert "ti:(一种 AND 电池) AND ad:[2019-01-01 TO *]" in page
        answer = reader.get("/search/form/?" + urlencode({**query, "find": "1"}))
        assert answer.status_code == 302
        results = reader.get(answer.headers["Location"]).context["page"]
        assert FIRMS_PATENT in numbers(results)
        assert not results.problems

    def test_an_impossible_period_is_said_on_its_field(self, reader: Client):
        answer = reader.get("/search/form/?filed_from=2024-01-01&filed_to=2020-01-01&find=1")
        assert answer.status_code == 200
        assert "结束日早于开始日" in answer.content.decode()

    def test_inventors_are_asked_for_only_by_those_who_may_see_them(
        self, reader: Client, officer: Client
    ):
        assert 'name="inventors"' in officer.get("/search/form/").content.decode()
        assert 'name="inventors"' not in reader.get("/search/form/").content.decode()


def test_every_example_of_the_help_is_a_search_without_problems(officer: Client):
    page = officer.get("/search/help/").context["page"]
    examples = [*page.operators, *(field.example for field in [*page.fields, *page.groups])]
    assert len(examples) > 20
    for example in examples:
        answer = officer.get(example.href)
        assert answer.status_code == 200
        assert not answer.context["page"].problems, example.query


def test_the_box_is_on_every_page_and_once_on_the_search_page(reader: Client):
    assert reader.get("/registers/").content.decode().count('name="q"') == 1
    assert reader.get("/search/").content.decode().count('name="q"') == 1


def test_while_there_is_no_index_the_page_says_so_and_has_it_built(
    own_city: City, analyst: User, client_of: ClientOf
):
    from django_tasks_db.models import DBTaskResult

    shutil.rmtree(own_city.home / "index", ignore_errors=True)
    client = client_of(analyst)
    for _ in range(2):
        answer = client.get("/search/?q=电池")
        assert answer.status_code == 200
        assert "索引正在重建" in answer.content.decode()
    assert DBTaskResult.objects.filter(task_path__endswith="rebuild_in_background").count() == 1
    assert client.get("/api/search?q=电池").status_code == 503
    from zhiheng.office.search.rebuilding import rebuild_in_background

    rebuild_in_background.call()
    assert found(client, q="电池").total > 0


def test_the_api_gives_hits_facets_and_how_the_query_was_read(reader: Client):
    body = reader.get("/api/search?" + urlencode({"q": "一种电池", "register": "patents"})).json()
    assert set(body) == {"total", "hits", "facets", "understood", "problems"}
    assert body["total"] == found(reader, q="一种电池", register="patents").total
    hit = body["hits"][0]
    for highlight in hit["highlights"]:
        for start, end in highlight["marks"]:
            assert re.search(r"\w", highlight["text"][start:end])
    assert body["facets"]["kind"]
    assert body["understood"]
    refused = reader.get("/api/search?q=in:张晓明")
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (400, "search.personal")
    assert reader.get("/api/search?q=x&page=0").status_code == 400
    assert Client().get("/api/search?q=x").status_code == 401
