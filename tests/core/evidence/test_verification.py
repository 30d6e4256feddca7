"""What is found in logs and proofs; the attacks with a database are in the office's tests."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from zhiheng.core.evidence.bundles import (
    log_data,
    parse_kept,
    parse_log,
    parse_proof,
    proof_data,
)
from zhiheng.core.evidence.canonical import canonical_text
from zhiheng.core.evidence.checkpoints import TreeHead
from zhiheng.core.evidence.digests import sha256, sm3
from zhiheng.core.evidence.entries import (
    ENTRY_MAX_BYTES,
    FIRST_PREVIOUS,
    covered_bytes,
    entry_of,
    read_entry,
)
from zhiheng.core.evidence.merkle import Tree, inclusion_proof, leaf_hash
from zhiheng.core.evidence.signers import Ed25519Signer, Sm2Signer, signed
from zhiheng.core.evidence.verification import (
    Finding,
    Log,
    Proof,
    Sealed,
    Trust,
    verify_log,
    verify_proof,
)

ORIGIN = "office.example/log"
LOG = Ed25519Signer(ORIGIN, b"\x07" * 32)
NATIONAL = Sm2Signer(ORIGIN, 0x1234567890ABCDEF)
TRUST = Trust([LOG.key])
WHEN = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)


def entries(count: int, details: str = "{}") -> list[bytes]:
    made, previous = [], FIRST_PREVIOUS
    for number in range(1, count + 1):
        covered = covered_bytes(
            sequence=number,
            at=WHEN,
            actor=None,
            act="cases.filed",
            subject=f"case:{number}",
            details=details,
            previous=previous,
        )
        previous = sha256(covered).hex()
        made.append(entry_of(covered))
    return made


def head_of(made: list[bytes], *, sm3_too: bool = True) -> TreeHead:
    trees = []
    for digest in (sha256, sm3):
        tree = Tree(digest)
        tree.extend(b"".join(leaf_hash(entry, digest) for entry in made))
        trees.append(tree.root())
    return TreeHead(ORIGIN, len(made), trees[0], trees[1] if sm3_too else b"")


def proof_for(made: list[bytes], number: int) -> Proof:
    tree = Tree()
    tree.extend(b"".join(map(leaf_hash, made)))
    note = signed(head_of(made).text, [LOG])
    inclusion = inclusion_proof(number - 1, len(made), tree.node)
    return Proof(number, made[number - 1], inclusion, Sealed(note))


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def test_a_log_is_sound_under_every_checkpoint_and_without_sm3_too():
    made = entries(9)
    sealed = [
        Sealed(signed(head_of(made[:5], sm3_too=False).text, [LOG])),
        Sealed(signed(head_of(made).text, [LOG, NATIONAL])),
    ]
    assert verify_log(Log(made, sealed), Trust([LOG.key, NATIONAL.key])) == []


def test_a_checkpoint_with_one_good_and_one_bad_signature_is_told():
    made = entries(3)
    text = head_of(made).text
    forged = signed(text, [LOG, replace(NATIONAL, private=7)])
    lines = (forged.signatures[0], replace(forged.signatures[1], identity=NATIONAL.key.identity))
    log = Log(made, [Sealed(replace(forged, signatures=lines))])
    assert codes(verify_log(log, Trust([LOG.key, NATIONAL.key]))) == {"signature"}
    # Who knows only the Ed25519 key passes over the other signature, as the standard says.
    assert verify_log(log, TRUST) == []


def test_checkpoints_of_another_log_are_told():
    made = entries(3)
    other = Ed25519Signer("other.example/log", b"\x08" * 32)
    foreign = replace(head_of(made), origin="other.example/log")
    sealed = [Sealed(signed(head_of(made[:2]).text, [LOG])), Sealed(signed(foreign.text, [other]))]
    assert codes(verify_log(Log(made, sealed), Trust([LOG.key, other.key]))) == {"origin"}


def test_what_is_no_checkpoint_or_no_entry_is_told_and_the_rest_is_verified():
    made = entries(3)
    good = Sealed(signed(head_of(made).text, [LOG]))
    bad = Sealed(signed("office.example/log\nmany\nroot\n", [LOG]))
    assert codes(verify_log(Log(made, [good, bad]), TRUST)) == {"checkpoint"}
    broken = [made[0], b"no entry", made[2]]
    assert {"entry", "root"} <= codes(verify_log(Log(broken, [good]), TRUST))
    assert codes(verify_log(Log([], []), TRUST)) == set()


def test_a_proof_holds_and_travels_as_json():
    proof = proof_for(entries(9), 4)
    assert verify_proof(proof, TRUST) == []
    read, trust = parse_proof(json.loads(json.dumps(proof_data(proof, TRUST))))
    assert (read, trust.keys) == (replace(proof, sealed=read.sealed), (LOG.key,))
    assert verify_proof(read, trust) == []
    assert parse_kept(json.dumps(proof_data(proof, TRUST))) == proof.sealed.note
    assert parse_kept(str(proof.sealed.note)) == proof.sealed.note


def test_an_altered_proof_does_not_hold():
    made = entries(9)
    proof = proof_for(made, 4)
    altered = replace(proof, entry=proof.entry.replace(b"cases.filed", b"cases.ended"))
    assert codes(verify_proof(altered, TRUST)) == {"proof"}
    assert codes(verify_proof(replace(proof, sequence=5), TRUST)) == {"proof"}
    assert codes(verify_proof(replace(proof, inclusion=proof.inclusion[:-1]), TRUST)) == {"proof"}
    assert codes(verify_proof(replace(proof, entry=b"{}"), TRUST)) == {"entry"}
    other = Ed25519Signer(ORIGIN, b"\x09" * 32)
    assert codes(verify_proof(proof, Trust([other.key]))) == {"signature"}
    assert codes(verify_proof(proof, TRUST, [signed(head_of(made).text, [LOG])])) == set()
    split = signed(replace(head_of(made), root=b"\x01" * 32).text, [LOG])
    assert codes(verify_proof(proof, TRUST, [split])) == {"split"}


def test_an_act_with_more_details_than_a_bundle_takes_is_entered_by_its_digest():
    long = canonical_text({"passages": list(range(20_000))})
    made = entries(3, details=long)
    assert all(len(entry) <= ENTRY_MAX_BYTES for entry in made)
    assert read_entry(made[0]).fields["details"] == ""
    log = Log(made, [Sealed(signed(head_of(made).text, [LOG]))])
    assert verify_log(log, TRUST) == []
    assert codes(verify_log(replace(log, entries=made[::-1]), TRUST)) >= {"link_broken", "gap"}


@pytest.mark.parametrize(
    "data",
    [{}, {"format": "zhiheng-proof/2"}, {"format": "zhiheng-proof/1"}, [], "text", None],
)
def test_other_json_is_no_proof_and_no_log(data):
    for parse in (parse_proof, parse_log):
        with pytest.raises(ValueError, match=r"not a|expected"):
            parse(data)


def test_an_exported_log_says_of_itself_what_it_takes():
    sealed = [Sealed(signed(head_of(entries(2)).text, [LOG]), [("http://a.example", b"\x01")])]
    read, trust = parse_log(json.loads(json.dumps(log_data(sealed, TRUST))))
    assert (read, list(trust.keys), trust.roots) == (sealed, [LOG.key], ())
