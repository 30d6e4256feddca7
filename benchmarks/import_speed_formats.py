"""Import of each XML format of patents, against `lxml.etree.iterparse` alone on the same bytes.

    python -m benchmarks.import_speed_formats --megabytes 40

The documents are written by this script: per format one document with the elements of the real one
and texts of its usual length, varied by number and words. They lie in zip archives, one document a
member, except where the table says that many documents stand in one file. The peer reads the same
members on one core and does nothing with them: `for _event, element in iterparse(…): pass`. Ours
reads, checks, normalises, stages, compares with what is stored and writes the Delta table, on all
cores and on one; folding, derived tables and the search index are not part of it. Wall seconds
begin with the first file and end with the commit; seconds of the processor are those of the
importing process and, on both sides, tell the work on a machine that does other things as well. The
first ratio is of wall seconds, the second of the processor's.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from benchmarks.measuring import table, write_result
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

MEMBERS = 400  # documents of one archive
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
WORDS = """
apparatus brick mould clay frame conveyor mechanism container discharging belt press drying surface
layer wherein comprising said first second portion temperature element connected
""".split()  # noqa: SIM905 - a list of quotation marks would hide the words


@dataclass(frozen=True)
class Format:
    """A format: what it is called, how one document is written, how many stand in one file."""

    name: str
    write: Callable[[int, random.Random], str]
    together: bool = False


def sentence(chance: random.Random, words: int) -> str:
    """Return so many words."""
    return " ".join(chance.choices(WORDS, k=words))


def repeated(count: int, write: Callable[[int], str]) -> str:
    """Return what is written for 1, 2 … joined."""
    return "".join(write(number) for number in range(1, count + 1))


def grant(serial: int, chance: random.Random) -> str:
    """Return a grant of the red book with 60 citations, 20 claims and 90 paragraphs."""
    number = f"0{8_000_000 + serial}"
    cited = repeated(
        60,
        lambda place: (
            f'<us-citation><patcit num="{place}"><document-id><country>US</country>'
            f"<doc-number>{chance.randrange(4_000_000, 7_999_999)}</doc-number><kind>A</kind>"
            "<date>19990100</date></document-id></patcit><category>cited by examiner</category>"
            "</us-citation>"
        ),
    )
    claims = repeated(
        20,
        lambda place: (
            f'<claim id="c{place}" num="{place}"><claim-text>{place}. A {sentence(chance, 20)}:'
            f"<claim-text>{sentence(chance, 30)};</claim-text></claim-text></claim>"
        ),
    )
    text = repeated(
        90,
        lambda place: (
            f'<p id="p{place}" num="{place}">A <b>{place}</b> H<sub>2</sub>O '
            f"{sentence(chance, 70)}.</p>"
        ),
    )
    return f"""{DECLARED}<us-patent-grant lang="EN" country="US" date-publ="20150106">
<us-bibliographic-data-grant><publication-reference><document-id><country>US</country>
<doc-number>{number}</doc-number><kind>B2</kind><date>20150106</date></document-id>
</publication-reference><application-reference appl-type="utility"><document-id>
<country>US</country><doc-number>{13_000_000 + serial}</doc-number><date>20120112</date>
</document-id></application-reference><classifications-ipcr><classification-ipcr>
<section>H</section><class>05</class><subclass>B</subclass><main-group>33</main-group>
<subgroup>14</subgroup></classification-ipcr></classifications-ipcr>
<invention-title id="t">{sentence(chance, 8)}</invention-title>
<us-references-cited>{cited}</us-references-cited><assignees><assignee><addressbook>
<orgname>{sentence(chance, 3)} Inc.</orgname></addressbook></assignee></assignees>
</us-bibliographic-data-grant><abstract id="a"><p>{sentence(chance, 110)}.</p></abstract>
<description id="d">{text}</description><claims id="c">{claims}</claims></us-patent-grant>
"""


def sgml(serial: int, chance: random.Random) -> str:
    """Return a grant of the SGML years with named characters and 60 paragraphs."""
    text = repeated(
        60,
        lambda place: (
            f'<PARA ID="P{place}" LVL="0"><PTEXT><PDAT>&lsqb;{place}&rsqb; &agr; '
            f"{sentence(chance, 70)}.</PDAT></PTEXT></PARA>"
        ),
    )
    return f"""{DECLARED}<!DOCTYPE PATDOC SYSTEM "ST32.dtd" [ ]>
