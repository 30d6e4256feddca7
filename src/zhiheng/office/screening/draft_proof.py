"""The proof that drafts were checked: a statement, its digest on the ledger, a PDF of it.

The statement names the files by their digests and the result by its own, never a text. Its SHA-256
stands in the ledger event of the check, so whoever holds the statement and the event's inclusion
proof needs nobody's word; whoever holds one of the files and the code asks at /verify/.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiheng.core.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Proof,
    Table,
    row,
)
from zhiheng.core.evidence.canonical import canonical_bytes
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.screening.draft_files import ReadFile
from zhiheng.office.ledger.queries import event_of, proof_of
from zhiheng.office.papers.receipts import verify_address
from zhiheng.office.registers import lake
from zhiheng.office.screening import law
from zhiheng.office.screening.models import DraftCheck
from zhiheng.office.web.document_files import pdf_file

FORMAT = "zhiheng-draft-check/1"
TITLE = "专利申请草稿自查证明"


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the canonical text of a value, in hexadecimal digits."""
    return sha256(canonical_bytes(value)).hex()


def statement_of(
    check: DraftCheck,
    files: Sequence[ReadFile],
    *,
    result: dict[str, Any],
    signals: Sequence[str],
    versions: dict[str, int],
    on: datetime,
) -> dict[str, Any]:
    """Return what a finished check states; files of which nothing was read are left out."""
    return {
        "format": FORMAT,
        "code": check.code,
        "organisation": check.organisation.name if check.organisation else "",
        "applicant": check.applicant,
        "at": timezone.localtime(on).isoformat(timespec="seconds"),
        "files": [
            {"name": each.name, "size": each.size, "sha256": each.sha256, "drafts": each.drafts}
            for each in files
            if each.drafts
        ],
        "drafts": len(result["drafts"]),
        "beside": result["beside"],
        "signals": list(signals),
        "versions": versions,
        "result": digest_of(result),
    }


def proof_pdf(statement: dict[str, Any], *, at: datetime) -> bytes:
    """Return the statement as a PDF with its code at the foot of each page."""
    code = statement["code"]
    address = verify_address(code)
    lines = [f"验证码　{code}", "凭草稿文件和验证码可以核对，也可以用 JSON 证明离线核对。"]
    if address:
        lines.append(address.partition("?")[0])
    document = Document(
        title=TITLE,
        creator="知衡",
        blocks=tuple(_blocks(statement)),
        subject=code,
        proof=Proof(tuple(lines), address or code),
    )
    return pdf_file(document, at=timezone.localtime(at))


def proof_bundle(check: DraftCheck) -> dict[str, Any]:
    """Return the inclusion proof of the check's event with the statement whose digest it holds.

    `NotFoundError` while no checkpoint covers the event.
    """
    assert check.event is not None, "only a finished check has its event"
    return {**proof_of(event_of(check.event)), "statement": check.statement}


def _blocks(statement: dict[str, Any]) -> list[Block]:
    who = statement["organisation"] or "—"
    for_whom = (
        f"（申请人：{statement['applicant']}）" if statement["applicant"] not in ("", who) else ""
    )
    beside = statement["beside"]
    titles = "、".join(_signal(name) for name in statement["signals"])
    return [
        Paragraph(
            f"{who}{for_whom}于 {statement['at'].replace('T', ' ')[:19]} 用知识产权局筛查非正常专利"
            f"申请的规则，自行核对了 {statement['drafts']} 件尚未递交的申请草稿。草稿互相比对，并与"
            f"本单位的 {beside['own']} 件申请、已公开的 {beside['published']} 件相近申请比对。"
        ),
        Paragraph(
            "本证明只说明在上述时间查过下列文件，不说明查出了什么，也不是对申请的评价。平台没有"
            "保留草稿；文件改动一个字节，摘要值即不相同。"
        ),
        Heading("核对的文件", counted=False),
        Table(
            "文件和摘要值",
            (Column("文件", 2.2), Column("字节", 0.8, "right"), Column("草稿数", 0.6, "right"),
             Column("SHA-256", 3.4)),
            tuple(
                row(each["name"], f"{each['size']:,}", str(each["drafts"]), each["sha256"])
                for each in statement["files"]
            ),
        ),
        Heading("依据", counted=False),
        Paragraph(f"核对的项目：{titles or '—'}。", lead=""),
        Table(
            "登记簿的版本",
            (Column("登记簿", 3), Column("版本", 1, "right")),
            tuple(
                row(_register(name), str(version))
                for name, version in sorted(statement["versions"].items())
            ),
            note=f"结果的 SHA-256：{statement['result']}",
        ),
    ]  # fmt: skip


def _signal(name: str) -> str:
    known = law.declared().signals.get(name)
    return known.title.zh if known else name


def _register(name: str) -> str:
    return lake.catalogue().register(name).title.zh
