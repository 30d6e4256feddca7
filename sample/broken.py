"""Files that are wrong on purpose, one kind of defect each, for demonstrations and tests."""

from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random

from sample.documents import Document
from sample.filings import Draftsman, Filing, World
from sample.order import SERIALS, FilingDays, Part
from sample.tables import ENTERPRISE_HEADER, RESEARCH, enterprise_row, write_csv, write_sheet

_YEAR = 2009
# The last serial number of the year, which no city is large enough to reach.
_PART = Part("utility-model", SERIALS - 1, 1, SERIALS)


def write_broken(folder: Path, *, world: World) -> dict[str, str]:
    """Write the folder and return what is wrong with each file."""
    folder.mkdir(parents=True)
    defects = {**_write_documents(folder, world), **_write_others(folder, world)}
    return dict(sorted(defects.items()))


def _good(world: World) -> tuple[Filing, str]:
    rng = Random(f"{world.order.seed}/broken")
    draftsman = Draftsman(world=world, rng=rng, spelling=Random(0))
    filing_days = FilingDays(right="utility-model", year=_YEAR, days=world.days)
    filing = draftsman.draft(part=_PART, year=_YEAR, index=_PART.first, filing_days=filing_days)
    assert filing.life.granted is not None, "a utility model is granted with its first document"
    _, content = Document(filing, days=world.days).written(kind="U", day=filing.life.granted)
    return filing, content.decode()


def _write_documents(folder: Path, world: World) -> dict[str, str]:
    filing, text = _good(world)
    documents = {**_wrong_facts(filing, text, world), **_wrong_entities(filing, text)}
    for name, (content, _) in documents.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "wrong-encoding.xml").write_bytes(text.encode("gb18030"))
    (folder / "empty.xml").write_bytes(b"")
    _write_nested(folder / "nested-archive.zip", text)
    return {
        **{name: defect for name, (_, defect) in documents.items()},
        "wrong-encoding.xml": "declared as UTF-8, written in GB18030",
        "empty.xml": "no content",
        "nested-archive.zip": "an archive inside the archive",
    }


def _title_element(filing: Filing) -> str:
    assert filing.wording is not None, "utility models have a text"
    return f">{filing.wording.title}<"


def _wrong_facts(filing: Filing, text: str, world: World) -> dict[str, tuple[str, str]]:
    """Return content and defect of the documents in which a statement is wrong."""
    assert filing.life.granted is not None, "utility models are granted"
    granted = world.days.compact[filing.life.granted]
    wrong_check = "0" if filing.check != "0" else "1"
    standard = f"20{filing.number[:4]}00{filing.number[5:]}"
    empty = "<base:DocNumber><"
    return {
        "truncated.xml": (text[: len(text) // 2], "the document stops in the middle"),
        "unknown-kind.xml": (
            text.replace("<base:Kind>U<", "<base:Kind>Q<").replace('kind="U"', 'kind="Q"'),
            "Q is no kind code of a Chinese patent document",
        ),
        "impossible-date.xml": (
            text.replace(granted, f"{granted[:4]}0231"),
            "the publication date is 31 February",
        ),
        "duplicate-key-1.xml": (text, "the first of two documents with one number"),
        "duplicate-key-2.xml": (
            text.replace(_title_element(filing), ">另一件同号不同文的实用新型<"),
            "the same number as duplicate-key-1.xml with another title",
        ),
        "wrong-check-digit.xml": (
            text.replace(filing.dotted, f"{filing.number}.{wrong_check}"),
            "the application number's check digit does not fit",
        ),
        "no-application-number.xml": (
            text.replace(f"<base:DocNumber>{filing.dotted}<", empty).replace(
                f"<base:DocNumber>{standard}<", empty
            ),
            "no application number in either format",
        ),
    }


def _wrong_entities(filing: Filing, text: str) -> dict[str, tuple[str, str]]:
    """Return content and defect of the documents that attack a careless parser."""
    doctype = text[text.index("<!DOCTYPE") : text.index("[]>") + 3]
    title = _title_element(filing)
    outside = '[<!ENTITY outside SYSTEM "file:///etc/hostname">]>'
    growing = (
        '[<!ENTITY a "aaaaaaaaaa">'
        f'<!ENTITY b "{"&a;" * 8}">'
        f'<!ENTITY c "{"&b;" * 8}">]>'
    )  # fmt: skip
    return {
        "external-entity.xml": (
            text.replace(doctype, doctype.replace("[]>", outside)).replace(title, ">&outside;<"),
            "an entity that reads a file of the machine",
        ),
        "entity-expansion.xml": (
            text.replace(doctype, doctype.replace("[]>", growing)).replace(title, ">&c;<"),
            "entities that expand into one another",
        ),
    }


def _write_nested(path: Path, text: str) -> None:
    inner = path.with_name("inner.zip")
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(zipfile.ZipInfo("inner.xml"), text)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("inner.zip"), inner.read_bytes())
    inner.unlink()


def _write_others(folder: Path, world: World) -> dict[str, str]:
    row = list(enterprise_row(world.inhabitants.enterprises[0]))
    code = str(row[0])
    write_csv(
        folder / "legal-events-wrong-header.csv",
        rows=[("号码", "日期", "状态"), ("2009200000015", "2010-01-06", "授权")],
    )
    write_csv(
        folder / "enterprises-wrong-code.csv",
        rows=[ENTERPRISE_HEADER, [code[:-1] + ("0" if code[-1] != "0" else "1"), *row[1:]]],
    )
    write_sheet(
        folder / "enterprises-formula-error.xlsx",
        title="企业名录",
        rows=[ENTERPRISE_HEADER, [*row[:RESEARCH], "#DIV/0!", *row[RESEARCH + 1 :]]],
    )
    _write_contradictory_pledges(folder / "pledges-contradictory.csv")
    return {
        "pledges-contradictory.csv": (
            "a debt due before the pledge, an amount below zero, an unknown status, one number "
            "with two contents"
        ),
        "legal-events-wrong-header.csv": "the columns are not those of the register",
        "enterprises-wrong-code.csv": "the credit code's check character does not fit",
        "enterprises-formula-error.xlsx": "a cell holds the error #DIV/0!",
    }


def _write_contradictory_pledges(path: Path) -> None:
    """Write five rows of which the first alone is right."""
    number, bank = "ZL200920000001.5", "样例银行"
    facts = (
        ("Y2012980000001", "300", "2012-01-02", "2013-01-02", "生效"),
        ("Y2012980000002", "300", "2012-01-02", "2011-01-02", "生效"),
        ("Y2012980000003", "-300", "2012-01-02", "2013-01-02", "生效"),
        ("Y2012980000004", "300", "2012-01-02", "2013-01-02", "不详"),
        ("Y2012980000001", "500", "2012-01-02", "2013-01-02", "生效"),
    )
    heading = ("质押登记号", "专利号", "出质人", "质权人", "担保金额(万元)", "登记生效日")
    rows = [
        (registered, number, "样例出质人", bank, amount, since, due, status)
        for registered, amount, since, due, status in facts
    ]
    write_csv(path, rows=[(*heading, "债务履行期限届满日", "质押状态"), *rows])
