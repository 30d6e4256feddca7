"""Invented plans as Word files, for the truths in `unseen`: built here, part by part."""

# ruff: noqa: E501 - rows of tables stay on one line each

from __future__ import annotations

from tests.core.plans.word_files import cell, paragraph, table, word_file


def _down(text: str, rows: int) -> list[str]:
    """Return a cell merged over several rows, and what the others hold in its place."""
    return [cell(text, merge="restart"), *[cell("", merge="continue")] * (rows - 1)]


def division_table() -> bytes:
    """A plan whose annex says for each task of the text who does it until when."""
    first, second = _down("夯实基础", 2), _down("提升效能", 2)
    head = ("领域", "序号", "重点任务", "牵头单位", "配合单位", "完成时限")
    rows = (
        (first[0], "1", "建设知识产权大数据中心", "市市场监管局", "市数据局、市科技局", "2027年6月"),
        (first[1], "2", "培养复合型实务人才", "市人力资源社会保障局", "各高校", "2028年12月"),
        (second[0], "3", "推行知识产权“一件事”集成办理", "市政务服务局", "市市场监管局", "2026年12月"),
        (second[1], "4", "发展知识产权保险", "市地方金融管理局", "青州金融监管分局", "持续推进"),
    )  # fmt: skip
    return word_file(
        paragraph("青州市知识产权治理能力提升行动方案（2026—2028年）", style="a3"),
        paragraph("青州市知识产权战略实施工作领导小组"),
        paragraph("2026年2月14日"),
        paragraph("行动目标", level=0),
        paragraph("到2028年，知识产权管理、服务、保障能力显著增强。"),
        paragraph("重点任务", level=0),
        paragraph("夯实基础", level=1),
        paragraph("建设知识产权大数据中心。归集专利、商标、版权数据不少于800万条，开发应用场景12个。", level=2),
        paragraph("培养复合型实务人才。建设实训基地3个，三年培训企业知识产权总监300人。", level=2),
        paragraph("提升效能", level=1),
        paragraph("推行知识产权“一件事”集成办理。将事项办理时间压缩至3个工作日以内。", level=2),
        paragraph("发展知识产权保险。开发险种5个以上，累计提供风险保障20亿元。", level=2),
        paragraph("工作保障", level=0),
        paragraph("各单位要明确专人负责，按季度报送进展。"),
        paragraph("附件：重点任务分工表"),
        table(head, *rows),
    )  # fmt: skip


def merged_indicators() -> bytes:
    """A plan with an indicator table of merged cells, two rows of headings and footnotes."""
    create, use, protect = _down("创造", 3), _down("运用", 2), _down("保护", 1)
    number, name, unit = _down("序号", 2), _down("指标", 2), _down("单位", 2)
    field, kind = _down("维度", 2), _down("属性", 2)
    heads = (
        (number[0], field[0], name[0], unit[0], cell("实绩", wide=2), cell("目标", wide=2), kind[0]),
        (number[1], field[1], name[1], unit[1], "2020年", "2025年", "2028年", "2030年", kind[1]),
    )  # fmt: skip
    rows = (
        ("1", create[0], cell(paragraph("每万人口高价值发明专利拥有量", note=1)), "件", "5.1", "10.4", "14", "18", "预期性"),
        ("2", create[1], "PCT国际专利年申请量", "件", "210", "360", "450", "550", "预期性"),
        ("3", create[2], "累计制修订国际标准", "项", "12", "30", "40", "50", "预期性"),
        ("4", use[0], "知识产权质押融资金额、惠及企业数", "亿元/家", "6.5/110", "21/420", "35/700", "50/1000", "预期性"),
        ("5", use[1], "专利密集型产业增加值占GDP比重", "%", "11.2", "13.9", "15", "16", "预期性"),
        ("6", protect[0], cell(paragraph("群体性侵权案件发生率", note=2)), "‰", "1.8", "1.1", "≤0.9", "≤0.7", "约束性"),
    )  # fmt: skip
    return word_file(
        paragraph("“十五五”时期云溪市知识产权保护和运用规划", style="a3"),
        paragraph("云溪市市场监督管理局"),
        paragraph("云溪市发展和改革局"),
        paragraph("2026年9月"),
        paragraph("总体要求", level=0),
        paragraph("主要目标", level=1),
        paragraph("到2030年，每万人口高价值发明专利拥有量达到18件，知识产权质押融资金额50亿元以上。"),
        paragraph("“十五五”时期主要指标"),
        table(*heads, *rows),
        paragraph("主要任务", level=0),
        paragraph("实施创造提质行动", level=1),
        paragraph("在低空装备、创新药领域布局专利导航项目20项，推动企业牵头制定标准30项。"),
        paragraph("责任单位：市市场监管局、市工业和信息化局"),
        paragraph("实施转化增效行动", level=1),
        paragraph("建设专利技术转移机构6家，其中省级以上2家；2027年底前完成首单知识产权证券化产品发行。"),
        paragraph("责任单位：市科学技术局，云溪高新区管委会"),
        notes=(
            "每万人口高价值发明专利拥有量按常住人口计算。",
            "群体性侵权案件发生率指每千件案件中涉及三名以上权利人的案件数。",
        ),
    )  # fmt: skip


FILES = {"division-table.docx": division_table, "merged-indicators.docx": merged_indicators}
