"""Private persons are masked and organisations stay readable."""

from __future__ import annotations

from typing import Any

import ibis
import pytest

from tests.core.lake.stored import packaged, stored_city
from zhiheng.core.browsing.privacy import (
    mask_address,
    mask_name,
    mask_text,
    masked,
    organisations_in,
)
from zhiheng.core.engine import DuckEngine
from zhiheng.core.identifiers.name_kinds import is_organisation

PERSONS = {
    # two to four characters, compound surnames
    "张三": "张*", "李四光": "李**", "张晓明": "张**", "欧阳修": "欧**", "欧阳娜娜": "欧***",
    "司马相如": "司***", "诸葛亮": "诸**", "上官婉儿": "上***", "夏侯惇": "夏**",
    "尼格买提": "尼***",
    # names that end like an organisation's
    "陈所": "陈*", "李店": "李*", "徐集团": "徐**", "张厂长": "张**", "刘大学": "刘**",
    "赵银行": "赵**", "王中心": "王**", "欧阳建社": "欧***", "司马立馆": "司***",
    # written with a blank so that it looks like three characters
    "张　三": "张*", "李 四": "李*", " 王五 ": "王*", "李": "*",
    # other peoples and countries
    "买买提·吐尔逊": "买******", "古丽娜扎尔·拜合提亚尔": "古**********", "山田太郎": "山***",
    "김철수": "김**", "𠮷田": "𠮷*", "John Smith": "J*** S***", "Jean-Luc Picard": "J*** P***",
    "O'Brien": "O***", "Smith, John": "S*** J***", "Li Ming": "L*** M***", "Sa Li": "S*** L***",
    "LI SA": "L*** S***", "Ag Nguyen": "A*** N***", "Co Van": "C*** V***", "周AB": "周**",
    # a person with an employer or a spelling behind
    "张三（华为技术有限公司）": "张***********", "张三(ZHANG San)": "张***********",
    "John Smith (Acme Inc.)": "J*** S*** (*** I***",
}  # fmt: skip
ORGANISATIONS = [
    # with a legal form
    "华为技术有限公司", "腾讯科技（深圳）有限公司", "深圳市创新投资（有限合伙）",
    "上海甲乙企业管理中心（有限合伙）",
    "索尼公司", "株式会社东芝", "三星电子株式会社", "罗伯特·博世有限公司", "深圳甲乙农民专业合作社",
    # public bodies, universities, hospitals
    "深圳大学", "清华大学深圳研究生院", "哈尔滨工业大学（深圳）", "深圳市人民医院",
    "北京大学深圳医院",
    "中国科学院深圳先进技术研究院", "鹏城实验室", "深圳市疾病预防控制中心", "中国人民解放军总医院",
    "深圳市南山区人民政府", "中国人民解放军某部队", "深圳市律师协会", "国家知识产权局", "深圳中学",
    # individual businesses under their registered names
    "深圳市南山区张三小吃店", "李四电子经营部", "王五百货商行", "深圳市宝安区老王五金加工厂",
    "张三工作室",
    # other countries
    "Huawei Technologies Co., Ltd.", "Apple Inc.", "Siemens AG", "Nokia Oy", "Robert Bosch GmbH",
    "Koninklijke Philips N.V.", "The Regents of the University of California",
    "International Business Machines Corporation", "QUALCOMM INCORPORATED", "Samsung Electronics",
    "Université de Genève", "Technische Universität München", "Merck Sharp & Dohme LLC",
    "Samsung (China) Semiconductor Co., Ltd.", "Fondation Institut Pasteur",
    # already hidden at the source
    "请求不公布姓名", "不公告设计人", "不公告发明人",
]  # fmt: skip


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(PERSONS) + len(ORGANISATIONS) >= 60