<PATDOC><SDOBI><B100><B110><DNUM><PDAT>0{6_300_000 + serial}</PDAT></DNUM></B110>
<B130><PDAT>B1</PDAT></B130><B140><DATE><PDAT>20020101</PDAT></DATE></B140>
<B190><PDAT>US</PDAT></B190></B100><B200><B210><DNUM><PDAT>09{100_000 + serial}</PDAT></DNUM></B210>
<B220><DATE><PDAT>19991005</PDAT></DATE></B220></B200>
<B500><B540><STEXT><PDAT>{sentence(chance, 8)}</PDAT></STEXT></B540></B500></SDOBI>
<SDOAB><BTEXT><PARA><PTEXT><PDAT>{sentence(chance, 100)}</PDAT></PTEXT></PARA></BTEXT></SDOAB>
<SDODE><DETDESC><BTEXT>{text}</BTEXT></DETDESC></SDODE><SDOCL><CL><CLM><PARA><PTEXT>
<PDAT>1. {sentence(chance, 60)}</PDAT></PTEXT></PARA></CLM></CL></SDOCL></PATDOC>
"""


def pap(serial: int, chance: random.Random) -> str:
    """Return a published application of 2001 with 60 paragraphs."""
    text = repeated(60, lambda place: f"<paragraph>{place} {sentence(chance, 70)}.</paragraph>")
    return f"""{DECLARED}<patent-application-publication><subdoc-bibliographic-information>
<document-id><doc-number>2001{serial:07d}</doc-number><kind-code>A1</kind-code>
<document-date>20010315</document-date></document-id><domestic-filing-data><application-number>
<doc-number>09{100_000 + serial}</doc-number></application-number>
<filing-date>19990629</filing-date></domestic-filing-data><technical-information>
<title-of-invention>{sentence(chance, 8)}</title-of-invention></technical-information>
</subdoc-bibliographic-information><subdoc-abstract><paragraph>{sentence(chance, 100)}</paragraph>
</subdoc-abstract><subdoc-description>{text}</subdoc-description><subdoc-claims><claim><claim-text>
1. {sentence(chance, 60)}</claim-text></claim></subdoc-claims></patent-application-publication>
"""


def docdb(serial: int, chance: random.Random) -> str:
    """Return an answer with the bibliographic data of one publication, 30 CPC symbols in parts."""
    classes = repeated(
        30,
        lambda place: (
            f'<patent-classification sequence="{place}"><classification-scheme office="EP" '
            'scheme="CPCI"/><section>B</section><class>28</class><subclass>B</subclass>'
            f"<main-group>{place}</main-group><subgroup>022</subgroup></patent-classification>"
        ),
    )
    number = f"<country>EP</country><doc-number>{1_000_000 + serial}</doc-number><kind>A1</kind>"
    return f"""{DECLARED}<o:world-patent-data xmlns="http://www.epo.org/exchange"
 xmlns:o="http://ops.epo.org"><exchange-documents><exchange-document family-id="{serial}"
 country="EP" doc-number="{1_000_000 + serial}" kind="A1"><bibliographic-data>
