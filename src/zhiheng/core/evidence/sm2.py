"""SM2 signatures with SM3 (GB/T 32918.2), on the recommended curve of GB/T 32918.5.

In plain Python, because the library under us does not offer SM2. It takes a few milliseconds and
does not hide how long a multiplication takes, so a key should not sign on a machine on which
strangers can measure time; an office that must use a certified module signs there instead.

A private key is a number from 1 to n-2, a public key 64 bytes (x || y), a signature 64 (r || s).
"""

from __future__ import annotations

import secrets

from zhiheng.core.evidence.digests import sm3

_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A = _P - 3
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
# The identity that GM/T 0009 prescribes where parties agreed on none.
DEFAULT_IDENTITY = b"1234567812345678"
_BYTES = 32
_Point = tuple[int, int]
# (X, Y, Z) stands for x = X/Z², y = Y/Z³; Z = 0 for the point at infinity.
_Jacobian = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)


def sm2_key_from(secret: bytes) -> int:
    """Return the private key that 32 secret bytes stand for."""
    return int.from_bytes(secret, "big") % (_N - 2) + 1


def sm2_public_key(private: int) -> bytes:
    """Return the public key of a private one, 64 bytes."""
    assert 0 < private < _N - 1, "not a private key"
    point = _affine(_multiple(private, _G))
    assert point is not None
    return _in_bytes(point[0]) + _in_bytes(point[1])


def sm2_signature(
    private: int, message: bytes, *, identity: bytes = DEFAULT_IDENTITY, k: int | None = None
) -> bytes:
    """Return the signature of `message`, 64 bytes; `k` is random unless a published example."""
    digest = _message_digest(sm2_public_key(private), message, identity)
    while True:
        chosen = k if k is not None else secrets.randbelow(_N - 1) + 1
        point = _affine(_multiple(chosen, _G))
        assert point is not None
        r = (digest + point[0]) % _N
        s = pow(1 + private, -1, _N) * (chosen - r * private) % _N
        if r and r + chosen != _N and s:
            return _in_bytes(r) + _in_bytes(s)
        assert k is None, "the given k is unfit"


def sm2_accepts(
    public: bytes, message: bytes, signature: bytes, *, identity: bytes = DEFAULT_IDENTITY
) -> bool:
    """Say whether `signature` is that of `message` under a public key."""
    if len(signature) != 2 * _BYTES or not is_sm2_public_key(public):
        return False
    r, s = int.from_bytes(signature[:_BYTES], "big"), int.from_bytes(signature[_BYTES:], "big")
    t = (r + s) % _N
    if not (0 < r < _N and 0 < s < _N and t):
        return False
    point = _affine(_plus(_multiple(s, _G), _multiple(t, _point(public))))
    digest = _message_digest(public, message, identity)
    return point is not None and (digest + point[0]) % _N == r


def is_sm2_public_key(public: bytes) -> bool:
    """Say whether these are 64 bytes of a point on the curve."""
    if len(public) != 2 * _BYTES:
        return False
    x, y = _point(public)
    return x < _P and y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def _message_digest(public: bytes, message: bytes, identity: bytes) -> int:
    curve = b"".join(_in_bytes(number) for number in (_A, _B, *_G))
    bits = (8 * len(identity)).to_bytes(2, "big")
    return int.from_bytes(sm3(sm3(bits + identity + curve + public) + message), "big")


def _multiple(factor: int, point: _Point) -> _Jacobian:
    base = (*point, 1)
    total = _INFINITY
    for bit in bin(factor)[2:]:
        total = _double(total)
        if bit == "1":
            total = _plus(total, base)
    return total


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return _INFINITY
    yy, zz = y * y % _P, z * z % _P
    s = 4 * x * yy % _P
    m = 3 * (x - zz) * (x + zz) % _P
    new_x = (m * m - 2 * s) % _P
    return new_x, (m * (s - new_x) - 8 * yy * yy) % _P, 2 * y * z % _P


def _plus(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x1, y1, z1), (x2, y2, z2) = one, other
    zz1, zz2 = z1 * z1 % _P, z2 * z2 % _P
    u1, u2 = x1 * zz2 % _P, x2 * zz1 % _P
    s1, s2 = y1 * zz2 * z2 % _P, y2 * zz1 * z1 % _P
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    if not h:
        return _INFINITY if r else _double(one)
    hh = h * h % _P
    v = u1 * hh % _P
    x = (r * r - h * hh - 2 * v) % _P
    return x, (r * (v - x) - s1 * h * hh) % _P, h * z1 * z2 % _P


def _affine(point: _Jacobian) -> _Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, _P)
    square = inverse * inverse % _P
    return x * square % _P, y * square * inverse % _P


def _point(public: bytes) -> _Point:
    return int.from_bytes(public[:_BYTES], "big"), int.from_bytes(public[_BYTES:], "big")


def _in_bytes(number: int) -> bytes:
    return number.to_bytes(_BYTES, "big")
