"""Opening the index that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.search.ranking import Ranking, ranking_of
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.text_index import TextIndex


def open_index(
    folder: Path, catalogue: Catalogue, *, on: Callable[[], date], address: str = ""
) -> TextIndex:
    """Return the embedded index in a folder or, given an address, the one on an OpenSearch server.

    `on` tells the day whose declared weights are used. Nothing is read before the first question.
    """

    def ranking() -> Ranking:
        return ranking_of(catalogue, on=on())

    if address:
        from zhiheng.core.search.opensearch_index import OpenSearchIndex

        return OpenSearchIndex(address, ranking)
    return TantivyIndex(folder, ranking)
