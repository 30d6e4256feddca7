"""The diagram of a procedure as SVG: stages below each other, arrows beside them.

A box lists what may be done in it; what leads on has an arrow at the right that runs beside the
boxes to the stage it leads to, all arrows to one stage as one line. Lines beside each other never
share a track, so nothing is hidden however many there are. All looks are attributes: the picture
needs no style sheet and keeps its colours under a strict content security policy. It has a ground
of its own and comes for light and for dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from zhiheng.core.procedures.diagram import Box, Diagram, Way, diagram_of
from zhiheng.core.procedures.guide import Guide

WIDTH = 720  # of a box
MARGIN = 24
PADDING = 16
TRACK = 14  # between two lines beside the boxes
LABEL = 190  # the most that is kept at the right of a box for where a way leads
TEXT, SMALL, TITLE, HEADING = 14, 12, 15, 20
GAP = 10  # between a text and the small words behind it
_FONT = (
    "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
)
_MEANING = 'role="img" aria-labelledby="title description"'
# Punctuation that does not begin a line.
_CLOSING = "，。、；：！？）》”’,.;:!?)"


@dataclass(frozen=True)
class Palette:
    """Colours of a picture: its ground, boxes, texts, and the lines one after the other."""

    ground: str
    box: str
    closed: str
    edge: str
    text: str
    quiet: str
    lines: tuple[str, ...]


LIGHT = Palette(
    ground="#ffffff", box="#f6f8fb", closed="#e7f1ea", edge="#c3ccd8", text="#17202e",
    quiet="#4a5668",
    lines=("#1f5fa8", "#b0480f", "#2b7a3d", "#7a3ea8", "#a3266b", "#0f7583", "#7a6200", "#4d5b9e",
           "#8a4b2a", "#566b1e", "#93404f", "#3c6e9f"),
)  # fmt: skip
DARK = Palette(
    ground="#151b26", box="#1e2735", closed="#1d3328", edge="#3d4a5e", text="#e8edf5",
    quiet="#aeb9c9",
    lines=("#7db4f0", "#f0a070", "#7fd094", "#c79af0", "#f08fc0", "#6fd0dc", "#dcc25a", "#a3b1f5",
           "#d9a98a", "#b9cf7a", "#e9a3ac", "#9cc3e6"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of text at a place; `x` is its left edge, or its right one where `right`."""

    x: float
    y: float
    text: str
    size: int = TEXT
    bold: bool = False
    quiet: bool = False
    right: bool = False
    to: str = ""  # in the colour of the line to that stage
    after: str = ""  # small words behind it

    @property
    def span(self) -> tuple[float, float]:
        """Return from where to where the text reaches."""
        width = width_of(self.text, self.size)
        width += GAP + width_of(self.after, SMALL) if self.after else 0
        return (self.x - width, self.x) if self.right else (self.x, self.x + width)


@dataclass
class Placed:
    """A box with its texts, the heights at which ways leave it, and where ways come in."""

    box: Box
    y: float
    height: float = 0
    lines: list[Line] = field(default_factory=list)
    leaving: list[tuple[float, str]] = field(default_factory=list)

    @property
    def entry(self) -> float:
        """Return the height at which ways come in."""
        return self.y + 19


@dataclass(frozen=True)
class Track:
    """The line beside the boxes that leads to one stage."""

    to: str
    number: int  # from the boxes outwards
    entry: float
    leaving: tuple[float, ...]

    @property
    def span(self) -> tuple[float, float]:
        """Return its upper and lower end."""
        heights = (self.entry, *self.leaving)
        return min(heights), max(heights)


@dataclass(frozen=True)
class Layout:
    """A diagram with everything in its place."""

    diagram: Diagram
    boxes: tuple[Placed, ...]
    tracks: tuple[Track, ...]
    width: float
    height: float


