"""Build `declarations/marks/characters.tsv.xz`: how characters sound, look and are put together.

    python -m tools.build_character_table --resources FOLDER --font NotoSansCJK-Regular.ttc \
        --font NotoSerifCJK-Regular.ttc

`--resources` holds `chaizi-jt.txt.gz` (kfcd/chaizi, CC BY 3.0) and two files `hanzi_*_2w.txt`
(houbb/nlp-hanzi-similar, Apache-2.0); readings come from pypinyin (MIT). Look-alikes are found
by drawing each character of GB 2312 and Big5 with every font (free ones, such as
Noto CJK, under the OFL; nothing of a font goes into the table) and comparing the slightly blurred
drawings, as they are and drawn out to the same size (日, 曰): the least of the fonts' correlations
counts, so that a pair is alike in every face.

A line of the table: character, readings (pinyin with tone, the usual first), strokes, structure,
components, look-alikes with their likeness in hundredths. Only characters that stand for themselves
(`simplified`) have a line. Sources and licences: `declarations/marks/README.md`.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin import Style, pinyin

from zhiheng.core.characters import is_han
from zhiheng.core.matching.marks.characters import simplified

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "zhiheng" / "declarations" / "marks" / "characters.tsv.xz"
# The forms that components take inside a character: what a reader sees on the page.
FORMS = set("亻氵忄扌犭纟艹讠钅饣礻衤辶阝刂灬罒爫冫宀疒⺮")
SIZE = 40  # pixels of a drawing
BLUR = 1.1  # pixels: two strokes a hair apart are seen as one
SLIM = 1.7  # width to height, from where a character is not drawn out
ALIKE = 0.72  # correlation from which two drawings are listed
MOST_ALIKE = 20  # of one character
BLOCK = 1000
MOST_READINGS = 4


def decompositions(path: Path) -> dict[str, list[str]]:
    """Return the parts of each character: of several ways, the one with the forms seen."""
    found = {}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        character, *ways = line.split("\t")
        parts = [way.split() for way in ways if way.strip()]
        shown = [way for way in parts if FORMS & set(way)]
        if parts:
            found[character] = [each for each in (shown or parts)[0] if each != "□"]
    return found


def values(path: Path) -> dict[str, str]:
    """Return a file of lines "character value"."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}


def readings(character: str) -> list[str]:
    """Return the readings of a character with their tones as digits, the usual one first."""
    found = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)
    usual = pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0]
    listed = [each.replace("ü", "v") for each in dict.fromkeys([*usual, *found[0]])]
    return [each for each in listed if each[:-1].isascii() and each[-1].isdigit()][:MOST_READINGS]


def drawn_characters() -> list[str]:
    """Return the characters in use, each in the form that stands for its variants."""
    codes = [(high, low) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    chinese = {bytes(code).decode("gb2312", "ignore") for code in codes}
    lows = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    taiwanese = {
        bytes((high, low)).decode("big5", "ignore") for high in range(0xA4, 0xFA) for low in lows
    }
    return sorted({simplified(each) for each in chinese | taiwanese if each and is_han(each)})


def drawings(characters: list[str], font: Path, *, drawn_out: bool) -> np.ndarray:
    """Return each character drawn, blurred and normalised, shape (characters, SIZE²).

    `drawn_out` makes each fill the square, unless it is so slim that it would be another character.
    """
    face = ImageFont.truetype(str(font), SIZE - 4, index=face_index(font))
    drawn = np.zeros((len(characters), SIZE * SIZE), np.float32)
    for row, character in enumerate(characters):
        image = Image.new("L", (SIZE, SIZE))
        ImageDraw.Draw(image).text((SIZE / 2, SIZE / 2), character, 255, font=face, anchor="mm")
        if drawn_out:
            image = _drawn_out(image)
        drawn[row] = np.asarray(image.filter(ImageFilter.GaussianBlur(BLUR)), np.float32).ravel()
    drawn -= drawn.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(drawn, axis=1, keepdims=True)
    drawn /= np.maximum(lengths, 1e-6)
    return drawn


def _drawn_out(image: Image.Image) -> Image.Image:
    left, top, right, bottom = image.getbbox() or (0, 0, SIZE, SIZE)
    if max(right - left, bottom - top) > SLIM * min(right - left, bottom - top):
        return image
    return image.crop((left, top, right, bottom)).resize((SIZE, SIZE))


def face_index(font: Path) -> int:
    """Return the place of the Simplified Chinese face in a collection."""
    index = 0
    while font.suffix == ".ttc":
        try:
            name = ImageFont.truetype(str(font), 10, index=index).getname()[0]
        except OSError:
            return 0
        if name and name.endswith(" SC"):
            return index
        index += 1
    return 0


def look_alikes(characters: list[str], fonts: list[Path]) -> dict[str, list[tuple[str, float]]]:
    """Return the characters that look alike in every font, the most alike first."""
    faces = [[drawings(characters, font, drawn_out=out) for out in (False, True)] for font in fonts]
    found: dict[str, list[tuple[str, float]]] = {}
    for begin in range(0, len(characters), BLOCK):
        block = slice(begin, begin + BLOCK)
        alike = np.min(
            [np.max([way[block] @ way.T for way in face], axis=0) for face in faces], axis=0
        )
        for row in range(len(alike)):
            alike[row, begin + row] = 0.0
            best = np.argsort(-alike[row])[:MOST_ALIKE]
            found[characters[begin + row]] = [
                (characters[at], float(alike[row, at])) for at in best if alike[row, at] >= ALIKE
            ]
    return found


def both_ways(pairs: dict[str, list[tuple[str, float]]]) -> dict[str, dict[str, float]]:
    """Return the pairs so that each is listed at both characters."""
    listed: dict[str, dict[str, float]] = {}
    for one, others in pairs.items():
        for other, likeness in others:
            listed.setdefault(one, {})[other] = likeness
            listed.setdefault(other, {})[one] = likeness
    return listed


def lines(resources: Path, fonts: list[Path]) -> list[str]:
    """Return the lines of the table, in the order of code points."""
    parts = decompositions(resources / "chaizi-jt.txt.gz")
    strokes, structure = (
        values(resources / f"hanzi_{name}_2w.txt") for name in ("bihuashu", "hanzijiegou")
    )
    alike = both_ways(look_alikes(drawn_characters(), fonts))
    known = sorted(each for each in {*parts, *strokes, *alike} if len(each) == 1 and is_han(each))
    return [
        "\t".join(
            (
                character,
                ",".join(readings(character)),
                strokes.get(character, "0"),
                structure.get(character, "0"),
                "".join(parts.get(character, [])),
                "".join(
                    f"{other}{round(100 * likeness)}"
                    for other, likeness in sorted(
                        alike.get(character, {}).items(), key=lambda pair: (-pair[1], pair[0])
                    )
                ),
            )
        )
        for character in known
        if simplified(character) == character
    ]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=Path, required=True)
    parser.add_argument("--font", type=Path, action="append", required=True)
    arguments = parser.parse_args()
    text = "\n".join(lines(arguments.resources, arguments.font)) + "\n"
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{text.count(chr(10))} characters, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
