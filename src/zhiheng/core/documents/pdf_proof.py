"""The code at the foot of a page by which a paper is recognised."""

from __future__ import annotations

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from zhiheng.core.documents.model import Proof
from zhiheng.core.documents.palette import QUIET
from zhiheng.core.documents.pdf_text import Typefaces

# Large enough for the camera of a telephone, small enough for the margin below the text.
SIDE = 19 * mm
GAP = 5 * mm
SIZE, LEADING = 8, 11.5


def draw_proof(canvas: Any, proof: Proof, faces: Typefaces, *, left: float, below: float) -> None:
    """Draw the square and the words beside it; `below` is the lower edge of the text above."""
    foot = below - GAP - SIDE
    square = QrCodeWidget(proof.address, barLevel="M", barBorder=0)
    x0, y0, x1, y1 = square.getBounds()
    drawing = Drawing(SIDE, SIDE, transform=[SIDE / (x1 - x0), 0, 0, SIDE / (y1 - y0), 0, 0])
    drawing.add(square)
    renderPDF.draw(drawing, canvas, left, foot)
    canvas.saveState()
    canvas.setFillColor(HexColor(f"#{QUIET}"))
    canvas.setFont(faces.regular, SIZE)
    for number, line in enumerate(proof.lines):
        height = foot + SIDE - SIZE - number * LEADING
        canvas.drawString(left + SIDE + 3 * mm, height, faces.printable(line))
    canvas.restoreState()