<publication-reference><document-id document-id-type="docdb">{number}<date>20000517</date>
</document-id></publication-reference><patent-classifications>{classes}</patent-classifications>
<application-reference><document-id document-id-type="docdb"><country>EP</country>
<doc-number>{99_000_000 + serial}</doc-number><kind>A</kind><date>19991108</date></document-id>
</application-reference><parties><applicants><applicant data-format="original"><applicant-name>
<name>{sentence(chance, 3)}, </name></applicant-name></applicant></applicants></parties>
<invention-title lang="en">{sentence(chance, 8)}</invention-title></bibliographic-data>
<abstract lang="en"><p>{sentence(chance, 120)}</p></abstract></exchange-document>
</exchange-documents></o:world-patent-data>"""


def family(serial: int, chance: random.Random) -> str:
    """Return a family of one member with 50 legal events."""
    events = repeated(
        50,
        lambda place: (
            f'<o:legal code="PG25" desc="{sentence(chance, 6)}" infl="-"><o:pre line="1">'
            f'{sentence(chance, 12)}</o:pre><o:L007EP desc="Gazette DATE">2001-02-07</o:L007EP>'
            f'<o:L500EP><o:L501EP desc="Ref Country Code">AT</o:L501EP><o:L510EP desc="Text">'
            f"{place} {sentence(chance, 10)}</o:L510EP></o:L500EP></o:legal>"
        ),
    )
    return f"""{DECLARED}<o:world-patent-data xmlns="http://www.epo.org/exchange"
 xmlns:o="http://ops.epo.org"><o:patent-family><o:family-member family-id="{serial}">
<publication-reference><document-id document-id-type="docdb"><country>EP</country>
<doc-number>{1_000_000 + serial}</doc-number><kind>A1</kind><date>20000517</date></document-id>
</publication-reference><application-reference><document-id document-id-type="docdb">
<country>EP</country><doc-number>{99_000_000 + serial}</doc-number><kind>A</kind>
<date>19991108</date></document-id></application-reference>{events}</o:family-member>
</o:patent-family></o:world-patent-data>"""


def st96(serial: int, chance: random.Random) -> str:
    """Return a publication in ST.96 with 60 paragraphs and 15 claims."""
    text = repeated(
        60, lambda place: f'<p:P com:id="{place}">{place} {sentence(chance, 70)}.</p:P>'
    )
    claims = repeated(
        15,
        lambda place: (
            f"<p:Claim><p:ClaimText>{place}. A {sentence(chance, 50)}</p:ClaimText></p:Claim>"
        ),
    )
    return f"""{DECLARED}<p:PatentPublication com:languageCode="en"
 xmlns:p="http://www.wipo.int/standards/XMLSchema/ST96/Patent"
 xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common">
<com:IPOfficeCode>AU</com:IPOfficeCode><p:BibliographicData><p:PatentPublicationIdentification>
<com:IPOfficeCode>AU</com:IPOfficeCode><p:PublicationNumber>2024{serial:06d}</p:PublicationNumber>
<com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode>
<com:PublicationDate>2024-03-07</com:PublicationDate></p:PatentPublicationIdentification>
<p:ApplicationIdentification><com:IPOfficeCode>AU</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>2023{serial:06d}</com:ApplicationNumberText></com:ApplicationNumber>
<p:FilingDate>2023-02-24</p:FilingDate></p:ApplicationIdentification><p:InventionTitleBag>
<p:InventionTitle com:languageCode="en">{sentence(chance, 8)}</p:InventionTitle>
</p:InventionTitleBag></p:BibliographicData><p:Description>{text}</p:Description>
<p:Claims>{claims}</p:Claims><p:Abstract><p:P>{sentence(chance, 110)}</p:P></p:Abstract>
</p:PatentPublication>"""


FORMATS = (
    Format("USPTO red book (`us-patent-grant`)", grant),
    Format("USPTO red book, a week in one file", grant, together=True),
    Format("USPTO SGML years (`PATDOC`)", sgml),
    Format("USPTO applications of 2001 (PAP)", pap),
    Format("EPO DOCDB (`exchange-document`)", docdb),
    Format("EPO families and legal events", family),
    Format("WIPO ST.96 (`PatentPublication`)", st96),
)


def main() -> None:
    """Measure each format and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--import-only", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.import_only:
        _import(arguments.import_only, arguments.workers)
        return
    rows = [_measure(each, arguments.megabytes, arguments.folder) for each in FORMATS]
    cores = os.cpu_count() or 1
    headings = (
        "format", "documents", "XML MB", "iterparse MB/s", f"import MB/s, {cores} cores", "ratio",
        "iterparse MB/CPU s", "import MB/CPU s, 1 process", "ratio of CPU", "documents/CPU s",
    )  # fmt: skip
    busy = f"Load of the machine before the run: {os.getloadavg()[0]:.1f}."
    body = f"{__doc__}\n{table(headings, rows)}\n\n{busy}"
    write_result("import-speed-formats", "Import of XML formats of patents", body)


