"""The offline verifier: what it reads, what it prints.

    python zhiheng_verify.py PROOF.json       the proof of one act, from a receipt or document
    python zhiheng_verify.py FOLDER           a whole log, from `zhiheng ledger export FOLDER`

Exit code 0: everything fits; 1: something does not; 2: the file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhiheng.core.evidence.bundles import parse_kept, parse_log, parse_proof
from zhiheng.core.evidence.checkpoints import parse_head
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import read_entry
from zhiheng.core.evidence.notes import Key, Note, parse_keys
from zhiheng.core.evidence.sealing import opens
from zhiheng.core.evidence.stamps import roots_in_text
from zhiheng.core.evidence.tiles import WIDTH, unbundle
from zhiheng.core.evidence.verification import (
    Finding,
    Log,
    Proof,
    Trust,
    verify_log,
    verify_proof,
)

# What findings and notices are called, in Chinese and English.
TEXTS = {
    "entry": ("条目无法读取", "entry cannot be read"),
    "gap": ("缺号或次序有误", "numbers are missing or out of order"),
    "link_broken": ("与前一条不衔接", "does not follow from the entry before it"),
    "tile": ("哈希瓦片与条目不符", "tile does not fit the entries"),
    "checkpoint": ("检查点无法读取", "checkpoint cannot be read"),
    "truncated": ("检查点覆盖的条目已缺失", "entries that the checkpoint covers are missing"),
    "root": ("检查点的根哈希与条目不符", "root of the checkpoint does not fit the entries"),
    "sm3_root": ("检查点的 SM3 根哈希与条目不符", "SM3 root does not fit the entries"),
    "proof": ("包含证明不成立", "proof of inclusion does not hold"),
    "signature": ("检查点没有可信密钥的有效签名", "no good signature of a trusted key"),
    "origin": ("检查点属于另一日志", "checkpoint of another log"),
    "stamp": ("时间戳无效", "time-stamp does not hold"),
    "cosignature": ("见证人的签名无效", "signature of a witness does not hold"),
    "back_dated": ("早于此前已封存的时间", "dated before something that was sealed before it"),
    "post_dated": ("晚于其封存时间", "dated after the moment by which it was sealed"),
    "split": ("与您保存的检查点不是同一日志", "not the log of the checkpoint that you kept"),
    "sealed": ("内容与条目中的摘要不符", "content does not fit a digest in the entry"),
    "file": ("文件的摘要不在条目中", "digest of the file does not stand in the entry"),
    "own_keys": (
        "未指定公钥，采用文件自带的公钥；请与公布的公钥核对",
        "no key was named, the file's own was used; compare it with the published one",
    ),
    "own_roots": (
        "未指定时间戳根证书，采用文件自带的证书；请与时间戳机构公布的核对",
        "no root of time-stamps was named, the file's own was used; compare it with theirs",
    ),
    "not_compared": (
        "您保存的检查点与证明的检查点大小不同，单条证明无法比对；请索取整本日志",
        "the checkpoint that you kept is of another size; only a whole log can be compared with it",
    ),
    "no_roots": (
        "没有时间戳根证书，未核实时间戳由谁签发",
        "without a root nobody knows who gave the time-stamps",
    ),
}


def main(arguments: Sequence[str]) -> int:
    """Verify what is named, print what was found, return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        facts, findings, notices = _verified(asked)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{asked.path}: {error}\n")
        return 2
    if asked.json:
        found = [vars(finding) for finding in findings]
        result = {"ok": not findings, "findings": found, "notices": notices, **facts}
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(facts, findings, notices)))
    return 1 if findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Verify the proof of one act, or a whole exported log, offline."
    )
    parser.add_argument("path", type=Path, help="proof (JSON) or folder of an exported log")
    parser.add_argument("--key", action="append", default=[], help="key you trust, or its file")
    parser.add_argument("--root", type=Path, help="certificates (PEM) of time-stamps you trust")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="one you kept")
    parser.add_argument("--sealed", type=Path, help='{"salt": …, "content": …} of the act')
    parser.add_argument("--file", type=Path, help="document whose digest the act should hold")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _verified(asked: argparse.Namespace) -> tuple[dict[str, Any], list[Finding], list[str]]:
    kept = [parse_kept(path.read_text(encoding="utf-8")) for path in asked.checkpoint]
    if asked.path.is_dir():
        log, own = read_log(asked.path)
        trust, notices = _trusted(asked, own)
        sizes = [sealed.note.text.split("\n")[1] for sealed in log.checkpoints]
        stamps = sum(len(sealed.stamps) for sealed in log.checkpoints)
        facts = {"entries": len(log.entries), "checkpoints": sizes, "timestamps": stamps}
        return {**facts, "keys": _names(trust)}, verify_log(log, trust, kept), notices
    proof, own = parse_proof(json.loads(asked.path.read_text(encoding="utf-8")))
    trust, notices = _trusted(asked, own)
    findings = verify_proof(proof, trust, kept)
    if not findings and _of_another_size(proof, kept):
        notices.append("not_compared")
    if asked.sealed:
        findings += _opened(proof, json.loads(asked.sealed.read_text(encoding="utf-8")))
    if asked.file and sha256(asked.file.read_bytes()).hex() not in _digests(proof):
        findings.append(Finding("file", proof.sequence, asked.file.name))
    facts = {"sequence": proof.sequence, "entry": json.loads(proof.entry), "keys": _names(trust)}
    return facts, findings, notices


