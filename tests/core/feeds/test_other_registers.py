"""Tables of the registers beside patents and marks, as offices export them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.feeds.feeding import Feeding, read_paths, tally
from zhiheng.core.declarations.catalogue import Catalogue

WORKS = """作品登记号,作品名称,作品类别,作者,著作权人,创作完成日期,首次发表日期,登记日期
粤作登字－2024－F－00012345,吉祥物,美术作品,张三,甲公司；乙公司,2024年1月2日,,2024.03.04
19-2010-A-0123,手册,文字,李四,丙公司,2009-05-01,2009-06-01,2010-01-02
"""
SOFTWARE = """登记号,软件全称,版本号,著作权人,权利取得方式,开发完成日期,首次发表日期,登记日期
2024sr0123456,某管理系统,V1.0,甲公司,原始取得,2024-01-02,未发表,2024-03-04
2024SR0123457,另一系统,V2.0,乙公司,受让,2024-01-02,-,2024-03-04
"""
INDICATIONS = """公告号,产品名称,类型,状态,产地范围,批准公告日期
2005年第12号,岫岭荔枝,地理标志产品,受保护,某街道,2005-06-07
2005年第12号,澜湾生蚝,地理标志产品,受保护,某街道,2005-06-07
8100002,砚溪云雾茶,证明商标,有效,某街道,2011-02-03
"""
PRODUCERS = """企业名称,统一社会信用代码,公告号,产品名称,核准日期,停止使用日期
某合作社,91440300708461136T,2005年第12号,岫岭荔枝,2006-01-02,
某公司,91440300192203821X,2005年第12号,岫岭荔枝,2006-01-02,
"""
LAYOUTS = """登记号,布图设计名称,权利人,创作人,创作完成日,首次商业利用日,申请日,公告日
BS205512345,电源管理芯片,甲公司,张三,2020-01-02,2020-02-03,2020-05-06,2020-08-09
BS.205512346,射频芯片,乙公司,李四、王五,2020-01-02,未利用,2020-05-06,2020-08-09
BS.205512347,射频芯片,乙公司,李四,2020-07-02,,2020-05-06,2020-08-09
2020SR0123456,软件,乙公司,李四,2020-01-02,,2020-05-06,2020-08-09
"""
VARIETIES = """品种权号,品种名称,所属属或种,植物类别,培育人,品种权人,申请日,授权日
CNA20191000123,岫香1号,水稻,草本,张三、李四,某研究院,2019-01-02,2022-03-04
20190012,砚粉,山茶属,木本,王五,某公司,2019-01-02,2021-03-04
"""
LICENCES = """许可备案号,许可种类,专利号,许可人,被许可人,许可使用费（万元）,许可起始日,许可终止日
X2023980012345,独占许可,ZL201910302430.1,甲公司,乙公司,12.5,2023-01-01,2026-01-01
KF2024000001,开放许可,ZL201910302430.1;ZL201710601862.3,丙大学,,5,2024-02-03,2025-02-03
X2023980012346,普通许可,ZL201910302430.1,甲公司,乙公司,-1,2023-01-01,2022-01-01
"""
TRANSFERS = """申请号,权利种类,变更前,变更后,登记生效日,公告日
CN201910302430.1,专利权,甲公司,乙公司,2023-02-03,2023-02-14
2018103932133,专利申请权,甲公司；张三,乙公司,2023-02-03,2023-02-14
"""
AWARDS = """奖项,等级,年度,届次,专利名称,专利号,专利权人,发明人
中国专利奖,金奖,2023,第二十四届,一种方法,ZL201910302430.1,甲公司,张三；李四
国家技术发明奖,二等奖,2020,,某关键技术,,甲公司；丙大学,王五
"""
NOTICES = """申请号,通知日,行为类型,处理状态,认定日,通知文号
ZL201910302430.1,2021-05-06,（二）,认定,2021-07-01,通报1号
2018103932133,2021-05-06,五,,,通报1号
201910302431.6,2021-05-06,一,申诉成立,2021-04-01,通报1号
201910302431.7,2021-05-06,九,认定,,通报1号
"""
AGENCIES = """代理机构代码,代理机构名称,设立时间,机构状态,执业专利代理师人数,负责人
44300,某专利代理事务所(普通合伙),2005-01-02,正常,12,张三
4430,某知识产权代理有限公司,2005-01-02,正常,12,李四
44301,某知识产权代理有限公司,2005-01-02,正常,-2,李四
"""
LISTED = """证券代码,证券简称,所属行业,地区,总股本（亿股）,总资产（万元）,股东人数,上市日期
000001,样例甲,软件服务,深圳,1.5,200,3000,20100203
000002,样例乙,,,0,0,0,0
"""
INDUSTRIES = """code,level,name,parent,remark
A,1,农、林、牧、渔业,,本门类包括01～05大类
A01,2,农业,A,
A011,3,谷物种植,A01,
"""
STREETS = """code,name,areaCode
440305001,南头街道,440305
"""

# Register, table, numbers taken in by column and value, and the codes of what is set aside.
CASES: list[tuple[str, str, dict[str, list[Any]], list[list[str]]]] = [
    ("copyright-works", WORKS, {
        "registration_number": ["19-2010-A-0123", "粤作登字-2024-F-00012345"],
        "work_type": ["literary", "artistic"],
        "owners": [["丙公司"], ["甲公司", "乙公司"]],
        "registered_on": [date(2010, 1, 2), date(2024, 3, 4)]}, []),
    ("software-copyrights", SOFTWARE, {
        "registration_number": ["2024SR0123456", "2024SR0123457"],
        "acquisition": ["original", "derived"],
        "first_published_on": [None, None]}, []),
    ("geographical-indications", INDICATIONS, {
        "number": ["2005年第12号", "2005年第12号", "8100002"],
        "name": ["岫岭荔枝", "澜湾生蚝", "砚溪云雾茶"],
        "scheme": ["product", "product", "certification_mark"],
        "country": ["中国"] * 3}, []),
    ("gi-producers", PRODUCERS, {"producer": ["某合作社"]}, [["uscc.check"]]),
    ("layout-designs", LAYOUTS, {
        "registration_number": ["BS.205512345", "BS.205512346"],
        "creators": [["张三"], ["李四", "王五"]],
        "expires_on": [date(2030, 2, 3), date(2030, 5, 6)]},
        [["row.dates_out_of_order"], ["registration_number.another_kind"]]),
    ("plant-varieties", VARIETIES, {
        "number": ["20190012", "CNA20191000123"],
        "breeders": [["王五"], ["张三", "李四"]],
        "expires_on": [date(2041, 3, 4), date(2037, 3, 4)]}, []),
    ("licences", LICENCES, {
        "recordal_number": ["KF2024000001", "X2023980012345"],
        "kind": ["open", "exclusive"],
        "fee": [50_000.0, 125_000.0],
        "licensees": [None, ["乙公司"]],
        "right_numbers": [["201910302430.1", "201710601862.3"], ["201910302430.1"]]},
        [["row.dates_out_of_order", "row.negative"]]),
    ("transfers", TRANSFERS, {
        "right_number": ["201810393213.3", "201910302430.1"],
        "transferors": [["甲公司", "张三"], ["甲公司"]]}, []),
    ("awards", AWARDS, {
        "award": ["china_patent_award", "national_invention"],
        "patent_number": ["201910302430.1", ""],
        "winners": [["甲公司"], ["甲公司", "丙大学"]]}, []),
    ("abnormal-filings", NOTICES, {
        "application_number": ["201810393213.3", "201910302430.1"],
        "behaviour": ["5", "2"],
        "state": ["notified", "confirmed"],
        "decided_on": [None, date(2021, 7, 1)]},
        [["row.dates_out_of_order"], ["application_number.check_digit", "cell.not_a_choice"]]),
    ("agencies", AGENCIES, {"code": ["44300"]}, [["agency_code.malformed"], ["row.negative"]]),
    ("listed-companies", LISTED, {
        "total_shares": [150_000_000.0, 0.0],
        "listed_on": [date(2010, 2, 3), None]}, []),
    ("industries", INDUSTRIES, {"code": ["01", "011", "A"], "parent": ["A", "01", None]}, []),
    ("administrative-areas", STREETS, {"code": ["440305001"], "parent": ["440305"]}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("register", "table", "expected", "reasons"), CASES, ids=[case[0] for case in CASES]
)
def test_a_table_becomes_rows_of_its_register(
    feeding: Feeding, register: str, table: str, expected: dict[str, list[Any]], reasons: list[Any]
) -> None:
    path = feeding.put("table.csv", table)
    outcome = read_paths(feeding.catalogue, path)
    assert {row.register for row in outcome.rows} == {register}
    assert [[p.code for p in record.problems] for record in outcome.set_aside] == reasons
    assert outcome.notices == []
    feeding.take(path)
    stored = feeding.rows(register)
    assert {name: [row[name] for row in stored] for name in expected} == expected


def test_the_same_number_with_another_content_is_set_aside(feeding: Feeding) -> None:
    head, first, _ = SOFTWARE.splitlines()
    other = first.replace("甲公司", "丁公司")
    path = feeding.put("twice.csv", "\n".join((head, first, first, other)))
    report = feeding.take(path)
    assert tally(report) == {"new": 1, "unchanged": 1, "set_aside": 1}
    assert report.set_aside[0].position == "line 4"
    assert feeding.rows("software-copyrights")[0]["owners"] == ["甲公司"]


def test_days_come_first_in_the_british_register(feeding: Feeding) -> None:
    head = "Register,ProductType,Name,ProductCategory,FileNumber,Type,Country,Status,"
    head += "LegalInstrument,ApplicationDate,DateRegistration,DatePublication\n"
    scheme = "Protected Designation of Origin (PDO)"
    days = ["03/02/2010,04/05/2011,05/06/2010", "03/02/2012,04/05/2011,", "13/13/2012,04/05/2011,"]
    lines = [
        f"Wines,Wine,Sample,1. Wine,PDO-XX-000{number},{scheme},Country,Registered,Journal,{told}"
        for number, told in enumerate(days)
    ]
    outcome = read_paths(feeding.catalogue, feeding.put("gi.csv", head + "\n".join(lines)))
    (row,) = outcome.rows
    read = [row.values[name] for name in ("applied_on", "published_on", "protected_since")]
    assert read == [date(2010, 2, 3), date(2010, 6, 5), date(2011, 5, 4)]
    assert outcome.codes == ["row.dates_out_of_order", "date.impossible"]


def test_an_enterprise_keeps_what_an_older_table_of_it_told(feeding: Feeding) -> None:
    head = "统一社会信用代码,企业名称,参保人数,研发费用(万元)"
    row = "91440300708461136T,某公司,12,3.5"
    older = read_paths(feeding.catalogue, feeding.put("older.csv", f"{head}\n{row}\n")).rows[0]
    assert (older.values["insured_staff"], older.values["rd_expense"]) == (12, 35000.0)
    newer = f"{head},曾用名,英文名称,登记状态,法定代表人,注册资本（万元）,经营范围\n"
    newer += f"{row},旧公司；更旧公司,Some Co. Ltd.,在业,张三,100,软件；硬件\n"
    values = read_paths(feeding.catalogue, feeding.put("newer.csv", newer)).rows[0].values
    assert values["former_names"] == ["旧公司", "更旧公司"]
    assert (values["status"], values["registered_capital"]) == ("open", 1_000_000.0)
    assert (values["legal_representative"], values["scope"]) == ("张三", "软件；硬件")


@pytest.mark.parametrize(("written", "code"), [("C3921", "3921"), ("3921", "3921"), ("I", "I")])
def test_industries_have_one_form_in_both_registers(
    feeding: Feeding, written: str, code: str
) -> None:
    table = f"统一社会信用代码,企业名称,行业代码\n91440300708461136T,某公司,{written}\n"
    titles = f"code,level,name,parent\n{written},4,某业,C392\n"
    paths = [feeding.put("firms.csv", table), feeding.put("industries.csv", titles)]
    firm, industry = read_paths(feeding.catalogue, *paths).rows
    assert firm.values["industry"] == industry.values["code"] == code
    assert industry.values["parent"] == "392"


OTHERS = [case[0] for case in CASES]


@pytest.mark.parametrize("name", OTHERS)
def test_a_register_can_be_searched_sorted_and_read_by_people(
    catalogue: Catalogue, name: str
) -> None:
    register = catalogue.register(name)
    listed = [column for column in register.columns if column.listed]
    assert 3 <= len(listed) <= 9
    assert register.column(register.sort).sortable
    assert any(column.search == "number" or column.search == "class" for column in register.columns)
    assert register.defects is not None
    names = [
        column for column in register.columns if column.party in ("owner", "author", "inventor")
    ]
    assert all(column.personal for column in names), "persons may stand among them"
