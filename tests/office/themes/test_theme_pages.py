"""The pages of themes: what editors do on them, and what others see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.registers.cities import City
from tests.office.themes.conftest import WHEN
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.themes import commands, freezing, queries
from zhiheng.office.themes.models import SampleItem, Theme

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

NEW = {
    "slug": "batteries",
    "title_zh": "电池材料",
    "title_en": "Battery materials",
    "description": "正负极与隔膜",
    "query": "电池",
    "classes": "H01M，C01B25",
    "divisions": "440300、810000",
    "exclusions": "燃料电池\n\nti:铅酸",
    "registers": ["patents"],
}


@pytest.fixture
def browser(client_of: ClientOf, analyst: User) -> Client:
    return client_of(analyst)


def published(theme: Theme, analyst: User) -> Theme:
    edition = freezing.freeze_theme(
        definition=queries.working_definition(theme), note="", by=analyst, on=WHEN
    )
    return commands.publish_theme(
        theme=theme, revision=theme.revision, number=edition.number, by=analyst, on=WHEN
    )


def test_an_editor_makes_a_theme_from_the_form(indexed: City, browser: Client, analyst: User):
    answer = browser.post("/themes/new/", NEW)
    assert answer["Location"] == "/themes/batteries/"
    definition = queries.working_definition(queries.theme("batteries", analyst))
    assert definition.classes == ["H01M", "C01B25"]
    assert definition.divisions == ["440300", "810000"]
    assert definition.exclusions == ["燃料电池", "ti:铅酸"]
    page = browser.get("/themes/batteries/").content.decode()
    assert "电池材料" in page
    assert "尚未抽样" in page
    assert "深圳市 440300" in page


def test_what_is_wrong_stays_on_the_form(indexed: City, browser: Client):
    answer = browser.post("/themes/new/", {**NEW, "query": "", "classes": "", "divisions": ""})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "定义为空" in page
    assert "燃料电池" in page  # what was typed is not lost
    assert not Theme.objects.exists()


def test_a_definition_is_looked_at_before_it_is_saved(theme: Theme, browser: Client):
    typed = {"query": "", "classes": "H01M", "divisions": "", "exclusions": "", "preview": "1"}
    page = browser.post("/themes/electricity/definition/", typed).content.decode()
    assert "预览（未保存）" in page
    assert "分类号 H01M 及其下位" in page
    assert theme.definitions.count() == 1
    del typed["preview"]
    answer = browser.post("/themes/electricity/definition/", typed)
    assert answer["Location"] == "/themes/electricity/"
    assert theme.definitions.count() == 2


def test_a_page_that_is_out_of_date_is_refused(theme: Theme, browser: Client, analyst: User):
    commands.describe_theme(
        theme=theme, revision=1, title_zh="电学类", title_en="", description="", by=analyst, on=WHEN
    )
    stale = {"revision": "1", "title_zh": "旧页面", "title_en": "", "description": ""}
    page = browser.post("/themes/electricity/description/", stale).content.decode()
    assert "已被他人修改" in page
    theme.refresh_from_db()
    assert theme.title_zh == "电学类"


def test_every_count_of_a_theme_opens_to_as_many_records(theme: Theme, browser: Client):
    context = browser.get("/themes/electricity/").context
    portrait = context["portrait"]
    assert browser.get(portrait.href).context["page"].total == portrait.total
    place = next(each for each in portrait.divisions if each.name == "division").counts[0]
    # A place's own count; the search narrowed to it also finds what lies below it, here nothing.
    assert browser.get(place.href).context["page"].total == place.count
    year = portrait.trend.links[-1]
    assert browser.get(year).context["page"].total == portrait.trend.series[0].data[-1]


def test_every_count_of_an_edition_opens_to_its_rows(theme: Theme, browser: Client, analyst: User):
    published(theme, analyst)
    portrait = browser.get("/themes/electricity/editions/1/").context["portrait"]
    assert browser.get(portrait.href).context["page"].total == portrait.total
    for division in portrait.divisions:
        count = division.counts[0]
        assert browser.get(count.href).context["page"].total == count.count, division.name
    year = portrait.trend.links[0]
    assert browser.get(year).context["page"].total == portrait.trend.series[0].data[0]


def test_records_are_marked_one_after_the_other(theme: Theme, browser: Client):
    answer = browser.post("/themes/electricity/samples/new/", {"size": "10", "seed": "5"})
    address = answer["Location"]
    page = browser.get(address).content.decode()
    assert "未查看 10 条" in page
    assert "本发明公开了" in page or "本实用新型公开了" in page  # the abstract helps to decide
    marked = browser.post(f"{address}1/", {"mark": "relevant", "page": "1"})
    assert marked["Location"].endswith("?page=1#place-1")
    item = SampleItem.objects.get(place=1)
    assert (item.mark, item.marked_by and item.marked_by.username) == ("relevant", "anna")
    assert "未查看 9 条" in browser.get(address).content.decode()
    assert browser.post(f"{address}1/", {"mark": "perhaps"}).status_code == 400
    assert browser.post(f"{address}99/", {"mark": "relevant"}).status_code == 404


def test_a_theme_is_published_and_withdrawn_on_the_pages(
    theme: Theme, browser: Client, client_of: ClientOf, make_person: Callable[..., User]
):
    reader = client_of(make_person("lena", Role.LEADER))
    assert reader.get("/themes/electricity/").status_code == 404
    assert browser.post("/themes/electricity/freeze/", {"note": "年报"}).status_code == 302
    browser.post("/themes/electricity/editions/1/publish/", {"revision": "1"})
    page = reader.get("/themes/electricity/").content.decode()
    assert "当前内容" in page
    assert "修改定义" not in page
    assert reader.get("/themes/electricity/editions/1/").status_code == 200
    assert "将只对编辑人员可见" in browser.get("/themes/electricity/withdraw/").content.decode()
    browser.post("/themes/electricity/withdraw/", {"revision": "2"})
    assert reader.get("/themes/electricity/").status_code == 404


def test_readers_cannot_reach_what_editors_do(
    theme: Theme, analyst: User, client_of: ClientOf, make_person: Callable[..., User]
):
    published(theme, analyst)
    sample = commands.draw(
        definition=queries.working_definition(theme), size=10, seed=1, by=analyst, on=WHEN
    )
    reader = client_of(make_person("clara", Role.CLERK))
    base = "/themes/electricity"
    for address in (
        "/themes/new/",
        f"{base}/description/",
        f"{base}/definition/",
        f"{base}/withdraw/",
        f"{base}/samples/new/",
        f"{base}/samples/{sample.pk}/",
    ):
        assert reader.get(address).status_code == 403, address
    for address in (
        f"{base}/freeze/",
        f"{base}/editions/1/publish/",
        f"{base}/samples/{sample.pk}/1/",
        "/themes/adopt/greater-bay-area/",
    ):
        assert reader.post(address).status_code == 403, address


def test_without_signing_in_nothing_is_shown(theme: Theme, client: Client):
    answer = client.get("/themes/electricity/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_list_is_filtered_by_its_address(theme: Theme, browser: Client):
    assert "电学" in browser.get("/themes/?q=电").content.decode()
    assert "还没有专题库" in browser.get("/themes/?q=化学").content.decode()
    assert "还没有专题库" in browser.get("/themes/?state=published").content.decode()


def test_a_ready_made_theme_is_taken_over_on_the_list(indexed: City, browser: Client):
    assert "预置专题库" in browser.get("/themes/").content.decode()
    answer = browser.post("/themes/adopt/greater-bay-area/")
    assert answer["Location"] == "/themes/greater-bay-area/"
    assert "预置专题库" not in browser.get("/themes/").content.decode()
    assert browser.post("/themes/adopt/nowhere/").status_code == 404


def test_without_an_index_the_page_says_what_to_do(
    empty_home: object, browser: Client, analyst: User
):
    commands.create_theme(
        slug="electricity",
        title_zh="电学",
        definition=commands.ThemeDefinition(classes=("H",)),
        by=analyst,
        on=WHEN,
    )
    answer = browser.get("/themes/electricity/")
    assert answer.status_code == 503
    assert "索引" in answer.content.decode()
