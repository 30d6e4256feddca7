"""Time-stamps of RFC 3161: an authority's word that a text existed at a moment.

What is stamped is the SHA-256 of a checkpoint's text. Kept is the authority's whole answer in DER,
with its certificates, so that it can be verified for as long as anyone knows the root. The order of
the certificates in it is not asked for: OpenSSL's own authority does not keep to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from zhiheng.core.evidence.der import Der, StampError
from zhiheng.core.evidence.digests import sha256

OIDS = {
    "signed_data": "1.2.840.113549.1.7.2", "stamp": "1.2.840.113549.1.9.16.1.4",
    "content_type": "1.2.840.113549.1.9.3", "message_digest": "1.2.840.113549.1.9.4",
    "certificate": "1.2.840.113549.1.9.16.2.12", "certificate_v2": "1.2.840.113549.1.9.16.2.47",
    "pss": "1.2.840.113549.1.1.10", "sha256": "2.16.840.1.101.3.4.2.1",
}  # fmt: skip
HASHES: dict[str, hashes.HashAlgorithm] = {
    "1.3.14.3.2.26": hashes.SHA1(),  # noqa: S303 - only in old references to certificates
    OIDS["sha256"]: hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
# What names the digest together with the kind of key.
SIGNATURE_HASHES: dict[str, hashes.HashAlgorithm] = {
    "1.2.840.113549.1.1.11": hashes.SHA256(),
    "1.2.840.113549.1.1.12": hashes.SHA384(),
    "1.2.840.113549.1.1.13": hashes.SHA512(),
    "1.2.840.10045.4.3.2": hashes.SHA256(),
    "1.2.840.10045.4.3.3": hashes.SHA384(),
    "1.2.840.10045.4.3.4": hashes.SHA512(),
}


@dataclass(frozen=True)
class Stamp:
    """What a time-stamp says, and what it takes to verify it."""

    at: dt.datetime
    imprint: tuple[str, bytes]
    nonce: int | None
    content: bytes
    certificates: Sequence[x509.Certificate]
    signer: Der

    @classmethod
    def read(cls, answer: bytes) -> Stamp:
        """Read an authority's answer in DER; StampError where it is none or a refusal."""
        try:
            return cls._read(answer)
        except (IndexError, ValueError) as error:
            if isinstance(error, StampError):
                raise
            raise StampError(f"not a time-stamp: {error}") from error

    @classmethod
    def _read(cls, answer: bytes) -> Stamp:
        status, *token = Der.read(answer).parts
        if status.parts[0].number > 1 or not token:
            raise StampError(f"the authority refused (status {status.parts[0].number})")
        kind, wrapped = token[0].parts
        if kind.oid != OIDS["signed_data"]:
            raise StampError("not signed data")
        _, _, encapsulated, *rest = Der.read(wrapped.content).parts
        kind, content = encapsulated.parts
        if kind.oid != OIDS["stamp"] or len(rest[-1].parts) != 1:
            raise StampError("not a time-stamp with one signature")
        info = Der.read(content.content).content
        parts = Der.read(info).parts
        algorithm, imprint = parts[2].parts
        nonces = [part.number for part in parts[5:] if part.tag == 0x02]
        certificates = [
            x509.load_der_x509_certificate(one.whole)
            for part in rest[:-1] if part.tag == 0xA0
            for one in part.parts if one.tag == 0x30
        ]  # fmt: skip
        at = _time_of(parts[4].content.decode())
        heard = (algorithm.parts[0].oid, imprint.content)
        return cls(at, heard, nonces[0] if nonces else None, info, certificates, rest[-1].parts[0])

    def is_of(self, text: str) -> bool:
        """Say whether this is a stamp of `text`."""
        return self.imprint == (OIDS["sha256"], sha256(text.encode()))

    def verify(self, roots: Sequence[x509.Certificate]) -> None:
        """Verify signature, purpose and chain of certificates up to a root; StampError."""
        _, sid, algorithm, attributes, signing, signature = self.signer.parts[:6]
        certificate = self._certificate(sid)
        digest = _hash_named(algorithm.parts[0].oid)
        attached = {part.parts[0].oid: part.parts[1].parts[0] for part in attributes.parts}
        self._compare(attached, certificate, digest)
        # Signed is the set of attributes with the tag of a set, not with that of its place.
        message = b"\x31" + attributes.whole[1:]
        try:
            _check_signature(certificate, signature.content, message, signing.parts[0].oid, digest)
            check_purpose(certificate)
        except (InvalidSignature, UnsupportedAlgorithm) as error:
            raise StampError("its signature is not good") from error
        if not _leads_to(certificate, roots, self.certificates, self.at):
            raise StampError("its certificate does not lead to a trusted root")

    def _certificate(self, sid: Der) -> x509.Certificate:
        issuer, serial = sid.parts if sid.tag == 0x30 else (None, None)
        for certificate in self.certificates:
            if issuer is None or serial is None:
                kind = x509.SubjectKeyIdentifier
                if certificate.extensions.get_extension_for_class(kind).value.digest == sid.content:
                    return certificate
            elif (certificate.issuer.public_bytes(), certificate.serial_number) == (
                issuer.whole, serial.number,
            ):  # fmt: skip
                return certificate
        raise StampError("without the certificate that signed it")

    def _compare(
        self, attached: dict[str, Der], certificate: x509.Certificate, digest: hashes.HashAlgorithm
    ) -> None:
        kind = attached.get(OIDS["content_type"])
        imprint = attached.get(OIDS["message_digest"])
        if kind is None or kind.oid != OIDS["stamp"]:
            raise StampError("its attributes name another kind of content")
        if imprint is None or imprint.content != _hashed(digest, self.content):
            raise StampError("its signature is of another content")
        for name, default in (("certificate_v2", OIDS["sha256"]), ("certificate", "1.3.14.3.2.26")):
            if OIDS[name] in attached:
                first = attached[OIDS[name]].parts[0].parts[0].parts
                chosen = _hash_named(first[0].parts[0].oid if first[0].tag == 0x30 else default)
                value = first[1 if first[0].tag == 0x30 else 0].content
                if certificate.fingerprint(chosen) == value:
                    return
        raise StampError("its attributes name another certificate")


