"""Codes by which anybody asks whether a receipt or a paper is genuine.

Eighty random bits in the alphabet of Crockford's base 32 (no I, L, O, U), in groups of four, and a
check character that finds every single mistyped character and every swapped pair.
"""

from __future__ import annotations

from zhiheng.core.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # pragma: allowlist secret
BITS = 80
_LENGTH = BITS // 5
_FIELD = 0b100101  # x^5 + x^2 + 1, primitive: doubling runs through all 31 weights
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def code_of(random_bytes: bytes) -> str:
    """Return the code of ten random bytes: `7K3M-9QXA-02BD-FTRW-5`."""
    assert len(random_bytes) == BITS // 8, "a code is made of ten bytes"
    number = int.from_bytes(random_bytes, "big")
    body = "".join(ALPHABET[number >> (5 * at) & 31] for at in reversed(range(_LENGTH)))
    groups = [body[at : at + 4] for at in range(0, _LENGTH, 4)]
    return "-".join([*groups, _check(body)])


def read_code(text: str) -> str:
    """Return a code as it is kept, however it was typed; `InputError` where it cannot be one."""
    plain = "".join(each for each in text.upper() if each.isalnum()).translate(_LOOKALIKES)
    if len(plain) != _LENGTH + 1 or any(each not in ALPHABET for each in plain):
        raise InputError.of("code.malformed", received=text[:40])
    if _check(plain[:-1]) != plain[-1]:
        raise InputError.of("code.mistyped", received=text[:40])
    groups = [plain[at : at + 4] for at in range(0, _LENGTH, 4)]
    return "-".join([*groups, plain[-1]])


def _check(body: str) -> str:
    """Return the parity in the field of 32 elements: each place has a weight of its own."""
    total = 0
    for character in body:
        total <<= 1
        if total & 32:
            total ^= _FIELD
        total ^= ALPHABET.index(character)
    return ALPHABET[total]
