"""In which legal state was a right on a day, in sentences that name event, rule and dates.

The intervals come from `patent-states` and `trademark-states`; the words for states and causes are
those the registers declare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.core.declarations.models import Register, Wording

Row = dict[str, Any]
# Which register holds the states of the records of which.
STATES_OF = {"patents": "patent-states", "trademarks": "trademark-states"}
IN_FORCE, PENDING, ENDED, GRACE = "in_force", "pending", "ended", "grace"
UNKNOWN = Wording(zh="不详", en="unknown")
VOID = "invalidated"
# What an announcement that was not believed, or believed with doubt, contradicts.
CONTRADICTIONS = {
    "before_filing": Wording(zh="早于申请日，未采信", en="before the filing, not believed"),
    "end_before_grant": Wording(zh="早于授权公告日，未采信", en="before the grant, not believed"),
    "end_without_grant": Wording(zh="未见授权公告", en="no grant is known"),
    "refused_after_grant": Wording(zh="晚于授权公告日，未采信", en="after the grant, not believed"),
    "granted_twice": Wording(
        zh="授权日期不止一个，以文献为准", en="granted twice; the document counts"
    ),
    "grant_after_refusal": Wording(
        zh="驳回或撤回之后又授权，以授权为准", en="granted after a refusal; the grant counts"
    ),
    "ended_twice": Wording(zh="此前已经终结，不再重复计算", en="it had ended before; it ends once"),
    "after_final_end": Wording(
        zh="权利已届满或宣告无效，不再产生效力", en="it had expired or been invalidated for good"
    ),
    "nothing_to_restore": Wording(zh="并无已终止的权利可恢复", en="nothing had ended"),
    "effect_date_unlikely": Wording(
        zh="公告所称生效日不合理，以公告日为准", en="an unlikely day of effect; its own day counts"
    ),
    "end_before_registration": Wording(
        zh="早于注册公告日，未采信", en="before the registration, not believed"
    ),
    "end_without_registration": Wording(zh="未见注册公告", en="no registration is known"),
    "after_registration": Wording(
        zh="晚于注册公告日，未采信", en="after the registration, not believed"
    ),
    "after_refusal": Wording(zh="申请已驳回或撤回，未采信", en="after a refusal, not believed"),
    "expiry_before_term": Wording(
        zh="早于期限届满日，未采信", en="before the term ends, not believed"
    ),
    "published_after_refusal": Wording(
        zh="驳回或撤回之后又公告，以公告为准", en="published after a refusal; it counts"
    ),
    "registered_after_refusal": Wording(
        zh="驳回或撤回之后又注册，以注册为准", en="registered after a refusal; it counts"
    ),
    "opposed_before_publication": Wording(zh="未见初步审定公告", en="no publication is known"),
}


@dataclass(frozen=True)
class StateOnDay:
    """The state of a right on a day; `state` and `phase` are empty before the first is known.

    `annulled_on` is the day on which the right was invalidated as if it had never existed, where
    that came later than the day asked for.
    """

    on: date
    state: str
    phase: str
    words: Wording
    sentences: tuple[Wording, ...]
    annulled_on: date | None = None

    @property
    def in_force(self) -> bool:
        """Tell whether the right was in force on the day, as things stood then."""
        return self.phase == IN_FORCE


def state_on(
    register: Register, states: Sequence[Row], on: date, *, begins_on: date | None = None
) -> StateOnDay:
    """Return the state that holds on a day among the intervals of one right, with the reasons.

    `begins_on` is the day from which a mark's exclusive right is reckoned, where that is known.
    """
    held = next((row for row in states if _holds(row, on)), None)
    if held is None:
        return StateOnDay(on, "", "", UNKNOWN, (_before(states, on),))
    following = [row for row in states if row["ordinal"] > held["ordinal"]]
    annulled = next((row for row in following if row["state"] == VOID), None)
    sentences = [_verdict(register, held, on), _cause(register, held)]
    if held["ends_on"] and following:
        sentences.append(_end(register, held, following[0]))
    if begins_on and held["phase"] in (PENDING, IN_FORCE) and _is_reckoned(states, on, begins_on):
        sentences.append(_reckoned(begins_on))
    if annulled and held["phase"] == IN_FORCE:
        sentences.append(_annulled(annulled))
    if held["phase"] == GRACE:
        sentences.append(_GRACE)
    if held["phase"] == ENDED and following and following[0]["phase"] != ENDED:
        sentences.append(_RESTORED)
    sentences += [contradiction(text) for text in held["contradictions"] or []]
    return StateOnDay(
        on=on,
        state=held["state"],
        phase=held["phase"],
        words=_choice(register, "state", held["state"]),
        sentences=tuple(sentences),
        annulled_on=annulled["starts_on"] if annulled else None,
    )


def contradiction(text: str) -> Wording:
    """Return what "2019-04-02 ended_twice 专利权的终止" says, as a sentence."""
    day, _, rest = text.partition(" ")
    code, _, words = rest.partition(" ")
    told = CONTRADICTIONS.get(code, Wording(zh=code, en=code))
    return Wording(
        zh=f"{day} 的“{words}”与其他记载矛盾：{told.zh}。",
        en=f"“{words}” of {day} contradicts other records: {told.en}.",
    )


def rule_words(rule: str | None) -> Wording:
    """Return a rule such as "商标法（2019） 39" as it is cited: 《商标法》（2019）第39条."""
    instrument, _, article = (rule or "").rpartition(" ")
    if not instrument:
        instrument, article = article, ""
    name, bracket, edition = instrument.partition("（")
    zh = f"《{name}》{bracket}{edition}" + (f"第{article}条" if article else "")
    return Wording(zh=zh, en=f"{instrument}{f' art. {article}' if article else ''}")


def _holds(row: Row, on: date) -> bool:
    begun = row["starts_on"] is None or row["starts_on"] <= on
    return begun and (row["ends_on"] is None or on < row["ends_on"])


def _is_reckoned(states: Sequence[Row], on: date, begins_on: date) -> bool:
    """Tell whether the right reaches back over the day, or to a day before its registration."""
    registered = next((row["starts_on"] for row in states if row["cause"] == "registered"), None)
    return registered is not None and begins_on < registered and begins_on <= on


def _choice(register: Register, column: str, value: str) -> Wording:
    return register.column(column).choices.get(value, Wording(zh=value, en=value))


def _before(states: Sequence[Row], on: date) -> Wording:
    if not states:
        return Wording(
            zh="没有可据以推算状态的记录。", en="Nothing is known from which a state follows."
        )
    first = states[0]["starts_on"]
    return Wording(
        zh=f"{on} 早于申请日 {first}，尚无此申请。", en=f"{on} is before the filing on {first}."
    )


def _verdict(register: Register, held: Row, on: date) -> Wording:
    words = _choice(register, "state", held["state"])
    told = {
        IN_FORCE: Wording(zh="权利有效", en="in force"),
        PENDING: Wording(zh="尚在审查程序中，权利未产生", en="not in force: still pending"),
        GRACE: Wording(zh="专用权期限已届满，处于宽展期", en="not in force: in the grace period"),
        ENDED: Wording(zh="不在有效状态", en="not in force"),
    }[held["phase"]]
    return Wording(
        zh=f"{on} 当日{told.zh}，法律状态为“{words.zh}”。",
        en=f"On {on} it was {told.en}; its legal state was “{words.en}”.",
    )


def _cause(register: Register, held: Row) -> Wording:
    cause, rule = _choice(register, "cause", held["cause"]), rule_words(held["rule"])
    since = held["starts_on"]
    start_zh = f"该状态自 {since} 起" if since else "该状态起始日不详"
    start_en = f"The state began on {since}" if since else "When the state began is not known"
    named, announced = held["reference"], held["announced_on"]
    if announced and named:
        told_zh, told_en = f"（{named}，{announced} 公告）", f" ({named}, announced on {announced})"
    elif announced:
        told_zh, told_en = f"（{announced} 公告）", f" (announced on {announced})"
    else:
        told_zh = told_en = ""
    by_zh, by_en = (f"，依据{rule.zh}", f", by {rule.en}") if held["rule"] else ("", "")
    return Wording(
        zh=f"{start_zh}，起因是{cause.zh}{told_zh}{by_zh}。",
        en=f"{start_en}, because of: {cause.en.lower()}{told_en}{by_en}.",
    )


def _end(register: Register, held: Row, following: Row) -> Wording:
    cause = _choice(register, "cause", following["cause"])
    until = held["ends_on"]
    return Wording(
        zh=f"该状态至 {until} 为止（该日已不在此状态），原因是{cause.zh}。",
        en=f"The state ends with {until}, on which it no longer holds, because of: "
        f"{cause.en.lower()}.",
    )


def _reckoned(begins_on: date) -> Wording:
    return Wording(
        zh=f"经异议后准予注册，商标专用权自 {begins_on} 起计算；对此前他人的善意使用不具有追溯力。",
        en=f"Registered after an opposition: the exclusive right is reckoned from {begins_on}, "
        "without effect on what others did in good faith before the decision.",
    )


def _annulled(annulled: Row) -> Wording:
    rule, day = rule_words(annulled["rule"]), annulled["starts_on"]
    return Wording(
        zh=f"该权利其后于 {day} 被宣告无效，依{rule.zh}视为自始即不存在；以上为当日的登记状态。",
        en=f"It was invalidated later, on {day}: by {rule.en} it counts as never having existed. "
        "What is said above is how things stood on the day.",
    )


_GRACE = Wording(
    zh="宽展期内仍可续展；一经核准，有效期自上一届期满起连续计算，其间视为有效。",
    en="It may still be renewed; once it is, the term runs on from the end of the one before.",
)
_RESTORED = Wording(
    zh="其后权利恢复；终止至恢复之间的期间不在有效状态。",
    en="It was restored later; between ending and restoration it was not in force.",
)
