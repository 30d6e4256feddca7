"""What is done to a logo for the benchmark of images: thirteen ways to draw the same thing anew."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

COLOURS = ("#c0392b", "#2e86c1", "#229954", "#b7950b", "#7d3c98", "#000000", "#d35400", "#16a085")
LETTERS = "ABCDEFGHIKLMNOPRSTUVZ"
Grey = Image.Image  # black ink on white, mode L
MARGIN = 20


def drawn(logo: Grey, colour: str = "black", ground: str = "white") -> Image.Image:
    """Return a logo in a colour, with a margin."""
    return ImageOps.colorize(ImageOps.expand(logo, MARGIN, 255), black=colour, white=ground)


def _framed(logo: Grey, rng: Random) -> Grey:
    larger = Image.new("L", (420, 420), 255)
    pen = ImageDraw.Draw(larger)
    shape = rng.choice((pen.ellipse, pen.rectangle))
    shape((8, 8, 412, 412), outline=0, width=12)
    larger.paste(logo.resize((250, 250)), (85, 85))
    return larger


def _on_plate(logo: Grey, rng: Random) -> Grey:
    larger = Image.new("L", (420, 420), 255)
    pen = ImageDraw.Draw(larger)
    if rng.random() < 0.5:
        pen.ellipse((8, 8, 412, 412), fill=0)
    else:
        pen.rounded_rectangle((8, 8, 412, 412), 60, fill=0)
    light = ImageOps.invert(logo.resize((250, 250)))
    larger.paste(light, (85, 85), light)
    return larger


def _with_words(logo: Grey, rng: Random) -> Grey:
    larger = Image.new("L", (800, 300), 255)
    larger.paste(logo.resize((260, 260)), (10, 20))
    word = "".join(rng.choice(LETTERS) for _ in range(7))
    pen = ImageDraw.Draw(larger)
    pen.text((300, 100), word, fill=0, font=ImageFont.load_default(90))
    return larger


def _cut(logo: Grey, rng: Random) -> Grey:
    cut = logo.copy()
    cut.paste(255, (logo.width * 3 // 4, 0, logo.width, logo.height))
    return cut


def _stretched(logo: Grey, rng: Random) -> Grey:
    return logo.resize((round(logo.width * rng.choice((0.7, 1.4))), logo.height))


def _turned(logo: Grey, rng: Random) -> Grey:
    return logo.rotate(rng.choice((-1, 1)) * rng.uniform(6, 15), fillcolor=255, expand=True)


WAYS: dict[str, Callable[[Grey, Random], Grey]] = {
    "recoloured": lambda logo, rng: logo,
    "white on a colour": lambda logo, rng: ImageOps.invert(logo),
    "turned by 6–15°": _turned,
    "turned by quarters": lambda logo, rng: logo.rotate(rng.choice((90, 180, 270))),
    "mirrored": lambda logo, rng: ImageOps.mirror(logo),
    "stretched": _stretched,
    "thickened": lambda logo, rng: logo.filter(ImageFilter.MinFilter(7)),
    "thinned": lambda logo, rng: logo.filter(ImageFilter.MaxFilter(5)),
    "blurred": lambda logo, rng: logo.filter(ImageFilter.GaussianBlur(5)),
    "cut by a quarter": _cut,
    "framed": _framed,
    "on a plate": _on_plate,
    "beside words": _with_words,
}
# Those that keep the device whole and alone: what the score of two looks is learned from.
LEARNED = tuple(WAYS)[:10]


def distorted(logo: Grey, way: str, rng: Random) -> Image.Image:
    """Return a logo drawn anew in one way, in some colour."""
    colour = rng.choice(COLOURS)
    if way == "white on a colour":
        return drawn(logo, "white", colour)
    return drawn(WAYS[way](logo, rng), colour)