def _measure(what: Format, megabytes: int, folder: Path) -> list[str]:
    feed = folder / f"zhiheng-format-{FORMATS.index(what)}"
    shutil.rmtree(feed, ignore_errors=True)
    documents, size = _write(what, megabytes * 1_000_000, feed)
    peer, peer_work = _walk(what, feed)
    seconds, _ = _import_apart(feed, os.cpu_count() or 1)
    _, work = _import_apart(feed, 1)
    shutil.rmtree(feed)
    megabytes_read = size / 1e6
    return [
        what.name, f"{documents:,}", f"{megabytes_read:,.0f}", f"{megabytes_read / peer:.1f}",
        f"{megabytes_read / seconds:.1f}", f"{peer / seconds:.2f}",
        f"{megabytes_read / peer_work:.1f}", f"{megabytes_read / work:.1f}",
        f"{peer_work / work:.2f}", f"{documents / work:,.0f}",
    ]  # fmt: skip


def _write(what: Format, size: int, feed: Path) -> tuple[int, int]:
    """Write archives of about so many bytes of XML; return documents and bytes."""
    feed.mkdir(parents=True)
    chance = random.Random(1)
    serial = written = 0
    while written < size:
        batch = []
        for _ in range(MEMBERS):
            serial += 1
            batch.append(what.write(serial, chance).encode())
        written += sum(map(len, batch))
        members = [b"".join(batch)] if what.together else batch
        with zipfile.ZipFile(feed / f"{serial:08d}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for place, member in enumerate(members):
                archive.writestr(f"{serial:08d}-{place}.xml", member)
    return serial, written


def _walk(what: Format, feed: Path) -> tuple[float, float]:
    """Return the seconds that iterparse alone takes, on the wall and of the processor.

    Weeks are given to it document by document.
    """
    seconds = work = 0.0
    for document in _documents(what, feed):
        began, working = time.perf_counter(), time.process_time()
        for _event, _element in etree.iterparse(io.BytesIO(document), resolve_entities=False):
            pass
        seconds += time.perf_counter() - began
        work += time.process_time() - working
    return seconds, work


def _documents(what: Format, feed: Path) -> Iterator[bytes]:
    for path in sorted(feed.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                content = archive.read(info)
                if not what.together:
                    yield content
                    continue
                for part in content.split(DECLARED.encode())[1:]:
                    yield DECLARED.encode() + part


def _import_apart(feed: Path, workers: int) -> tuple[float, float]:
    """Import in a process of its own; return seconds on the wall and of its processor."""
    command = [sys.executable, "-m", "benchmarks.import_speed_formats"]
    command += ["--import-only", str(feed), "--workers", str(workers)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, work = finished.stdout.split()
    return float(seconds), float(work)


def _import(feed: Path, workers: int) -> None:
    with tempfile.TemporaryDirectory(prefix="zhiheng-lake-") as folder:
        lake = Lake(folder)
        settings = ImportSettings(load_catalogue(), lake, Path(folder) / "scratch", workers=workers)
        began, working = time.perf_counter(), time.process_time()
        with lake.writing():
            report = import_feed([feed], settings, on=datetime.now(UTC))
        seconds, work = time.perf_counter() - began, time.process_time() - working
    if report.set_aside:
        raise SystemExit(f"set aside: {report.set_aside[0]}")
    print(seconds, work)


if __name__ == "__main__":
    main()