def svg(guide: Guide, palette: Palette = LIGHT) -> str:
    """Return the picture of a procedure, with a title and a description for screen readers."""
    layout = lay_out(diagram_of(guide))
    colours = {
        track.to: palette.lines[number % len(palette.lines)]
        for number, track in enumerate(layout.tracks)
    }
    width, height = f"{layout.width:g}", f"{layout.height:g}"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_MEANING}'
        f' width="{width}" height="{height}" lang="{guide.language}" font-family="{_FONT}">'
    )
    parts = [
        opening,
        f'<title id="title">{escape(layout.diagram.title)}</title>',
        f'<desc id="description">{escape(_described(layout.diagram))}</desc>',
        f'<rect width="100%" height="100%" rx="8" fill="{palette.ground}"/>',
    ]
    heading = Line(MARGIN, MARGIN + HEADING, layout.diagram.title, HEADING, bold=True)
    parts.append(_text(heading, palette, colours))
    for placed in layout.boxes:
        parts += _box(placed, palette, colours)
    for track in sorted(layout.tracks, key=lambda each: -each.number):
        parts += _track(track, palette.ground, colours[track.to])
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def lay_out(diagram: Diagram) -> Layout:
    """Put every box, text and line in its place; sizes and places are pixels."""
    y = MARGIN + HEADING + 20.0
    placed = []
    for box in diagram.boxes:
        each = _placed(box, y)
        placed.append(each)
        y += each.height + 18
    tracks = _tracks(placed)
    tracks_wide = max((each.number for each in tracks), default=-1) + 1
    width = 2 * MARGIN + WIDTH + TRACK * (tracks_wide + 1)
    return Layout(diagram, tuple(placed), tuple(tracks), width, y - 18 + MARGIN)


def width_of(text: str, size: int) -> float:
    """Return how wide a text is at most: Chinese is as wide as high, Latin a good half."""
    return sum(size if ord(each) > 0x2000 else size * 0.58 for each in text)


def wrapped(text: str, size: int, width: float) -> list[str]:
    """Return the text in lines that fit: Chinese breaks anywhere, Latin between words."""
    lines = [""]
    for piece in _pieces(text):
        if not lines[-1] or width_of(lines[-1] + piece.rstrip(), size) <= width:
            lines[-1] += piece
        elif piece[0] in _CLOSING and len(lines[-1]) > 1:
            # What it closes goes to the next line with it.
            lines[-1], last = lines[-1][:-1], lines[-1][-1]
            lines.append(last + piece)
        else:
            lines.append(piece.lstrip())
    return [each.rstrip() for each in lines]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if ord(character) > 0x2000:
            if word:
                yield word
                word = ""
            yield character
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def _placed(box: Box, y: float) -> Placed:
    placed = Placed(box, y)
    left, right = MARGIN + PADDING, MARGIN + WIDTH - PADDING
    placed.lines.append(Line(left, y + 24, box.title, TITLE, bold=True))
    if box.note:
        placed.lines.append(Line(right, y + 24, box.note, SMALL, quiet=True, right=True))
    below = y + 36
    for to, title, ways in box.leading:
        placed.leaving.append((below + 14, to))
        label = wrapped(f"→ {title}", SMALL + 1, LABEL)
        for number, text in enumerate(label):
            height = below + 18 + 17 * number
            placed.lines.append(Line(right, height, text, SMALL + 1, bold=True, right=True, to=to))
        after = below
        beside = max(width_of(text, SMALL + 1) for text in label)
        for way in ways:
            after = _add_way(placed, way, after, WIDTH - 2 * PADDING - beside - 16)
        below = max(after, below + 17 * len(label) + 4) + 4
    for way in box.staying:
        below = _add_way(placed, way, below, WIDTH - 2 * PADDING)
    placed.height = max(below + 6 - y, 38) if box.ways else 38
    return placed


