"""Reading goods by a table of similar goods, and telling how they are related."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.goods.reading import sample_table, table_of
from zhiheng.core.matching.goods.table import Goods, GoodsTable, Note

TABLE = GoodsTable(
    edition="test",
    verified=False,
    places={
        "上衣": (("2501", ""),),
        "鞋": (("2507", ""),),
        "皮鞋": (("2507", ""),),
        "豆奶": (("3202", "1"),),
        "汽水": (("3202", "2"),),
        "茶": (("3002", ""),),
        "笔": (("1614", ""), ("1611", "")),
    },
    titles={"2507": "鞋"},
    notes=(Note("3202", "3002", Wording(zh="茶饮料", en="tea drinks")),),
)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("上衣；鞋", "帽,鞋", "identical"),
        ("鞋", "男士皮鞋", "same_group"),  # read by what it ends with
        ("2507", "皮鞋", "same_group"),
        ("豆奶", "汽水", "unrelated"),  # two paragraphs of one group
        ("3202", "汽水", "same_group"),  # a group named as a whole has all its paragraphs
        ("豆奶", "茶", "cross_note"),
        ("茶", "汽水", "cross_note"),
        ("上衣", "鞋", "unrelated"),
        ("上衣；（商品截止）", "鞋；（商品截止）", "unrelated"),  # how lists end is no goods
        ("上衣（截止）", "皮上衣等", "same_group"),
        ("见附件", "见附件", "unknown"),
        ("第25类", "鞋", "same_class"),
        ("25", "类别：25", "same_class"),
        ("25", "30", "unrelated"),
        ("鞋；说不清的东西", "上衣", "same_class"),
        ("说不清的东西", "鞋", "unknown"),
        ("", "鞋", "unknown"),
        ("说不清的东西", "说不清的东西", "identical"),
        ("99", "鞋", "unknown"),  # no class at all
    ],
)
def test_how_goods_are_related(one: str, other: str, kind: str) -> None:
    a, b = TABLE.read(one), TABLE.read(other)
    assert TABLE.relate(a, b).kind == TABLE.relate(b, a).kind == kind


def test_what_cannot_be_read_is_told() -> None:
    goods = TABLE.read("鞋；奇物、第25类", classes=["09", "?"], groups=["1614", "x"])
    assert goods.unread == ("奇物",)
    assert goods.classes == {"25", "09", "16"}
    assert goods.places == {("2507", ""), ("1614", "")}
    assert TABLE.read("99；第46类；4601；25；2501").unread == ("99", "第46类", "4601")


def test_the_relation_says_why() -> None:
    told = TABLE.relate(TABLE.read("鞋"), TABLE.read("皮鞋"))
    assert told.reason.zh == "同属类似群 2507 鞋"
    assert told.similar
    note = TABLE.relate(TABLE.read("豆奶"), TABLE.read("茶"))
    assert "3202 与 3002 类似（茶饮料）" in note.reason.zh


def test_an_imported_table_holds_paragraphs_other_names_and_the_newest_edition() -> None:
    def row(code: str, title: str, **more: str) -> dict[str, object]:
        base = {"code": code, "title": title, "level": "item", "language": "zh", "version": "2025"}
        return {**base, "parent": "", "paragraph": None, "other_titles": None, **more}

    table = table_of(
        [
            row("2507", "鞋", level="group"),
            row("250001", "靴*，雨靴", parent="2507", paragraph="1"),
            row("250002", "布鞋", parent="2507", paragraph="2", version="2026"),
            row("250003", "shoes", parent="25", language="en", version="2027"),
        ],
        [{"one": "2507", "other": "2508", "condition": "鞋与帽"}],
    )
    assert table is not None
    assert table.edition == "2026"
    assert table.verified
    assert table.read("雨靴").places == {("2507", "1")}
    assert table.relate(table.read("靴"), table.read("布鞋")).kind == "unrelated"
    assert table.relate(table.read("靴"), table.read("2508")).kind == "cross_note"


def test_rows_without_similar_groups_make_no_table() -> None:
    assert table_of([]) is None


def test_the_sample_reads_everyday_goods() -> None:
    table = sample_table()
    assert not table.verified
    assert table.read("T恤；运动鞋；矿泉水；餐厅").unread == ()
    assert table.relate(table.read("软件"), table.read("软件开发")).kind == "cross_note"


def naive_kind(one: Goods, other: Goods) -> str:
    """The relation of placed goods, every pair of places looked at."""
    if one.names & other.names:
        return "identical"
    pairs = [(a, b) for a in one.places for b in other.places]
    if any(a[0] == b[0] and (a[1] == b[1] or "" in (a[1], b[1])) for a, b in pairs):
        return "same_group"
    joined = {(note.one, note.other) for note in TABLE.notes}
    if any((a[0], b[0]) in joined or (b[0], a[0]) in joined for a, b in pairs):
        return "cross_note"
    return "unrelated"


@given(
    st.lists(st.sampled_from(sorted(TABLE.places)), min_size=1),
    st.lists(st.sampled_from(sorted(TABLE.places)), min_size=1),
)
def test_lists_are_related_as_their_nearest_pair(one: list[str], other: list[str]) -> None:
    a, b = TABLE.read("；".join(one)), TABLE.read("；".join(other))
    assert TABLE.relate(a, b).kind == naive_kind(a, b)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_can_be_related(one: str, other: str) -> None:
    assert 0.0 <= TABLE.relate(TABLE.read(one), TABLE.read(other)).strength <= 1.0


def test_what_stands_in_brackets_parts_no_goods() -> None:
    one = TABLE.read("餐厅；住所代理（旅馆、供膳寄宿处）")
    other = TABLE.read("住所代理（旅馆、供膳寄宿处）")
    assert TABLE.relate(one, other).reason.zh == "商品相同：住所代理(旅馆、供膳寄宿处)"
