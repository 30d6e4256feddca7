"""Sealed content proves itself while it is kept, and tells nothing once it is erased."""

from __future__ import annotations

import hashlib

from zhiheng.core.evidence.sealing import opens, sealed, sealed_digest

CONTENT = {"请求人": "某某公司", "cause": "patent", "annexes": 3}


def test_what_was_sealed_opens_and_anything_else_does_not():
    salt, digest = sealed(CONTENT)
    assert opens(digest, salt, CONTENT)
    assert opens(digest, salt, dict(reversed(CONTENT.items())))
    assert not opens(digest, salt, {**CONTENT, "annexes": 4})
    assert not opens(digest, "0" * 64, CONTENT)
    assert not opens("0" * 64, salt, CONTENT)


def test_the_same_content_is_sealed_differently_each_time_so_it_cannot_be_guessed():
    first, second = sealed({"name": "甲"}), sealed({"name": "甲"})
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_anybody_can_recompute_a_seal_from_the_description():
    text = '{"content":{"n":1,"名":"甲"},"salt":"' + "ab" * 32 + '"}'
    assert (
        sealed_digest("ab" * 32, {"名": "甲", "n": 1}) == hashlib.sha256(text.encode()).hexdigest()
    )