def verified_stamp(answer: bytes, text: str, roots: Sequence[x509.Certificate]) -> dt.datetime:
    """Return the moment that an authority under one of `roots` says of `text`.

    Its certificate must have been valid then and be meant for time-stamps; StampError otherwise.
    Without roots only the text is compared, which proves nothing.
    """
    stamp = Stamp.read(answer)
    if not stamp.is_of(text):
        raise StampError("it is of another text")
    if roots:
        stamp.verify(roots)
    return stamp.at


def roots_in_text(pem: str) -> tuple[x509.Certificate, ...]:
    """Read certificates; ValueError where there is none."""
    return tuple(x509.load_pem_x509_certificates(pem.encode()))


def _time_of(text: str) -> dt.datetime:
    """Read a GeneralizedTime such as 20260302013000Z or 20260302013000.25Z."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    at = dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    return at + dt.timedelta(seconds=float(f"0.{fraction or 0}"))


def _hash_named(oid: str) -> hashes.HashAlgorithm:
    if oid not in HASHES:
        raise StampError(f"with a digest that is not known here ({oid})")
    return HASHES[oid]


def _hashed(digest: hashes.HashAlgorithm, content: bytes) -> bytes:
    hashing = hashes.Hash(digest)
    hashing.update(content)
    return hashing.finalize()


def _check_signature(
    certificate: x509.Certificate,
    signature: bytes,
    message: bytes,
    algorithm: str,
    digest: hashes.HashAlgorithm,
) -> None:
    key = certificate.public_key()
    chosen = SIGNATURE_HASHES.get(algorithm, digest)
    if isinstance(key, rsa.RSAPublicKey):
        pss = padding.PSS(padding.MGF1(chosen), padding.PSS.AUTO)
        scheme = pss if algorithm == OIDS["pss"] else padding.PKCS1v15()
        key.verify(signature, message, scheme, chosen)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(chosen))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, message)
    else:
        raise StampError("its key is of a kind that is not known here")


def check_purpose(certificate: x509.Certificate) -> None:
    """Raise StampError unless a certificate is meant for time-stamps and nothing else."""
    try:
        purpose = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise StampError("its certificate is not meant for time-stamps") from error
    if not purpose.critical or list(purpose.value) != [x509.OID_TIME_STAMPING]:
        raise StampError("its certificate is not meant for time-stamps alone")


def _leads_to(
    certificate: x509.Certificate,
    roots: Sequence[x509.Certificate],
    between: Sequence[x509.Certificate],
    at: dt.datetime,
    steps: int = 5,
) -> bool:
    """Say whether a chain of certificates valid at `at` leads from one to a root."""
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc or not steps:
        return False
    if certificate in roots:
        return True
    issuers = [one for one in (*roots, *between) if _issued(one, certificate)]
    return any(_leads_to(one, roots, between, at, steps - 1) for one in issuers)


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    if issuer == certificate:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return constraints.value.ca