def _add_way(placed: Placed, way: Way, y: float, width: float) -> float:
    """Add a way: its title, and beside or below it who and what; return the height below it."""
    left = MARGIN + PADDING
    title = f"{'●' if way.to else '○'} {way.title}"
    for text in wrapped(title, TEXT, width):
        y += 20
        placed.lines.append(Line(left, y - 2, text, TEXT))
    together = replace(placed.lines[-1], after=way.detail)
    if together.span[1] <= left + width:
        placed.lines[-1] = together
        return y
    for text in wrapped(way.detail, SMALL, width - 18):
        y += 16
        placed.lines.append(Line(left + 18, y - 3, text, SMALL, quiet=True))
    return y + 2


def _tracks(placed: Iterable[Placed]) -> list[Track]:
    """Give each line a track of its own where it runs; short lines run nearest to the boxes."""
    entries = {each.box.name: each.entry for each in placed if each.box.name}
    leaving: dict[str, list[float]] = {}
    for each in placed:
        for height, to in each.leaving:
            leaving.setdefault(to, []).append(height)
    wanted = [Track(to, 0, entries[to], tuple(heights)) for to, heights in leaving.items()]
    found: list[Track] = []
    for track in sorted(wanted, key=lambda each: each.span[1] - each.span[0]):
        taken = {each.number for each in found if _meet(each.span, track.span)}
        number = next(number for number in range(len(wanted)) if number not in taken)
        found.append(Track(track.to, number, track.entry, track.leaving))
    return sorted(found, key=lambda each: each.entry)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] + TRACK and other[0] <= one[1] + TRACK


def _box(placed: Placed, palette: Palette, colours: dict[str, str]) -> Iterator[str]:
    fill = palette.closed if placed.box.closed else palette.box
    look = "" if placed.box.name else ' stroke-dasharray="5 4"'
    yield (
        f'<rect x="{MARGIN}" y="{placed.y:g}" width="{WIDTH}" height="{placed.height:g}" rx="6"'
        f' fill="{fill}" stroke="{palette.edge}"{look}/>'
    )
    for line in placed.lines:
        yield _text(line, palette, colours)


def _text(line: Line, palette: Palette, colours: dict[str, str]) -> str:
    colour = colours.get(line.to) or (palette.quiet if line.quiet else palette.text)
    more = ' font-weight="600"' if line.bold else ""
    more += ' text-anchor="end"' if line.right else ""
    after = ""
    if line.after:
        look = f'dx="{GAP}" font-size="{SMALL}" fill="{palette.quiet}"'
        after = f"<tspan {look}>{escape(line.after)}</tspan>"
    return (
        f'<text x="{line.x:g}" y="{line.y:g}" font-size="{line.size}" fill="{colour}"{more}>'
        f"{escape(line.text)}{after}</text>"
    )


def _track(track: Track, ground: str, colour: str) -> Iterator[str]:
    edge = MARGIN + WIDTH
    x = edge + TRACK * (track.number + 1.5)
    bend = 6
    paths = []
    for height in track.leaving:
        turn = bend if track.entry > height else -bend
        paths.append(
            f"M{edge} {height:g}H{x - bend:g}q{bend} 0 {bend} {turn}"
            f"V{track.entry - turn:g}q0 {turn} {-bend} {turn}H{edge + 7}"
        )
    # A wider stroke of the ground beneath lets a line pass over others.
    for stroke, width in ((ground, "5"), (colour, "1.75")):
        for path in paths:
            yield f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'
    for height in track.leaving:
        yield f'<circle cx="{edge}" cy="{height:g}" r="3.5" fill="{colour}"/>'
    tip = track.entry
    yield f'<path d="M{edge} {tip:g}l9 -5v10z" fill="{colour}"/>'


def _described(diagram: Diagram) -> str:
    """Return the diagram in sentences."""
    english = diagram.language == "en"
    said = [diagram.summary]
    for box in diagram.boxes:
        acts = [f"{way.title}{f' → {way.leads_to}' if way.to else ''}" for way in box.ways]
        if acts:
            joined = ("; " if english else "；").join(acts)
            said.append(f"{box.title}: {joined}." if english else f"{box.title}：{joined}。")
        else:
            said.append(f"{box.title}." if english else f"{box.title}。")
    return " ".join(said)
