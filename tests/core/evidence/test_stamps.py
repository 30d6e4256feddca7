"""Time-stamps of a real authority are accepted; altered, foreign and unfit ones are not."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.evidence.authority import OPENSSL, Authority, make_authority, now
from zhiheng.core.evidence.der import Der, StampError, encoded, encoded_number
from zhiheng.core.evidence.stamp_requests import stamp_request
from zhiheng.core.evidence.stamps import Stamp, check_purpose, roots_in_text, verified_stamp

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
TEXT = "office.example/log\n3\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(stamp_request(TEXT).content)


def test_a_stamp_tells_its_time_and_proves_it_under_the_root(authority: Authority, answer: bytes):
    at = verified_stamp(answer, TEXT, roots_in_text(authority.root))
    assert abs(at - now()) < dt.timedelta(minutes=1)
    assert at.tzinfo is not None


def test_a_stamp_carries_the_number_of_its_request(authority: Authority):
    request = stamp_request(TEXT)
    assert Stamp.read(authority.answer(request.content)).nonce == request.nonce


def test_openssl_verifies_the_same_stamp(authority: Authority, answer: bytes):
    folder = authority.folder
    (folder / "kept.tsr").write_bytes(answer)
    (folder / "text").write_text(TEXT, encoding="utf-8")
    command = ("ts", "-verify", "-in", "kept.tsr", "-data", "text", "-CAfile", "root.pem")
    run = subprocess.run([OPENSSL or "", *command], cwd=folder, capture_output=True, check=True)
    assert b"Verification: OK" in run.stdout


def test_a_stamp_of_another_text_is_refused(authority: Authority, answer: bytes):
    with pytest.raises(StampError, match="another text"):
        verified_stamp(answer, TEXT.replace("3", "4"), roots_in_text(authority.root))


def test_a_stamp_with_an_altered_time_is_refused(authority: Authority, answer: bytes):
    year = f"{now():%Y%m%d}".encode()
    assert year in answer
    forged = answer.replace(year, b"20200101")
    with pytest.raises(StampError, match="of another content"):
        verified_stamp(forged, TEXT, roots_in_text(authority.root))


def test_a_stamp_of_an_unknown_authority_is_refused(answer: bytes, tmp_path: Path):
    with pytest.raises(StampError, match="trusted root"):
        verified_stamp(answer, TEXT, roots_in_text(make_authority(tmp_path / "other").root))


def test_a_certificate_that_is_not_for_stamping_is_refused(authority: Authority, tmp_path: Path):
    # OpenSSL's own authority does not work with such a certificate, so its key stamps under a good
    # one, and the bad one of the same key and number is put into the answer.
    unfit = make_authority(tmp_path / "unfit", second="signing")
    answer = unfit.answer(stamp_request(TEXT).content)
    assert verified_stamp(answer, TEXT, roots_in_text(unfit.root))
    stamp = Stamp.read(answer)
    (bad,) = roots_in_text((unfit.folder / "second.pem").read_text())
    with pytest.raises(StampError, match="another certificate"):
        replace(stamp, certificates=[bad]).verify(roots_in_text(unfit.root))
    with pytest.raises(StampError, match="not meant"):
        check_purpose(bad)


@pytest.mark.parametrize("length", [0, 1, 127, 128, 255, 256, 70_000])
def test_der_is_read_as_it_is_written(length: int):
    written = encoded(0x04, b"x" * length)
    assert Der.read(written).content == b"x" * length
    with pytest.raises(StampError):
        Der.read(written[:-1] if length else written[:1])
    assert Der.read(encoded_number(length)).number == length


@pytest.mark.parametrize("answer", [b"", b"no DER", b"0\x03\x02\x01\x00"])
def test_what_is_no_answer_is_refused(answer: bytes):
    with pytest.raises(StampError):
        Stamp.read(answer)


def test_a_refusal_is_told(authority: Authority):
    with pytest.raises(StampError, match="refused"):
        Stamp.read(authority.answer(b"0\x03\x02\x01\x01"))


def test_what_is_no_certificate_is_no_root():
    with pytest.raises(ValueError, match="PEM"):
        roots_in_text("no certificate")


def test_without_a_root_only_the_text_is_compared(answer: bytes):
    assert verified_stamp(answer, TEXT, ())
    with pytest.raises(StampError, match="another text"):
        verified_stamp(answer, TEXT + "more\n", ())
