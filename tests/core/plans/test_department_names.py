"""Names of departments: forms, places, abolished ones and their successors, an office's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import DeclarationError
from zhiheng.core.plans import department_names
from zhiheng.core.plans.department_names import DepartmentList, resolve_department

ON = date(2025, 10, 31)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("市科技创新局", "深圳市科技创新局"),
        ("深圳市科技创新局", "深圳市科技创新局"),
        ("科技创新局", "深圳市科技创新局"),
        ("市市场监管局", "深圳市市场监督管理局"),
        ("市 知识产权局", "深圳市知识产权局"),
        ("市发改委", "深圳市发展和改革委员会"),
        ("市发展改革委", "深圳市发展和改革委员会"),
        ("市人力资源保障局", "深圳市人力资源和社会保障局"),
        ("市人社局", "深圳市人力资源和社会保障局"),
        ("市政务和数据局", "深圳市政务服务和数据管理局"),
        ("深圳金融监管局", "国家金融监督管理总局深圳监管局"),
        ("市委宣传部(市版权局)", "中共深圳市委宣传部"),
        ("市公安局等有关部门", "深圳市公安局"),
        ("省科技厅", "广东省科学技术厅"),
        ("科技部", "科学技术部"),
    ],
)
def test_every_form_of_a_name_means_the_declared_department(written: str, full: str) -> None:
    found = resolve_department(written, on=ON, place="深圳市")
    assert (found.name, found.written, found.known) == (full, written, True)
    assert (found.abolished_on, found.problems) == (None, ())


def test_the_place_of_the_plan_tells_two_departments_of_one_name_apart() -> None:
    names = [resolve_department("市司法局", on=ON, place=p).name for p in ("深圳市", "珠海市")]
    assert names == ["深圳市司法局", "珠海市司法局"]
    assert resolve_department("市司法局", on=ON).name == "市司法局"
    assert resolve_department("珠海市司法局", on=ON, place="深圳市").name == "珠海市司法局"
    assert not resolve_department("市司法局", on=ON, place="").known


def test_an_abolished_department_names_its_successors_of_that_day() -> None:
    def of(written: str, on: date) -> tuple[date | None, tuple[str, ...], list[str]]:
        found = resolve_department(written, on=on, place="深圳市")
        assert found.known
        return found.abolished_on, found.successors, [p.code for p in found.problems]

    assert of("市经贸信息委", date(2018, 6, 1)) == (None, (), [])
    assert of("市经贸信息委", ON) == (
        date(2019, 1, 31), ("深圳市工业和信息化局", "深圳市商务局"), ["department.abolished"],
    )  # fmt: skip
    # Its first successor was renamed in its turn.
    assert of("市金融办", date(2020, 1, 1))[1] == ("深圳市地方金融监督管理局",)
    assert of("市金融办", ON)[1] == ("深圳市地方金融管理局",)
    assert of("市科技创新委", date(2024, 3, 31))[0] == date(2024, 3, 31)


@pytest.mark.parametrize("name", ["各区人民政府", "南山区政府", "各有关单位", "西乡街道办事处"])
def test_local_governments_and_collective_names_are_known(name: str) -> None:
    assert resolve_department(name, on=ON, place="深圳市").known


def test_a_name_nobody_declared_comes_back_as_written_and_is_told() -> None:
    found = resolve_department("市量子局", on=ON)
    assert (found.name, found.known) == ("市量子局", False)
    assert "市量子局" in problem_text(found.problems[0])


def test_an_office_adds_and_replaces_departments(tmp_path: Path) -> None:
    (tmp_path / "departments").mkdir()
    (tmp_path / "departments" / "own.yaml").write_text(
        "- {department: 临江市科技局, place: 临江市, aliases: [市科技和创新局]}\n"
        "- {department: 深圳市司法局, place: 深圳市, aliases: [市法务局]}\n",
        encoding="utf-8",
    )
    among = DepartmentList(load_catalogue(tmp_path).departments.values())
    for written, place, full in (
        ("市科技局", "临江市", "临江市科技局"),
        ("市科技和创新局", "临江市", "临江市科技局"),
        ("市法务局", "深圳市", "深圳市司法局"),
    ):
        assert resolve_department(written, on=ON, place=place, among=among).name == full


def test_every_mistake_in_a_declared_department_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "departments").mkdir()
    path = tmp_path / "departments" / "own.yaml"
    path.write_text(
        "- {department: 甲局, abolished_on: 2020-01-01}\n- {department: 乙局, boss: 某人}\n",
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError) as caught:
        load_catalogue(tmp_path)
    assert [(p.code, p.position) for p in caught.value.problems] == [
        ("declaration.invalid", "line 1"), ("declaration.invalid", "line 2"),
    ]  # fmt: skip
    path.write_text(
        "- department: 甲局\n  abolished_on: 2020-01-01\n  successors: [乌有局]\n"
        "  source: {instrument: 甲}\n",
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError) as caught:
        load_catalogue(tmp_path)
    assert [p.code for p in caught.value.problems] == ["declaration.unknown_department"]
    assert "乌有局" in problem_text(caught.value.problems[0])


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("深圳市知识产权规划", "深圳市"),
        ("示范市知识产权规划", "示范市"),
        ("全市知识产权规划", None),
        ("关于加强知识产权保护的意见", None),
    ],
)
def test_a_city_nobody_declared_is_a_place_too(title: str, place: str | None):
    departments = department_names.packaged_departments()
    assert departments.place_of(title) == place
    if place == "示范市":
        found = departments.resolve("市地方金融管理局", on=date(2026, 1, 1), place=place)
        assert (found.name, found.known) == ("市地方金融管理局", False)
