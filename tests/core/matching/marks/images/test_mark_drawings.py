"""SVG drawings are drawn without anything that runs, fetches or grows."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from tests.core.matching.marks.images.pictures import key, saved
from zhiheng.core.errors import InputError
from zhiheng.core.matching.marks.images import drawing
from zhiheng.core.matching.marks.images.reading import MarkImage, read_image

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
FULL = 'width="100" height="100"'
SQUARE = '<rect x="10" y="10" width="80" height="80" fill="#c00"/>'


def drawn(inside: str, attributes: str = 'viewBox="0 0 100 100"') -> MarkImage:
    return read_image(f"{OPEN}{attributes}>{inside}</svg>".encode(), "mark.svg")


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as refusal:
        read_image(data, "mark.svg")
    return refusal.value.problems[0].code


def taken_out(image: MarkImage) -> str:
    (note,) = image.notes
    assert note.code == "mark_image.taken_out"
    return note.values["received"]


def is_square(image: MarkImage) -> bool:
    high, wide = image.pixels.shape[:2]
    middle, corner = image.pixels[high // 2, wide // 2], image.pixels[1, 1]
    return middle.tolist() == [204, 0, 0] and corner.tolist() == [255, 255, 255]


def test_a_drawing_is_drawn_on_white():
    image = drawn(SQUARE)
    assert image.pixels.shape == (768, 768, 3)
    assert is_square(image)
    assert image.notes == ()


def test_scripts_and_what_listens_are_left_out():
    image = drawn(
        "<script>fetch('//example.org')</script>"
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"
        f'<g onclick="alert(1)">{SQUARE}</g>'
    )
    assert is_square(image)
    assert taken_out(image) == "foreignObject、onclick、script"


def test_what_lies_outside_is_not_fetched(tmp_path: Path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(saved(key()))
    image = drawn(
        f'{SQUARE}<image href="{secret}" width="100" height="100"/>'
        f'<image xlink:href="file://{secret}" width="100" height="100"/>'
        '<image href="https://example.org/x.png" width="100" height="100"/>'
        '<use href="other.svg#part"/><rect width="0" height="0" fill="url( other.svg#paint )"/>'
        "<style>@import 'https://example.org/x.css';</style>"
    )
    assert is_square(image)
    assert taken_out(image) == "fill、href、style"


def test_references_inside_of_the_drawing_stay():
    image = drawn(
        '<defs><linearGradient id="paint"><stop stop-color="#c00"/></linearGradient>'
        '<rect id="part" x="10" y="10" width="80" height="80" fill="url(#paint)"/></defs>'
        '<use xlink:href="#part"/>'
    )
    assert is_square(image)
    assert image.notes == ()


def test_entities_are_neither_expanded_nor_read(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY out SYSTEM "file://{secret}">]>'
    body = f'{OPEN}viewBox="0 0 100 100">{SQUARE}<text>&out;</text></svg>'
    image = read_image((head + body).encode(), "mark.svg")
    assert is_square(image)
    assert taken_out(image) == "entity"


def test_entities_that_multiply_are_refused():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
    head = f"<?xml version='1.0'?><!DOCTYPE svg [{lines}]>"
    in_text = f'{head}{OPEN}viewBox="0 0 100 100">{SQUARE}<text>&e11;</text></svg>'
    assert refused(in_text.encode()) == "mark_image.damaged"
    in_value = f'{head}{OPEN}viewBox="0 0 100 100"><g id="&e11;">{SQUARE}</g></svg>'
    assert refused(in_value.encode()) == "mark_image.damaged"


def test_a_drawing_that_repeats_itself_without_end_is_refused():
    parts = "".join(
        f'<g id="p{n}">' + (f'<use href="#p{n - 1}"/>' * 10 if n else SQUARE) + "</g>"
        for n in range(10)
    )
    svg = f'{OPEN}viewBox="0 0 100 100"><defs>{parts}</defs><use href="#p9"/></svg>'
    assert refused(svg.encode()) == "mark_image.drawing_too_large"


def test_a_drawing_that_names_itself_is_drawn_or_refused():
    inside = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    svg = f'{OPEN}viewBox="0 0 9 9">{inside}</svg>'
    assert refused(svg.encode()) in ("mark_image.drawing_too_large", "mark_image.damaged")


@pytest.mark.parametrize(
    ("attributes", "shape"),
    [
        ('width="1e9" height="1e9"', (768, 768)),
        ('width="200" height="100"', (384, 768)),
        ('width="100%" height="100%" viewBox="0 0 10 40"', (768, 192)),
        ("", (384, 768)),
    ],
)
def test_the_size_a_drawing_names_does_not_matter(attributes: str, shape: tuple[int, int]):
    assert drawn(SQUARE, attributes).pixels.shape[:2] == shape


@pytest.mark.parametrize(
    ("svg", "code"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 10"/>', "mark_image.empty"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 9e9"/>', "mark_image.unequal"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><g>', "mark_image.damaged"),
        ("<html><svg/></html>", "mark_image.format"),
        ('<?xml version="1.0"?><feed/>', "mark_image.format"),
        ("<!DOCTYPE html><title>x</title>", "mark_image.format"),
    ],
)
def test_what_is_no_whole_drawing_is_refused(svg: str, code: str):
    assert refused(svg.encode()) == code


def test_packed_drawings_are_read_up_to_their_limit():
    svg = f'{OPEN}viewBox="0 0 100 100">{SQUARE}</svg>'
    assert is_square(read_image(gzip.compress(svg.encode()), "mark.svgz"))
    assert refused(gzip.compress(b" " * (6 * 2**20))) == "mark_image.file_too_large"
    assert refused(gzip.compress(svg.encode())[:40]) == "mark_image.damaged"


def test_other_encodings_are_read():
    svg = f'<?xml version="1.0" encoding="utf-16"?>{OPEN}viewBox="0 0 100 100">{SQUARE}</svg>'
    image = read_image(svg.encode("utf-16"), "mark.svg")
    assert np.array_equal(image.pixels, drawn(SQUARE).pixels)


def test_a_drawing_that_takes_hours_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "MOST_SECONDS", 1)
    masked = "".join(
        f'<mask id="m{level}">' + f'<rect {FULL} mask="url(#m{level + 1})"/>' * 6 + "</mask>"
        for level in range(8)
    )
    svg = f"{OPEN}viewBox='0 0 100 100'>{masked}<rect {FULL} mask='url(#m0)'/></svg>"
    assert refused(svg.encode()) == "mark_image.drawing_too_slow"
