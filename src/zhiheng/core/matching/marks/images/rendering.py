"""The renderer of SVG drawings, run as a process of its own: standard input to standard output.

    python rendering.py SECONDS [fonts] < drawing.svg > drawing.png

A few hundred bytes of masks in masks take hours to draw, and a marker on each point of a path takes
all memory. How long a drawing takes cannot be told from the file, so it is drawn where it can be
ended. Imports nothing of ours: it has to start quickly.
"""

from __future__ import annotations

import resource
import sys

import resvg_py

FONTS = "fonts"
MOST_MEMORY = 2 * 2**30  # bytes of addresses


def main() -> None:
    """Draw what stands in standard input, in so many seconds of a processor, with words or without.

    Ended by the system where time or memory is over; leaves with an error where it is no drawing.
    """
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    text = sys.stdin.buffer.read().decode("utf-8")
    png = resvg_py.svg_to_bytes(text, skip_system_fonts=FONTS not in sys.argv[2:])
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main()
