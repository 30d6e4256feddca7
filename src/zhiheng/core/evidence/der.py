"""The part of ASN.1's distinguished encoding (DER) in which time-stamps are written."""

from __future__ import annotations

from dataclasses import dataclass


class StampError(ValueError):
    """A time-stamp does not hold; says why in English."""


@dataclass(frozen=True)
class Der:
    """One element of DER: its tag, its content, and both with the length between."""

    tag: int
    content: bytes
    whole: bytes

    @classmethod
    def read(cls, data: bytes) -> Der:
        """Read the one element that `data` is."""
        found = cls.several(data)
        if len(found) != 1:
            raise StampError("not one element of DER")
        return found[0]

    @classmethod
    def several(cls, data: bytes) -> list[Der]:
        """Read the elements that follow one another in `data`."""
        found, at = [], 0
        while at < len(data):
            head, length = at + 2, data[at + 1] if at + 1 < len(data) else -1
            if length > 0x80:
                head += length - 0x80
                length = int.from_bytes(data[at + 2 : head], "big")
            if (length in {-1, 0x80} and head == at + 2) or head + length > len(data):
                raise StampError("cut off, or not DER")
            found.append(cls(data[at], data[head : head + length], data[at : head + length]))
            at = head + length
        return found

    @property
    def parts(self) -> list[Der]:
        """Return the elements inside."""
        return self.several(self.content)

    @property
    def number(self) -> int:
        """Return an INTEGER's value."""
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def oid(self) -> str:
        """Return an OBJECT IDENTIFIER with dots."""
        numbers, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2) if numbers else 0
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:]) if numbers else ()))


def encoded(tag: int, content: bytes) -> bytes:
    """Return an element of DER."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = length.to_bytes(-(-length.bit_length() // 8), "big")
    return bytes((tag, 0x80 | len(size))) + size + content


def encoded_number(number: int) -> bytes:
    """Return an INTEGER that is not negative."""
    return encoded(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
