"""Telling UTF-8, UTF-16 and GB 18030 apart by the bytes, whatever a file says about itself.

GB 18030 can decode almost anything, so that it decodes proves nothing. Bytes that are not UTF-8
are believed to be GB 18030 only when the characters they give are those of everyday Chinese, and
when they are not plainly UTF-8 with a few bytes damaged: read as GB 18030 those would become
mojibake that nobody notices for years.
"""

from __future__ import annotations

import codecs
import re
from typing import IO

# Share of the Chinese characters that must be everyday ones (GB 2312 level 1); mojibake of UTF-8
# stays far below, official texts lie above nine in ten.
EVERYDAY_SHARE = 0.7
BLOCK_BYTES = 1024 * 1024
# Three bytes that are one Chinese character in UTF-8; Chinese in GB 18030 forms few of them.
UTF8_CHINESE = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
NOT_ASCII = re.compile(rb"[\x80-\xff]+")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def encoding_of(handle: IO[bytes]) -> str:
    """Return `utf-8-sig`, `utf-16` or `gb18030` after reading the whole stream.

    A text that is none of them for certain counts as UTF-8 with damaged places.
    """
    head = handle.read(BLOCK_BYTES)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = head
    while block:
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            return "gb18030" if is_gb18030(block) else "utf-8-sig"
        block = handle.read(BLOCK_BYTES)
    return "utf-8-sig"


def is_gb18030(data: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 read naturally as GB 18030.

    The bytes may stop in the middle of a character.
    """
    packed = b"".join(NOT_ASCII.findall(data))
    as_utf8 = sum(len(match[0]) for match in UTF8_CHINESE.finditer(packed))
    if 2 * as_utf8 > len(packed):
        return False
    text = codecs.getincrementaldecoder("gb18030")("replace").decode(data)
    chinese = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    everyday = sum(_is_everyday(character) for character in chinese)
    return everyday > 0 and everyday >= EVERYDAY_SHARE * (len(chinese) + text.count("\ufffd"))


def _is_everyday(character: str) -> bool:
    encoded = character.encode("gb2312", "ignore")
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xD7
