"""Which table of similar goods an office goes by."""

from datetime import UTC, datetime
from pathlib import Path

from zhiheng.office.accounts.models import User
from zhiheng.office.registers import commands
from zhiheng.office.registers.goods import goods_table

WHEN = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
TABLE = (
    "编号,名称,层级,上级编号,部分,版本\n"
    "25,服装鞋帽,类别,,,2026\n"
    "2507,鞋,类似群,25,,2026\n"
    "250001,长筒靴,商品,2507,1,2026\n"
    "250002,舞鞋，芭蕾舞鞋,商品,2507,2,2026\n"
)
NOTES = "类似群,相类似的类似群,条件,版本\n2507,2508,鞋与帽,2026\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_before_an_import_it_is_the_sample(empty_home: Path) -> None:
    assert not goods_table().verified


def test_an_imported_table_takes_the_place_of_the_sample(
    empty_home: Path, tmp_path: Path, analyst: User
) -> None:
    assert goods_table().read("芭蕾舞鞋").places == {("2507", "")}  # the sample knows shoes
    files = {"nice.csv": TABLE, "notes.csv": NOTES}
    paths = [str(write(tmp_path, name, text)) for name, text in files.items()]
    commands.import_files(paths=paths, by=analyst, on=WHEN)
    table = goods_table()
    assert (table.edition, table.verified) == ("2026", True)
    assert table.read("芭蕾舞鞋").places == {("2507", "2")}
    assert table.relate(table.read("长筒靴"), table.read("2508")).kind == "cross_note"
