"""The one file that is handed over: it stands alone, and says what it found."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.core.evidence.test_verification import LOG, TRUST, entries, proof_for
from zhiheng.core.evidence.bundles import proof_data
from zhiheng.core.evidence.canonical import canonical_text
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.offline import TEXTS, main
from zhiheng.core.evidence.sealing import opens, sealed
from zhiheng.core.evidence.standalone import FILE_NAME, standalone_source


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proof_data(proof_for(entries(7), 3), TRUST)), encoding="utf-8")
    return path


def test_the_file_imports_nothing_but_the_standard_library_and_cryptography():
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(standalone_source()))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_the_file_runs_by_itself(proof: Path):
    program = proof.with_name(FILE_NAME)
    program.write_text(standalone_source(), encoding="utf-8")
    command = [sys.executable, "-I", str(program), str(proof), "--key", str(LOG.key)]
    done = subprocess.run(command, capture_output=True, check=True, cwd="/")
    assert "everything fits" in done.stdout.decode()


def test_a_proof_that_was_altered_is_told_in_both_languages(
    proof: Path, capsys: pytest.CaptureFixture[str]
):
    proof.write_text(proof.read_text().replace("case:3", "case:4"))
    code, said = run(capsys, str(proof), "--key", str(LOG.key))
    assert code == 1
    assert "包含证明不成立 / proof of inclusion does not hold" in said


def test_keys_that_come_with_the_file_are_not_believed_in_silence(
    proof: Path, capsys: pytest.CaptureFixture[str]
):
    code, said = run(capsys, str(proof))
    assert code == 0
    assert "compare it with the published one" in said


def test_a_kept_checkpoint_of_another_size_is_not_compared_in_silence(
    proof: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    kept = tmp_path / "checkpoint"
    for size, told in ((7, False), (5, True)):
        note = proof_for(entries(size), 1).sealed.note
        kept.write_text(str(note), encoding="utf-8")
        code, said = run(capsys, str(proof), "--key", str(LOG.key), "--checkpoint", str(kept))
        assert (code, "of another size" in said) == (0, told)


@pytest.mark.parametrize("content", ["", "text", "{}", '{"format": "zhiheng-proof/1"}'])
def test_what_is_no_proof_is_told_and_not_fatal(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "proof.json"
    path.write_text(content)
    assert run(capsys, str(path))[0] == 2
    assert run(capsys, str(tmp_path / "absent"))[0] == 2
    assert run(capsys, str(tmp_path))[0] == 2


def made_with(tmp_path: Path, details: dict[str, Any]) -> Path:
    path = tmp_path / "proof.json"
    proof = proof_for(entries(3, canonical_text(details)), 2)
    path.write_text(json.dumps(proof_data(proof, TRUST)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("content", "code"), [({"name": "甲"}, 0), ({"name": "乙"}, 1)])
def test_content_is_shown_to_be_what_an_act_sealed(
    content: dict[str, str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    salt, digest = sealed({"name": "甲"})
    path = made_with(tmp_path, {"content": digest, "step": 1})
    opened = tmp_path / "sealed.json"
    opened.write_text(json.dumps({"salt": salt, "content": content}))
    arguments = [str(path), "--key", str(LOG.key), "--sealed", str(opened)]
    assert run(capsys, *arguments)[0] == code


def test_content_that_is_erased_by_law_leaves_the_proof_intact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    salt, digest = sealed({"name": "甲", "address": "某街 1 号"})
    path = made_with(tmp_path, {"content": digest})
    opened = tmp_path / "sealed.json"
    opened.write_text(json.dumps({"salt": salt, "content": {"name": "甲", "address": "某街 1 号"}}))
    key = ("--key", str(LOG.key))
    assert run(capsys, str(path), *key, "--sealed", str(opened))[0] == 0
    opened.unlink()
    assert run(capsys, str(path), *key)[0] == 0
    assert "甲" not in path.read_text(encoding="utf-8")
    # Who tries the same words again does not get the digest without the salt.
    assert not opens(digest, "0" * 64, {"name": "甲", "address": "某街 1 号"})


@pytest.mark.parametrize(("content", "code"), [(b"paper", 0), (b"forged", 1)])
def test_a_document_is_shown_to_be_the_one_an_act_issued(
    content: bytes, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = made_with(tmp_path, {"pdf": sha256(b"paper").hex()})
    document = tmp_path / "document.pdf"
    document.write_bytes(content)
    arguments = [str(path), "--key", str(LOG.key), "--file", str(document)]
    assert run(capsys, *arguments)[0] == code


def test_every_finding_has_words():
    source = Path(main.__code__.co_filename).parent
    found: Sequence[str] = [
        str(node.args[0].value)
        for name in ("verification.py", "offline.py")
        for node in ast.walk(ast.parse((source / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Finding"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(found) > 12
    assert set(found) <= set(TEXTS)
