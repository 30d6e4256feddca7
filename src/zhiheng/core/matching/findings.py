"""What a comparison can find, one number each: the kernel writes them, the weights weigh them.

A finding has a strength from 0 (absent) to 1, in a few cases more (words left over). The codes
are the reasons' codes; their words are in `declarations/names/reasons.yaml`, their weights in
`declarations/names/weights.yaml`.
"""

from __future__ import annotations

# Numbers by name, because the compiler takes constants of the module for constants.
PLACE_SAME = 0
PLACE_MISSING = 1
PLACE_WIDER = 2
PLACE_DIFFERENT = 3
PLACE_NAME_MISSING = 4
PLACE_NAME_WIDER = 5
SITE_DIFFERENT = 6
DISTINCTIVE_EQUAL = 7
DISTINCTIVE_TYPING = 8
DISTINCTIVE_CONTAINED = 9
DISTINCTIVE_ONE_CHARACTER = 10
DISTINCTIVE_PARTLY = 11
DISTINCTIVE_DIFFERENT = 12
DISTINCTIVE_SPELLED = 13
DISTINCTIVE_SPELLED_NEARLY = 14
DISTINCTIVE_NONE = 15
TRADE_SAME = 16
TRADE_SYNONYM = 17
TRADE_SHORTENED = 18
TRADE_PART = 19
TRADE_DIFFERENT = 20
FORM_SAME = 21
FORM_VARIANT = 22
FORM_MISSING = 23
FORM_DIFFERENT = 24
GROUP_ONE = 25
BRANCH_SAME = 26
BRANCH_UNIT = 27
BRANCH_RELATED = 28
BRANCH_DIFFERENT = 29
ORDINAL_DIFFERENT = 30
PERSON_EQUAL = 31
PERSON_SPELLED = 32
PERSON_ONE_CHARACTER = 33
PERSON_DIFFERENT = 34
PERSON_AND_ORGANISATION = 35
WORDS_EQUAL = 36
WORDS_JOINED = 37
WORDS_ORDER = 38
WORDS_SHARE = 39
WORDS_TYPING = 40
WORDS_EXTRA = 41
WORDS_BOTH_LEFT = 42
WORDS_NUMBER = 43
WORDS_INITIALS = 44
WORDS_ORGANISATION = 45
WORDS_TRADE_SWAPPED = 46
WORDS_PLACE_SWAPPED = 47
BASE_ORGANISATION = 48
BASE_PERSON = 49
BASE_WORDS = 50
PLACE_LEVEL = 51
PERSON_INITIALS = 52

CODES = (
    "place.same", "place.missing", "place.wider", "place.different", "place.name_missing",
    "place.name_wider", "site.different", "distinctive.equal", "distinctive.typing",
    "distinctive.contained", "distinctive.one_character", "distinctive.partly",
    "distinctive.different", "distinctive.spelled", "distinctive.spelled_nearly",
    "distinctive.none", "trade.same", "trade.synonym", "trade.shortened", "trade.part",
    "trade.different", "form.same", "form.variant", "form.missing", "form.different", "group.one",
    "branch.same", "branch.unit", "branch.related", "branch.different", "ordinal.different",
    "person.equal", "person.spelled", "person.one_character", "person.different",
    "person.and_organisation", "words.equal", "words.joined", "words.order", "words.share",
    "words.typing", "words.extra", "words.both_left", "words.number", "words.initials",
    "words.organisation", "words.trade_swapped", "words.place_swapped", "base.organisation",
    "base.person", "base.words", "place.level",
    "person.initials",
)  # fmt: skip
COUNT = len(CODES)
