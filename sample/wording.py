"""Titles, abstracts, descriptions and claims, composed from the pools of one technical field.

Each function takes `byte`, which returns the next random byte (0 to 255) of the application.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sample.vocabulary import Article, Field, Pool, spread

Byte = Callable[[], int]

_TAILS: Pool = spread(
    ["", "及系统", "、装置及存储介质", "、装置、设备及介质", "及装置", "和电子设备", "及应用"],
    [40, 16, 14, 10, 10, 6, 4],
)
_LEADS: Pool = spread(
    [
        "所述方法还包括：",
        "在此之前还包括：",
        "具体为：",
        "其中包括以下子步骤：",
        "进一步地，",
        "随后，",
        "每隔预设时间，",
        "若校验未通过，则",
    ]
)
_OPENINGS: Pool = spread(
    [
        "在一个实施例中，",
        "在另一实施例中，",
        "作为一种可选的实现方式，",
        "参见附图，",
        "示例性地，",
        "优选地，",
        "实际应用时，",
    ]
)
_CLAIM_NUMBERS: Pool = tuple(str(n) for n in range(256))
_MEDIUM = "包括处理器和存储器，所述存储器中存储有计算机程序，所述处理器执行所述计算机程序时实现"


class Wording(NamedTuple):
    """The text of one application: paragraphs and claims without numbering elements."""

    title: str
    abstract: str
    technical_field: str
    background: str
    disclosure: tuple[str, ...]
    modes: tuple[str, ...]
    claims: tuple[str, ...]


def invention_wording(field: Field, byte: Byte) -> Wording:
    """Compose an invention: seven in ten are methods, the others devices."""
    if byte() >= 180:
        title = field.device_leads[byte()] + field.devices[byte()]
        return _device_wording(field, byte, title=title, kind="本发明")
    title = field.method_leads[byte()] + field.methods[byte()] + _TAILS[byte()]
    return _method_wording(field, byte, title=title)


def utility_model_wording(field: Field, byte: Byte) -> Wording:
    """Compose a utility model: always a device."""
    title = field.device_leads[byte()] + field.devices[byte()]
    return _device_wording(field, byte, title=title, kind="本实用新型")


def design_wording(article: Article, byte: Byte) -> tuple[str, tuple[str, ...]]:
    """Compose a design's title and its brief explanation."""
    model = f"{'ABCDEFGHKMNPRSTX'[byte() & 15]}{byte() % 90 + 10}"
    title = f"{article.name}（{model}）"
    point = ("形状", "形状与图案的结合", "形状与色彩的结合", "界面内容的布局")[byte() & 3]
    view = ("立体图", "主视图", "立体图1", "左视图")[byte() & 3]
    return title, (
        f"1.本外观设计产品的名称：{title}。",
        f"2.本外观设计产品的用途：{article.use}。",
        f"3.本外观设计产品的设计要点：在于{point}。",
        f"4.最能表明设计要点的图片或照片：{view}。",
    )


def _method_wording(field: Field, byte: Byte, *, title: str) -> Wording:
    steps, effects = field.steps, field.effects
    one, two, three, four = steps[byte()], steps[byte()], steps[byte()], steps[byte()]
    problem, effect = field.problems[byte()], effects[byte()]
    name = title.removeprefix("一种")
    subject = name.partition("方法")[0] + "方法"
    return Wording(
        title=title,
        abstract=(
            f"本发明公开了{title}，涉及{field.name}技术领域。所述方法包括：{one}；{two}；{three}。"
            f"本发明{effect}。"
        ),
        technical_field=f"本发明涉及{field.name}技术领域，尤其涉及{title}。",
        background=f"{problem}。",
        disclosure=(
            f"所述方法包括：{one}；{two}；{three}；{four}。",
            f"与现有技术相比，本发明的有益效果是：{effect}；{effects[byte()]}。",
        ),
        modes=(f"{_OPENINGS[byte()]}{steps[byte()]}，{field.params[byte()]}。{steps[byte()]}。",),
        claims=_method_claims(field, byte, subject=subject, steps=(one, two, three, four)),
    )


def _method_claims(
    field: Field, byte: Byte, *, subject: str, steps: tuple[str, ...]
) -> tuple[str, ...]:
    claims = [f"1.一种{subject}，其特征在于，包括：{'；'.join(steps)}。"]
    for number in range(2, 3 + (byte() & 3) + (byte() & 1)):
        earlier = 1 if byte() < 150 else number - 1
        claims.append(
            f"{number}.根据权利要求{earlier}所述的{subject}，其特征在于，"
            f"{_LEADS[byte()]}{field.steps[byte()]}。"
        )
    if byte() < 110:
        number = len(claims) + 1
        upper = "" if number == 2 else f"至{number - 1}中任一项"
        claims.append(
            f"{number}.一种电子设备，其特征在于，{_MEDIUM}如权利要求1{upper}所述的{subject}。"
        )
    return tuple(claims)


def _device_wording(field: Field, byte: Byte, *, title: str, kind: str) -> Wording:
    features, effects, params = field.features, field.effects, field.params
    one, two, three = features[byte()], features[byte()], features[byte()]
    problem, effect = field.problems[byte()], effects[byte()]
    return Wording(
        title=title,
        abstract=(
            f"{kind}公开了{title}，属于{field.name}技术领域，包括{field.parts[byte()]}和"
            f"{field.parts[byte()]}，{one}；{two}。{kind}{effect}。"
        ),
        technical_field=f"{kind}涉及{field.name}技术领域，具体为{title}。",
        background=f"{problem}。",
        disclosure=(
            f"为此采用的技术方案为：{one}；{two}；{three}。",
            f"采用上述结构后，{effect}；{effects[byte()]}。",
        ),
        modes=(f"{_OPENINGS[byte()]}{features[byte()]}，其{params[byte()]}。{features[byte()]}。",),
        claims=_device_claims(
            field, byte, subject=title.removeprefix("一种"), features=(one, two, three)
        ),
    )


def _device_claims(
    field: Field, byte: Byte, *, subject: str, features: tuple[str, ...]
) -> tuple[str, ...]:
    claims = [f"1.一种{subject}，其特征在于：{'；'.join(features)}。"]
    for number in range(2, 2 + (byte() & 7)):
        earlier = 1 if byte() < 150 else number - 1
        extra = f"，其{field.params[byte()]}" if byte() < 70 else ""
        claims.append(
            f"{number}.根据权利要求{earlier}所述的{subject}，其特征在于："
            f"{field.features[byte()]}{extra}。"
        )
    return tuple(claims)