@pytest.mark.parametrize(("name", "shown"), PERSONS.items())
def test_persons_are_masked(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_organisations_stay(name: str) -> None:
    assert mask_name(name) == name


@pytest.mark.parametrize("name", ["比亚迪", "中兴通讯", "国家电网"])
def test_in_doubt_a_name_is_masked(name: str) -> None:
    assert mask_name(name) == name[0] + "*" * (len(name) - 1)


def test_the_engine_tells_organisations_as_masking_does() -> None:
    names = [*PERSONS, *ORGANISATIONS, "比亚迪", "司马工厂", "诸葛集团有限公司", "", "（有限公司）"]
    engine = DuckEngine(stored_city().lake)
    one = engine.table(packaged().register("patents")).limit(1)
    given = ibis.literal(names, type="array<string>")
    (row,) = engine.run(one.select(kept=organisations_in(given))).to_pylist()
    accented = {"Université de Genève", "Technische Universität München"}
    told = [name for name in names if is_organisation(name) and name not in accented]
    assert row["kept"] == told


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("518057 广东省深圳市南山区高新南一道9号", "广东省深圳市南山区****"),
        ("深圳市南山区西丽街道桃源村张三家", "深圳市南山区****"),
        ("广东省东莞市长安镇李四小区5栋", "广东省东莞市****"),
        ("广东省东莞市松山湖科技园区2号", "广东省东莞市****"),
        ("北京市海淀区清华园1号", "北京市海淀区****"),
        ("上海市浦东新区张江路1号", "上海市浦东新区****"),
        ("新疆维吾尔自治区乌鲁木齐市天山区某路", "新疆维吾尔自治区乌鲁木齐市天山区****"),
        ("123 Main St, Springfield", "****"),
        ("", "****"),
    ],
)
def test_addresses_end_at_the_district(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "登记生效日：2020-01-02；变更事项：专利权人；变更前：张三；变更后：深圳市甲有限公司",
            "登记生效日：2020-01-02；变更事项：专利权人；变更前：张*；变更后：深圳市甲有限公司",
        ),
        ("变更后权利人：李四光；王五；登记号：Y1", "变更后权利人：李**；王*；登记号：Y1"),
        ("专利权人：张三、李四,王五", "专利权人：张*、李*,王*"),
        ("专利权人由张三变更为李四", "专利权人由张*变更为李*"),
        ("专利权人由甲乙有限公司变更为张三", "专利权人由甲乙有限公司变更为张*"),
        (
            "登记号:Y2020 出质人：张三 质权人：中国银行股份有限公司深圳分行",
            "登记号:Y2020 出质人：张* 质权人：中国银行股份有限公司深圳分行",
        ),
        (
            "变更前地址:518000 广东省深圳市罗湖区某路1号",
            "变更前地址:**** 广东省深圳市罗湖区****",
        ),
        ("许可人: 张三\n被许可人: 李四", "许可人: 张*\n被许可人: 李*"),
        ("转让方：张三；受让方：John Smith", "转让方：张*；受让方：J*** S***"),
        ("未缴年费专利权终止", "未缴年费专利权终止"),
        ("无效宣告决定号：12345，全部无效", "无效宣告决定号：12345，全部无效"),
    ],
)
def test_announcements_name_nobody(text: str, shown: str) -> None:
    assert mask_text(text) == shown


SECRETS = ("张三丰", "广东省深圳市南山区西丽街道1号")


@pytest.mark.parametrize("name", packaged().registers)
def test_no_personal_column_of_any_register_leaks(name: str) -> None:
    register = packaged().register(name)
    row: dict[str, Any] = {"applicants": ["张三丰"]}
    for column in register.columns:
        if column.personal:
            texts = SECRETS[1] if column.name == "addresses" else "张三丰"
            row[column.name] = [texts] if column.type == "strings" else f"专利权人：{texts}"
    shown = masked(register, row)
    for column in register.columns:
        if column.personal:
            assert not any(secret in str(shown[column.name]) for secret in SECRETS), column.name
    assert all(isinstance(shown[each], type(row[each])) for each in row)


def test_nobody_of_the_sample_city_is_named() -> None:
    engine = DuckEngine(stored_city().lake)
    register = packaged().register("patent-documents")
    rows = engine.run(engine.table(register).limit(400)).to_pylist()
    persons = {
        name for row in rows for name in (row["inventors"] or []) if name != "请求不公布姓名"
    }
    assert len(persons) > 100
    for row in rows:
        shown = masked(register, row)
        for column in register.columns:
            if column.personal and row[column.name]:
                assert not persons & set(shown[column.name])
    original = dict(rows[0])
    masked(register, rows[0])
    assert rows[0] == original
