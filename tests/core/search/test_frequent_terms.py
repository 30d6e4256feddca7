"""Long questions among many records: terms that a tenth of all records have need not occur."""

from __future__ import annotations

import pytest

from zhiheng.core.search import generations
from zhiheng.core.search.documents import Document
from zhiheng.core.search.generations import Manifest
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.results import Results
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.tantivy_queries import FEW
from zhiheng.core.search.tantivy_writing import TantivyWriter
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand

MIDDLES = [chr(0x4E00 + number) for number in range(100)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TantivyIndex:
    """Companies whose names differ in the two characters between 深圳市 and 无线技术有限公司."""
    folder = tmp_path_factory.mktemp("index")
    with generations.next_generation(folder) as (target, _):
        with TantivyWriter(target, Ranking(), create=True) as writer:
            for number in range(FEW + 500):
                first, second = divmod(number, len(MIDDLES))
                name = f"深圳市{MIDDLES[first]}{MIDDLES[second]}无线技术有限公司"
                writer.add(Document("companies", name, title=name, texts={"title": [name]}))
        generations.publish(target, Manifest())
    return TantivyIndex(folder)


def asked(index: TantivyIndex, text: str) -> Results:
    return index.search(SearchRequest(understand(text), limit=5))


def test_a_name_finds_those_that_share_what_is_telling(index: TantivyIndex) -> None:
    name = f"深圳市{MIDDLES[3]}{MIDDLES[7]}无线技术有限公司"
    found = asked(index, name)
    assert found.hits[0].key == name
    # Of twelve pairs six must occur, of the three telling ones therefore two: no other name has
    # them, though every name shares nine of the twelve.
    assert found.total == 1


def test_a_name_of_which_nothing_telling_is_known_finds_the_like(index: TantivyIndex) -> None:
    found = asked(index, "深圳市鑫淼无线技术有限公司")
    assert found.total == FEW + 500


def test_a_short_question_wants_its_frequent_terms_too(index: TantivyIndex) -> None:
    first = MIDDLES[3]
    assert asked(index, f"市{first}").total == 100
    assert asked(index, f"市{first} 无绳").total == 0
