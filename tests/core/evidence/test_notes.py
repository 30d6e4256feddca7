"""Signed notes and checkpoints, as other programs write and read them."""

from __future__ import annotations

import pytest

from zhiheng.core.evidence.checkpoints import TreeHead, parse_head
from zhiheng.core.evidence.notes import (
    Note,
    cosigned,
    cosigned_at,
    good_lines,
    parse_key,
    parse_keys,
    parse_note,
)
from zhiheng.core.evidence.signers import Ed25519Signer, Sm2Signer, WitnessSigner, signed

# The example in the documentation of Go's package golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgK"
    "vqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of C2SP tlog-cosignature.
CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4U"
    "RYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZ"
    "CB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
HEAD = TreeHead("office.example/log", 3, b"\x01" * 32, b"\x02" * 32)
LOG = Ed25519Signer("office.example/log", b"\x07" * 32)
WITNESS = WitnessSigner("witness.example", b"\x09" * 32, at=1_770_000_000)
NATIONAL = Sm2Signer("office.example/log", 0x1234567890ABCDEF)


def test_a_note_signed_by_another_program_is_read_and_verified():
    note, key = parse_note(GO_NOTE), parse_key(GO_KEY)
    assert str(key) == GO_KEY
    assert str(note) == GO_NOTE
    assert note.signed_by(key)
    altered = Note(note.text.replace("answer", "question"), note.signatures)
    assert not altered.signed_by(key)


def test_the_published_checkpoint_is_read_line_by_line():
    note = parse_note(CHECKPOINT)
    head = parse_head(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert head.text == note.text
    log, witness = note.signatures
    assert (log.name, log.identity.hex()) == ("example.com/behind-the-sofa", "033de0ae")
    assert cosigned_at(witness.signature) == 1_679_315_147
    assert (
        cosigned(note.text, 1_679_315_147)
        .decode()
        .startswith("cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n")
    )
    assert str(note) == CHECKPOINT


@pytest.mark.parametrize("signer", [LOG, NATIONAL, WITNESS], ids=["ed25519", "sm2", "witness"])
def test_every_kind_of_signature_covers_the_whole_text_and_names_its_key(signer):
    note = parse_note(str(signed(HEAD.text, [signer])))
    key = parse_key(str(signer.key))
    assert key == signer.key
    assert note.signed_by(key)
    (line,) = note.signatures
    for text in (HEAD.text + "more\n", HEAD.text.replace("3", "4", 1)):
        assert not key.accepts(text, line.signature)
    assert not key.accepts(HEAD.text, line.signature[:-1] + b"\x00")
    assert not key.accepts(HEAD.text, b"")


def test_several_sign_one_note_and_strangers_are_passed_over():
    stranger = Ed25519Signer("stranger.example", b"\x0b" * 32)
    note = signed(HEAD.text, [LOG, NATIONAL, WITNESS, stranger])
    keys = parse_keys(f"# ours\n{LOG.key}\n\n{NATIONAL.key}\n{WITNESS.key}\n")
    names = [line.name for line in good_lines(note, keys)]
    assert names == ["office.example/log", "office.example/log", "witness.example"]


def test_a_co_signature_does_not_fit_another_time():
    (line,) = signed(HEAD.text, [WITNESS]).signatures
    later = (1_770_000_001).to_bytes(8, "big") + line.signature[8:]
    assert WITNESS.key.accepts(HEAD.text, line.signature)
    assert not WITNESS.key.accepts(HEAD.text, later)


def test_a_head_is_written_as_the_standard_says():
    assert HEAD.text.split("\n") == [
        "office.example/log",
        "3",
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        "sm3 AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
        "",
    ]
    assert parse_head(HEAD.text) == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", "a\n01\nAQEB\n", "a\nx\nAQEB\n", "a\n1\nAQEB\n", "a\n1\n***\n",
        "a\n1\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "a\n\n1\nAQEB\n", "a\n-1\nAQEB\n",
    ],
)  # fmt: skip
def test_other_texts_are_no_checkpoint(text: str):
    with pytest.raises(ValueError, match=r"checkpoint|number|root"):
        parse_head(text)


@pytest.mark.parametrize(
    "written",
    ["", "text", "text\n\n", "text\n\nno signature\n", "text\n\n— a AAAA\n", "t\n\n— a *\n"],
)
def test_other_texts_are_no_note(written: str):
    with pytest.raises(ValueError, match=r"note|signature|base64"):
        parse_note(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a",
        "a+b",
        "a+00000000+AAAA",
        GO_KEY.replace("c74f", "c74e"),
        GO_KEY[:-4],
        "a b" + GO_KEY,
    ],
)
def test_other_texts_are_no_key(written: str):
    with pytest.raises(ValueError, match=r"key|base64|expected"):
        parse_key(written)
