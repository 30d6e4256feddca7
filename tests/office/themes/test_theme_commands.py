"""Acts on themes: define, sample, mark, freeze, publish, withdraw, and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.office.registers.cities import City
from tests.office.themes.conftest import ELECTRICITY, WHEN
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.themes.definition import ThemeDefinition
from zhiheng.core.themes.sampling import members_digest
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.registers import lake
from zhiheng.office.themes import commands, freezing, membership, queries, refreshing
from zhiheng.office.themes.enums import Mark, ThemeState
from zhiheng.office.themes.models import Definition, Edition, SampleItem, Theme

pytestmark = pytest.mark.django_db


def in_section_h() -> list[str]:
    """Return the applications that a scan of the register itself finds in section H."""
    table = lake.engine().table(lake.catalogue().register("patents"))
    rows = lake.engine().run(table.select("application_number", "ipc")).to_pylist()
    return sorted(
        row["application_number"]
        for row in rows
        if any(symbol.startswith("H") for symbol in row["ipc"] or ())
    )


def codes(raised: pytest.ExceptionInfo[Any]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def test_a_theme_holds_what_its_definition_finds_in_the_register(theme: Theme):
    definition = queries.working_definition(theme)
    found = sorted(hit.key for hit in membership.members(membership.query_of(definition)))
    assert found == in_section_h()
    assert len(found) > 10
    held = membership.portrait(membership.query_of(definition))
    assert held["total"] == len(found)
    assert sum(count for _, count in held["year"]) == len(found)


def test_everything_wrong_with_a_definition_is_said_at_once(indexed: City, analyst: User):
    wrong = ThemeDefinition(query='in:张晓明 "电池', registers=("population", "nowhere"))
    with pytest.raises(InputError) as raised:
        commands.create_theme(slug="x", title_zh="电池", definition=wrong, by=analyst, on=WHEN)
    assert codes(raised).count("theme.register_not_searchable") == 2
    assert "theme.persons_not_searched" in codes(raised)
    assert any(code.startswith("query.") for code in codes(raised))
    assert not Theme.objects.exists()


def test_a_definition_that_would_take_everything_is_refused(indexed: City, analyst: User):
    with pytest.raises(InputError) as raised:
        commands.create_theme(
            slug="all", title_zh="全部", definition=ThemeDefinition(), by=analyst, on=WHEN
        )
    assert codes(raised) == ["theme.definition_empty"]


@pytest.mark.parametrize("slug", ["", "New", "电池", "a b", "new", "adopt"])
def test_a_short_name_must_fit_into_an_address(indexed: City, analyst: User, slug: str):
    with pytest.raises(InputError) as raised:
        commands.create_theme(
            slug=slug, title_zh="电池", definition=ELECTRICITY, by=analyst, on=WHEN
        )
    assert codes(raised) == ["theme.bad_slug"]


def test_a_short_name_is_used_once(theme: Theme, analyst: User):
    with pytest.raises(ConflictError) as raised:
        commands.create_theme(
            slug=theme.slug, title_zh="另一个", definition=ELECTRICITY, by=analyst, on=WHEN
        )
    assert codes(raised) == ["theme.slug_taken"]


def test_of_two_editors_the_second_is_told(theme: Theme, analyst: User):
    other = replace(ELECTRICITY, exclusions=("电池",))
    commands.redefine_theme(
        theme=theme, revision=1, definition=other, reason="", by=analyst, on=WHEN
    )
    with pytest.raises(ConflictError) as raised:
        commands.redefine_theme(
            theme=theme, revision=1, definition=ELECTRICITY, reason="", by=analyst, on=WHEN
        )
    assert codes(raised) == ["theme.changed_meanwhile"]
    assert [each.number for each in queries.definitions(theme)] == [2, 1]


def test_marks_give_a_precision_and_are_carried_over(theme: Theme, analyst: User):
    definition = queries.working_definition(theme)
    sample = commands.draw(definition=definition, size=10, seed=3, by=analyst, on=WHEN)
    items = list(queries.sample_items(sample))
    assert len(items) == 10
    for item, mark in zip(
        items, [Mark.RELEVANT] * 7 + [Mark.IRRELEVANT, Mark.UNSURE], strict=False
    ):
        commands.mark_item(item=item, mark=mark, by=analyst, on=WHEN)
    found = queries.precision(definition)
    assert (found.relevant, found.irrelevant, found.undecided, found.open) == (7, 1, 1, 1)
    again = commands.draw(definition=definition, size=20, seed=3, by=analyst, on=WHEN)
    assert [item.record for item in queries.sample_items(again)][:10] == [
        item.record for item in items
    ]
    carried = queries.precision(definition)
    assert (carried.relevant, carried.irrelevant, carried.open) == (7, 1, 11)
    commands.mark_item(item=queries.sample_items(again)[0], mark="", by=analyst, on=WHEN)
    assert queries.precision(definition).relevant == 6


@pytest.mark.parametrize(("size", "seed"), [(0, 1), (9, 1), (501, 1), (50, -1), (50, 2**31)])
def test_a_sample_has_bounds(theme: Theme, analyst: User, size: int, seed: int):
    definition = queries.working_definition(theme)
    with pytest.raises(InputError):
        commands.draw(definition=definition, size=size, seed=seed, by=analyst, on=WHEN)


def test_what_finds_nothing_is_neither_sampled_nor_frozen(theme: Theme, analyst: User):
    nothing = replace(ELECTRICITY, query="绝无此词语乎哉")
    written = commands.redefine_theme(
        theme=theme, revision=1, definition=nothing, reason="", by=analyst, on=WHEN
    )
    with pytest.raises(InputError) as raised:
        commands.draw(definition=written, size=10, seed=1, by=analyst, on=WHEN)
    assert codes(raised) == ["theme.nothing_to_sample"]
    with pytest.raises(InputError) as raised:
        freezing.freeze_theme(definition=written, note="", by=analyst, on=WHEN)
    assert codes(raised) == ["theme.nothing_to_freeze"]


def test_a_frozen_edition_keeps_its_members(theme: Theme, analyst: User):
    definition = queries.working_definition(theme)
    edition = freezing.freeze_theme(definition=definition, note="年报", by=analyst, on=WHEN)
    expected = {("patents", number) for number in in_section_h()}
    assert refreshing.frozen_members(edition) == expected
    assert edition.total == len(expected)
    assert edition.digest == members_digest(expected)
    assert edition.portrait["total"] == len(expected)
    assert edition.versions["patents"] == lake.engine().version(
        lake.catalogue().register("patents")
    )
    narrower = replace(ELECTRICITY, classes=("H01",))
    commands.redefine_theme(
        theme=theme, revision=1, definition=narrower, reason="", by=analyst, on=WHEN
    )
    counted = refreshing.refresh_theme(theme, run_id=None, on=WHEN)
    assert counted.added == 0
    assert counted.removed == len(expected) - counted.total > 0
    assert refreshing.frozen_members(edition) == expected


def test_the_number_of_a_killed_freeze_is_not_used_again(theme: Theme, analyst: User):
    definition = queries.working_definition(theme)
    first = freezing.freeze_theme(definition=definition, note="", by=analyst, on=WHEN)
    # What a process leaves behind that was killed between the lake and the database.
    Edition.objects.filter(pk=first.pk).delete()
    second = freezing.freeze_theme(definition=definition, note="", by=analyst, on=WHEN)
    assert second.number == 2
    assert len(refreshing.frozen_members(second)) == second.total


def test_published_themes_are_seen_by_all_and_drafts_by_editors(
    theme: Theme, analyst: User, make_person: Callable[..., User]
):
    leader = make_person("lena", Role.LEADER)
    assert list(queries.themes(leader)) == []
    edition = freezing.freeze_theme(
        definition=queries.working_definition(theme), note="", by=analyst, on=WHEN
    )
    commands.publish_theme(
        theme=theme, revision=theme.revision, number=edition.number, by=analyst, on=WHEN
    )
    later = replace(ELECTRICITY, query="电池")
    commands.redefine_theme(
        theme=theme, revision=theme.revision, definition=later, reason="", by=analyst, on=WHEN
    )
    freezing.freeze_theme(
        definition=queries.working_definition(theme), note="", by=analyst, on=WHEN
    )
    assert [each.slug for each in queries.themes(leader)] == ["electricity"]
    assert queries.shown_definition(theme, leader).number == 1
    assert queries.shown_definition(theme, analyst).number == 2
    assert [each.number for each in queries.visible_editions(theme, leader)] == [1]
    assert [each.number for each in queries.visible_editions(theme, analyst)] == [2, 1]
    commands.withdraw_theme(theme=theme, revision=theme.revision, by=analyst, on=WHEN)
    assert theme.state == ThemeState.WITHDRAWN
    assert list(queries.themes(leader)) == []
    with pytest.raises(ConflictError):
        commands.withdraw_theme(theme=theme, revision=theme.revision, by=analyst, on=WHEN)


def test_who_may_not_edit_may_do_nothing(
    theme: Theme, analyst: User, make_person: Callable[..., User]
):
    clerk = make_person("clara", Role.CLERK)
    definition = queries.working_definition(theme)
    sample = commands.draw(definition=definition, size=10, seed=1, by=analyst, on=WHEN)
    item = SampleItem.objects.filter(sample=sample).first()
    assert item is not None
    acts: list[Callable[[], object]] = [
        lambda: commands.create_theme(
            slug="y", title_zh="甲", definition=ELECTRICITY, by=clerk, on=WHEN
        ),
        lambda: commands.describe_theme(
            theme=theme, revision=1, title_zh="乙", title_en="", description="", by=clerk, on=WHEN
        ),
        lambda: commands.redefine_theme(
            theme=theme, revision=1, definition=ELECTRICITY, reason="", by=clerk, on=WHEN
        ),
        lambda: commands.draw(definition=definition, size=10, seed=1, by=clerk, on=WHEN),
        lambda: commands.mark_item(item=item, mark=Mark.RELEVANT, by=clerk, on=WHEN),
        lambda: freezing.freeze_theme(definition=definition, note="", by=clerk, on=WHEN),
        lambda: commands.publish_theme(theme=theme, revision=1, number=1, by=clerk, on=WHEN),
        lambda: commands.withdraw_theme(theme=theme, revision=1, by=clerk, on=WHEN),
    ]
    before = Event.objects.count()
    for act in acts:
        with pytest.raises(ForbiddenError):
            act()
    assert Event.objects.count() == before
    assert Definition.objects.count() == 1


def test_every_act_is_on_the_ledger_with_ids_only(theme: Theme, analyst: User):
    definition = queries.working_definition(theme)
    sample = commands.draw(definition=definition, size=10, seed=1, by=analyst, on=WHEN)
    item = queries.sample_items(sample)[0]
    commands.mark_item(item=item, mark=Mark.RELEVANT, by=analyst, on=WHEN)
    edition = freezing.freeze_theme(definition=definition, note="年报", by=analyst, on=WHEN)
    commands.publish_theme(theme=theme, revision=1, number=1, by=analyst, on=WHEN)
    events = Event.objects.filter(subject_kind="theme").order_by("sequence")
    assert [event.act for event in events] == [
        "themes.created",
        "themes.sampled",
        "themes.marked",
        "themes.frozen",
        "themes.published",
    ]
    assert edition.digest in events[3].details
    assert not any("年报" in event.details or "电学" in event.details for event in events)


def test_declared_themes_can_be_taken_over_once(indexed: City, analyst: User):
    assert [each.name for each in commands.themes_to_adopt()] == ["greater-bay-area"]
    declared = commands.declared_theme("greater-bay-area")
    made = commands.adopt_theme(declared=declared, by=analyst, on=WHEN)
    definition = queries.working_definition(made)
    assert "810000" in definition.divisions
    assert membership.portrait(membership.query_of(definition))["total"] > 0
    assert commands.themes_to_adopt() == []
