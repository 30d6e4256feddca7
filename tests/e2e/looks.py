"""What a page looks like to people, measured in the browser: width, language, contrast."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

# Of every text that can be seen: the text, its colour, the colours behind it, size and weight.
_TEXTS = """
() => {
  const DATA = 'code, pre, td, dd, th[scope=row], h1, select, .digest, .path, [lang]:not(html)';
  const HIDDEN = 'script, style, noscript, svg, [disabled], .skip-link';
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = {};
  const parts = (colour) => {  // whatever the notation: drawn, and read back
    if (!known[colour]) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known[colour] = [red, green, blue, alpha / 255];
    }
    return known[colour];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const box = element.getBoundingClientRect();
    if (!text || !seen || box.width <= 1 || box.height <= 1 || element.closest(HIDDEN)) continue;
    const style = getComputedStyle(element);
    const behind = [];
    for (let node = element; node && behind.at(-1)?.[3] !== 1; node = node.parentElement) {
      behind.push(parts(getComputedStyle(node).backgroundColor));
    }
    found.push({ text, behind, colour: parts(style.color), isData: !!element.closest(DATA),
      size: parseFloat(style.fontSize), weight: parseInt(style.fontWeight) });
  }
  return found;
}
"""
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}\b")
LARGE, LARGE_BOLD = 24.0, 18.66  # px; WCAG 2.2, "large scale"
Colour = tuple[float, float, float, float]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))


def untranslated(page: Page) -> list[str]:
    """Return texts of three English words or more outside data and code."""
    texts = _texts(page)
    return [each["text"] for each in texts if not each["isData"] and ENGLISH.search(each["text"])]


def faint_texts(page: Page) -> list[str]:
    """Return texts whose contrast is below WCAG AA: 4.5, or 3 for large text."""
    found = []
    for each in _texts(page):
        ratio = contrast(_over(each["colour"], each["behind"]), _over(None, each["behind"]))
        large = each["size"] >= (LARGE_BOLD if each["weight"] >= 700 else LARGE)
        if ratio < (3.0 if large else 4.5):
            found.append(
                f"{each['text'][:40]} {ratio:.2f} {each['colour']} on {each['behind'][-1]}"
            )
    return sorted(set(found))


def _texts(page: Page) -> list[dict[str, Any]]:
    page.wait_for_load_state()  # a page that a click just led to has no body yet
    found: list[dict[str, Any]] = page.evaluate(_TEXTS)
    return found


def contrast(front: Colour, back: Colour) -> float:
    """Return the contrast ratio of two opaque colours (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _over(front: Colour | None, behind: list[Colour]) -> Colour:
    """Return the colour seen where `front` lies over a pile of colours, the lowest one last."""
    seen: Colour = (255, 255, 255, 1)
    for *new, alpha in [*reversed(behind), *([front] if front else [])]:
        mixed = [part * alpha + old * (1 - alpha) for part, old in zip(new, seen, strict=False)]
        seen = (mixed[0], mixed[1], mixed[2], 1)
    return seen