def read_log(folder: Path) -> tuple[Log, Trust]:
    """Read an exported log from its folder; ValueError or OSError where it cannot be read."""
    written = (folder / "log.json").read_text(encoding="utf-8")
    checkpoints, trust = parse_log(json.loads(written))
    files = sorted(path for path in (folder / "tile").rglob("*") if path.is_file())
    tiles = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    # By number: x001/000 comes after 999. A full bundle takes the place of its partial ones.
    bundles = {_place(path): tiles[path] for path in sorted(tiles, key=_width)}
    entries = [
        entry
        for place in sorted(bundles)
        if place[0] == "entries"
        for entry in unbundle(bundles[place])
    ]
    return Log(entries, checkpoints, lambda tile: tiles.get(tile.path)), trust


def _place(path: str) -> tuple[str, int]:
    _, level, number = path.partition(".p/")[0].split("/", 2)
    return level, int(number.replace("x", "").replace("/", ""))


def _width(path: str) -> int:
    return int(path.partition(".p/")[2] or WIDTH)


def _trusted(asked: argparse.Namespace, own: Trust) -> tuple[Trust, list[str]]:
    """Return whom to trust: who was named, else whom the file names, with a notice."""
    notices = []
    trust = own
    if asked.root:
        trust = replace(trust, roots=roots_in_text(asked.root.read_text(encoding="utf-8")))
    elif own.roots:
        notices.append("own_roots")
    if asked.key:
        trust = replace(trust, keys=[key for given in asked.key for key in keys_given(given)])
    else:
        notices.append("own_keys")
    if not trust.roots:
        notices.append("no_roots")
    return trust, notices


def keys_given(given: str) -> tuple[Key, ...]:
    """Read published keys, or the file of which they are the content."""
    path = Path(given)
    return parse_keys(path.read_text(encoding="utf-8") if path.is_file() else given)


def _opened(proof: Proof, content: dict[str, Any]) -> list[Finding]:
    salt, sealed = content["salt"], content["content"]
    fits = any(opens(digest, salt, sealed) for digest in _digests(proof))
    return [] if fits else [Finding("sealed", proof.sequence)]


def _of_another_size(proof: Proof, kept: Sequence[Note]) -> bool:
    size = parse_head(proof.sealed.note.text).size
    return any(parse_head(note.text).size != size for note in kept)


def _digests(proof: Proof) -> list[str]:
    """Return the texts among the details of an act: what digests are written as."""
    details = json.loads(read_entry(proof.entry).fields["details"] or "{}")
    return [value for value in details.values() if isinstance(value, str)]


def _names(trust: Trust) -> list[str]:
    return [str(key) for key in trust.keys]


def _lines(facts: dict[str, Any], findings: list[Finding], notices: list[str]) -> list[str]:
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    for notice in notices:
        lines.append("! " + " / ".join(TEXTS[notice]))
    for finding in findings:
        place = f"{finding.number}: " if finding.number else ""
        lines.append(f"✗ {place}{' / '.join(TEXTS[finding.code])}  {finding.detail}".rstrip())
    if not findings:
        lines.append("✓ 全部相符 / everything fits")
    return lines
