"""What a log commits to: origin, size and roots, as C2SP tlog-checkpoint writes them.

Line 1 is the origin, line 2 the number of entries, line 3 the root over SHA-256 in base64. One
extension line follows, `sm3` and the root over SM3, so that whoever may rely only on Chinese
digests has one; it can be recomputed from the entries like the other.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from zhiheng.core.evidence.digests import DIGEST_BYTES

_SM3 = "sm3 "


@dataclass(frozen=True)
class TreeHead:
    """One state of a log; `sm3_root` is empty where a log of others has none."""

    origin: str
    size: int
    root: bytes
    sm3_root: bytes = b""

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        if self.sm3_root:
            lines.append(_SM3 + base64.b64encode(self.sm3_root).decode())
        return "".join(f"{line}\n" for line in lines)


def parse_head(text: str) -> TreeHead:
    """Read the text of a checkpoint; ValueError where it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise ValueError("a checkpoint has at least three lines, none of them empty")
    origin, size, root, *extensions = lines[:-1]
    if not (size.isascii() and size.isdigit() and str(int(size)) == size):
        raise ValueError(f"not a number of entries: {size!r}")
    own = [line.removeprefix(_SM3) for line in extensions if line.startswith(_SM3)]
    return TreeHead(origin, int(size), _root(root), _root(own[0]) if own else b"")


def _root(encoded: str) -> bytes:
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("a root is written in base64") from error
    if len(root) != DIGEST_BYTES:
        raise ValueError("a root has 32 bytes")
    return root
