"""SM2: the example of the standard, OpenSSL as the peer, and what does not verify."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from zhiheng.core.evidence.digests import sm3
from zhiheng.core.evidence.sm2 import (
    sm2_accepts,
    sm2_key_from,
    sm2_public_key,
    sm2_signature,
)

# GB/T 32918.5-2017, annex A.2.
PRIVATE = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
PUBLIC = (
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
K = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
SIGNATURE = (
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
MESSAGE = b"message digest"
OPENSSL = shutil.which("openssl")


def test_sm3_of_the_example_of_its_standard():
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abc").hex() == expected


def test_the_example_of_the_standard():
    assert sm2_public_key(PRIVATE).hex() == PUBLIC
    assert sm2_signature(PRIVATE, MESSAGE, k=K).hex() == SIGNATURE
    assert sm2_accepts(bytes.fromhex(PUBLIC), MESSAGE, bytes.fromhex(SIGNATURE))


def test_a_signature_fits_one_message_one_key_and_one_identity():
    private = sm2_key_from(secrets.token_bytes(32))
    public, signature = sm2_public_key(private), sm2_signature(private, MESSAGE)
    assert sm2_accepts(public, MESSAGE, signature)
    assert not sm2_accepts(public, MESSAGE + b"!", signature)
    assert not sm2_accepts(bytes.fromhex(PUBLIC), MESSAGE, signature)
    assert not sm2_accepts(public, MESSAGE, signature, identity=b"another")
    assert not sm2_accepts(public, MESSAGE, signature[:-1])
    assert not sm2_accepts(public, MESSAGE, b"\x00" * 64)
    assert not sm2_accepts(public, MESSAGE, b"\xff" * 64)
    assert not sm2_accepts(b"\x01" * 64, MESSAGE, signature)
    assert not sm2_accepts(public[:-1], MESSAGE, signature)


@pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
def test_openssl_accepts_our_signature_and_we_accept_its(tmp_path: Path):
    key, message, signature = (str(tmp_path / name) for name in ("key.pem", "message", "signature"))
    Path(message).write_bytes(MESSAGE)
    _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", key)
    options = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")
    _openssl("pkeyutl", "-sign", "-inkey", key, "-in", message, "-out", signature, *options)
    text = _openssl("pkey", "-in", key, "-text", "-noout").decode()
    private = int(_hexadecimal(text, "priv:", "pub:"), 16)
    public = bytes.fromhex(_hexadecimal(text, "pub:", "ASN1 OID:"))[1:]
    assert sm2_public_key(private) == public
    r, s = decode_dss_signature(Path(signature).read_bytes())
    assert sm2_accepts(public, MESSAGE, r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    ours = sm2_signature(private, MESSAGE)
    pair = int.from_bytes(ours[:32], "big"), int.from_bytes(ours[32:], "big")
    Path(signature).write_bytes(encode_dss_signature(*pair))
    said = _openssl(
        "pkeyutl", "-verify", "-inkey", key, "-in", message, "-sigfile", signature, *options
    )
    assert b"Success" in said


def _openssl(*arguments: str) -> bytes:
    assert OPENSSL is not None
    return subprocess.run([OPENSSL, *arguments], capture_output=True, check=True).stdout


def _hexadecimal(text: str, begin: str, end: str) -> str:
    return "".join(text.partition(begin)[2].partition(end)[0].split()).replace(":", "")
