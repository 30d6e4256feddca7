"""Build `declarations/marks/words.txt.xz`: words that have a meaning of their own.

    python -m tools.build_word_list --chinese dict.txt --english frequency_dictionary_en_82_765.txt

Chinese words of two to four characters from the dictionary of jieba (MIT), English ones from that
of SymSpell (MIT; made from SCOWL and the Google Books n-grams, CC BY 3.0), both without the rare
ones. A comparison takes two marks that are both words, and not the same, for different in meaning.
"""

from __future__ import annotations

import argparse
import lzma
from pathlib import Path

from zhiheng.core.characters import is_han

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "zhiheng" / "declarations" / "marks" / "words.txt.xz"
LEAST_COUNT = 10  # of a Chinese word in the dictionary's texts
MOST_ENGLISH = 40_000  # the most frequent ones
SHORTEST_ENGLISH = 3


def chinese(path: Path) -> set[str]:
    """Return the Chinese words that are not rare."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {
        word
        for word, count, *_ in rows
        if int(count) >= LEAST_COUNT and 2 <= len(word) <= 4 and all(map(is_han, word))
    }


def english(path: Path) -> set[str]:
    """Return the most frequent English words."""
    rows = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
    counted = sorted(((int(count), word) for word, count in rows), reverse=True)
    words = [word for _, word in counted if word.isalpha() and len(word) >= SHORTEST_ENGLISH]
    return set(words[:MOST_ENGLISH])


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chinese", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True)
    arguments = parser.parse_args()
    words = sorted(chinese(arguments.chinese) | english(arguments.english))
    text = "\n".join(words) + "\n"
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
