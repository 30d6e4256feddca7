"""The same device in other clothes is near, another is not, and the reasons say how."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from tests.core.matching.marks.images.pictures import (
    BLACK,
    RED,
    WHITE,
    framed,
    hills,
    key,
    on_plate,
    seen,
    sheet,
)
from zhiheng.core.matching.marks.images.comparing import compare_images
from zhiheng.core.matching.marks.images.vienna import levels_shared, shared_codes, vienna_score

KEY, HILLS = seen(key()), seen(hills())


def moved(picture: Image.Image) -> Image.Image:
    larger = sheet(size=(500, 300))
    larger.paste(picture, (220, 40))
    return larger


CHANGES: dict[str, Callable[[], Image.Image]] = {
    "larger": lambda: key().resize((700, 700)),
    "moved": lambda: moved(key()),
    "in red": lambda: key(RED),
    "pale": lambda: key((205, 205, 205)),
    "white on black": lambda: key(WHITE, BLACK),
    "blurred": lambda: key().filter(ImageFilter.GaussianBlur(4)),
    "stretched": lambda: key().resize((330, 240)),
    "thicker": lambda: key().filter(ImageFilter.MinFilter(7)),
    "a little turned": lambda: key().rotate(8, fillcolor="white", expand=True),
    "mirrored": lambda: ImageOps.mirror(key()),
    "turned by a quarter": lambda: key().rotate(90),
    "framed": lambda: framed(key()),
    "on a plate": on_plate,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_device_in_other_clothes_is_near_and_another_is_not(change: str):
    changed = seen(CHANGES[change]())
    same, other = compare_images(KEY, changed), compare_images(HILLS, changed)
    assert same.near, (change, same)
    assert not other.near
    assert same.score > other.score + 0.3
    assert same.channels[0].name == "image"
    assert same.rules


def test_the_same_image_is_the_same_and_the_order_does_not_matter():
    assert compare_images(KEY, KEY).score > 0.95
    for other in (HILLS, seen(framed(key())), seen(on_plate())):
        one, two = compare_images(KEY, other), compare_images(other, KEY)
        assert one == two


def test_the_reasons_name_what_agrees():
    same = compare_images(KEY, seen(key(RED)))
    assert same.channels[0].reason.zh == (
        "图形整体外观基本相同：构图布局、外部轮廓、线条走向和位置、内部结构相近。"
    )
    assert "the colours" not in same.channels[0].reason.en
    turned = compare_images(KEY, seen(key().rotate(90)))
    assert turned.channels[0].reason.zh.startswith("一图形旋转或者镜像后与另一图形相近")
    contained = compare_images(KEY, seen(framed(key())))
    assert "一商标的组成部分与另一商标的整个图形" in contained.channels[0].reason.zh
    assert contained.rules[0].code == "device-contained"
    apart = compare_images(KEY, HILLS)
    assert apart.channels[0].reason.zh == "图形整体外观差异明显，仅用色相近。"
    assert apart.rules == ()


def test_elements_that_examiners_saw_are_named_and_count_beside_the_look():
    titles = {"14.05.01": "钥匙", "06.01": "山、岩石"}
    alike = compare_images(
        KEY, HILLS, vienna_a=["14.05.01", "26.01.01"], vienna_b=["14.05.01"], vienna_titles=titles
    )
    assert alike.channels[0].reason.zh == "两商标有相同的图形要素（维也纳分类）：14.05.01 钥匙。"
    assert alike.score > compare_images(KEY, HILLS).score
    assert not alike.near  # the same thing drawn otherwise is a hint only
    kind = compare_images(
        HILLS, KEY, vienna_a=["06.01.02"], vienna_b=["06.01.04"], vienna_titles=titles
    )
    assert "同一小类的图形要素（维也纳分类）：06.01 山、岩石" in kind.channels[0].reason.zh


@pytest.mark.parametrize(
    ("a", "b", "levels"),
    [("01.17.03", "01.17.03", 3), ("01.17.03", "01.17.08", 2), ("01.17.03", "01.01.03", 1),
     ("01.17.03", "02.17.03", 0), ("01.17", "01.17.03", 2)],
)  # fmt: skip
def test_vienna_codes_share_levels(a: str, b: str, levels: int):
    assert levels_shared(a, b) == levels_shared(b, a) == levels


def test_letters_and_colours_say_less_than_things():
    lions, letters = ["03.01.01", "27.05.01"], ["05.03.01", "27.05.01"]
    assert vienna_score(lions, lions) == 1.0
    assert vienna_score(lions, ["03.01.01", "05.03.01"]) > vienna_score(lions, letters) > 0
    assert vienna_score(lions, []) == 0
    assert shared_codes(["27.05.01", "03.01.01"], ["03.01.01", "27.05.01"]) == [
        "03.01.01", "27.05.01",
    ]  # fmt: skip


def test_words_of_the_images_are_compared_as_marks_of_words_are():
    found = compare_images(KEY, HILLS, words_a="岚石清泉", words_b="岚石青泉")
    assert found.near
    assert {channel.name for channel in found.channels} & {"sound", "shape", "order"}
    assert not compare_images(KEY, HILLS, words_a="岚石清泉", words_b="海棠依旧").near
    assert compare_images(KEY, HILLS, words_a="岚石清泉") == compare_images(KEY, HILLS)


def test_noise_of_scanning_changes_little():
    noise = np.random.default_rng(5).integers(-12, 13, (240, 240, 3))
    noisy = Image.fromarray(np.clip(np.asarray(key()).astype(int) + noise, 0, 255).astype(np.uint8))
    assert compare_images(KEY, seen(noisy)).score > 0.9


def test_no_picture_is_too_strange():
    rng = np.random.default_rng(3)
    for size in ((3, 3), (40, 500), (500, 40), (333, 333)):
        picture = Image.fromarray(rng.integers(0, 256, (size[1], size[0], 3), np.uint8))
        assert 0 <= compare_images(KEY, seen(picture)).score <= 1
