"""Files that tests hand to the importer: their words are written here, to be read with the test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

TENCENT, HUAWEI = "9144030071526726XG", "914403001922038216"
HEADINGS = "统一社会信用代码,企业名称,行政区划代码,参保人数"
GOOD_ENTERPRISES = f"""\
{HEADINGS}
{TENCENT},深圳市腾讯计算机系统有限公司,440305,40000
{HUAWEI},华为技术有限公司,440307,90000
"""
# The second line's code has one figure wrong; its check character is then G no longer.
BROKEN_ENTERPRISES = f"""\
{HEADINGS}
{HUAWEI},华为技术有限公司,440307,90000
9144030071526726XX,深圳市腾讯计算机系统有限公司,440305,四万
"""
CORRECTED_CELLS: Mapping[str, str] = {
    "统一社会信用代码": TENCENT,
    "企业名称": "深圳市腾讯计算机系统有限公司",
    "行政区划代码": "440305",
    "参保人数": "40000",
}


def write(folder: Path, name: str, text: str) -> str:
    """Write a file for the importer and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)
