"""A real time-stamping authority for tests: certificates and stamps made by OpenSSL."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.core.evidence.http_service import served

OPENSSL = shutil.which("openssl")
_CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[signing]
extendedKeyUsage = critical, codeSigning
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/stamping.pem
certs = {folder}/root.pem
signer_key = {folder}/stamping.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """A root and a certificate for stamping under it, in a folder."""

    folder: Path

    @property
    def root(self) -> str:
        """Return the root certificate in PEM."""
        return (self.folder / "root.pem").read_text(encoding="utf-8")

    def answer(self, request: bytes) -> bytes:
        """Return the time-stamp that a request asks for, at the present time."""
        query, reply = self.folder / "query.tsq", self.folder / "reply.tsr"
        query.write_bytes(request)
        _openssl(
            self.folder, "ts", "-reply", "-queryfile", str(query), "-out", str(reply),
            "-config", str(self.folder / "openssl.cnf"),
        )  # fmt: skip
        return reply.read_bytes()

    @contextmanager
    def served(self) -> Iterator[str]:
        """Answer requests at the address that is given back."""
        lock = threading.Lock()

        def stamped(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
            assert asked.headers["Content-Type"] == "application/timestamp-query"
            with lock:
                return 200, "application/timestamp-reply", self.answer(body)

        with served(stamped) as address:
            yield f"{address}/stamp"


def make_authority(folder: Path, *, second: str = "stamping") -> Authority:
    """Make a root and a certificate under it; the second one is meant for what `second` says."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openssl.cnf").write_text(_CONFIGURATION.format(folder=folder), encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
    settings = ("-config", "openssl.cnf")
    _openssl(
        folder, "req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem",
        "-days", "3650", "-extensions", "root", "-subj", "/CN=Test root", *settings,
    )  # fmt: skip
    _openssl(
        folder, "req", "-new", *curve, "-keyout", "stamping.key", "-out", "stamping.csr", *settings
    )
    for name, section in (("stamping.pem", "stamping"), ("second.pem", second)):
        _openssl(
            folder, "x509", "-req", "-in", "stamping.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-set_serial", "2", "-days", "3000", "-extfile", "openssl.cnf", "-extensions", section,
            "-out", name,
        )  # fmt: skip
    return Authority(folder)


def now() -> dt.datetime:
    """Return the present time, by which the authority stamps."""
    return dt.datetime.now(dt.UTC)


def _openssl(folder: Path, *arguments: str) -> None:
    assert OPENSSL is not None
    subprocess.run([OPENSSL, *arguments], cwd=folder, capture_output=True, check=True)
