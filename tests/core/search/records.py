"""A small lake of patents and enterprises to index, and ways to ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.core.lake.stored import packaged, put
from zhiheng.core.lake.tables import Lake
from zhiheng.core.search.fields import searchable
from zhiheng.core.search.indexing import Report, update_index
from zhiheng.core.search.opening import open_index
from zhiheng.core.search.results import Results
from zhiheng.core.search.text_index import SearchRequest, TextIndex
from zhiheng.core.search.understanding import Understood, understand

ON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
REGISTERS = searchable(packaged().registers.values())
Row = dict[str, Any]


def patent(number: str, title: str, /, **columns: Any) -> Row:
    """A patent with what a test is about."""
    return {
        "application_number": number,
        "title": title,
        "right": "invention",
        "status": "granted",
        "filing_date": date(2020, 1, 2),
        "applicants": ["比亚迪股份有限公司"],
        "inventors": ["王传福"],
        "division": "440307",
        "ipc": ["H01M10/0525"],
        **columns,
    }


PATENTS: list[Row] = [
    patent("201910302430.1", "一种固态电池的隔膜", grant_number="CN110083831B"),
    patent(
        "202110000001.X",
        "鋰電池用電解質的製備方法",
        filing_date=date(2021, 5, 6),
        applicants=["宁德时代新能源科技股份有限公司"],
        inventors=["曾毓群"],
        division="350902",
        status="published",
    ),
    patent(
        "202220000002.5",
        "Battery pack 散热结构",
        right="utility_model",
        filing_date=date(2022, 7, 8),
        ipc=["H01M10/613", "H05K7/20"],
        applicants=["李明"],
        status="lapsed",
        division="440305",
    ),
    patent("95115608.X", "输入方法", filing_date=date(1995, 9, 1), ipc=["G06F3/023"]),
]
ENTERPRISES: list[Row] = [
    {
        "uscc": "91440300708461136T",
        "name": "华为技术有限公司",
        "former_names": ["深圳市沧溟有限公司"],
        "english_name": "Huawei Technologies Co., Ltd.",
        "division": "440307",
        "established_on": date(1987, 9, 15),
    }
]
DOCUMENTS: list[Row] = [
    {
        "document_number": "CN110083831B",
        "application_number": "201910302430.1",
        "title": "一种固态电池的隔膜",
        "publication_date": date(2021, 2, 12),
        "abstract": "本发明公开了一种隔膜。所述隔膜涂有陶瓷，陶瓷层厚度为二微米。",
        "claims": ["1.一种隔膜，其特征在于包括基膜和陶瓷层。"],
        "description": "实施例一：在烧结炉中烧结。",
    }
]


class Searched:
    """A lake in a folder with its index."""

    def __init__(self, folder: Path) -> None:
        self.lake = Lake(str(folder / "lake"))
        self.folder = folder / "index"
        self.address = ""  # of a server that is searched instead

    def store(self, register: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make these rows the whole register."""
        put(self.lake, packaged().register(register), rows)

    def update(self, **options: Any) -> Report:
        """Bring the index up to date."""
        return update_index(self.lake, packaged(), self.folder, on=ON, **options)

    @property
    def index(self) -> TextIndex:
        """The index, opened anew."""
        return open_index(self.folder, packaged(), on=ON.date, address=self.address)

    def find(self, text: str, /, **options: Any) -> Results:
        """What a person's text finds, sorted and narrowed as told."""
        return self.index.search(request(text, **options))

    def keys(self, text: str, /, **options: Any) -> list[str]:
        """The keys of what is found, in order."""
        return [hit.key for hit in self.find(text, **options).hits]


def request(text: str, /, **options: Any) -> SearchRequest:
    """A request for a person's text; persons may be seen unless told otherwise."""
    return SearchRequest(read(text), **{"finds_persons": True, **options})


def read(text: str) -> Understood:
    """A text as it is understood with the packaged registers."""
    return understand(text, registers=REGISTERS)


def small_city(folder: Path) -> Searched:
    """The records above, indexed."""
    searched = Searched(folder)
    searched.store("patents", PATENTS)
    searched.store("patent-documents", DOCUMENTS)
    searched.store("enterprises", ENTERPRISES)
    searched.update()
    return searched
