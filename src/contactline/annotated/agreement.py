"""Whether a casualty line agrees with the words it stands for, where these hold a plain number."""

from __future__ import annotations

import re
from typing import Final

from contactline.annotated.texts import CasualtyLine
from contactline.records.claims import NumberForm

_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS: Final = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{f"{ten}-{_UNITS[unit]}": 10 * index + unit for index, ten in enumerate(_TENS, 2) for unit in range(1, 10)},
}
_NONE: Final = re.compile(r"\b(?:no|none|nobody|neither|not|without|nothing|never|nil|zero|any|anyone|anybody|0)\b")
_NUMBER: Final = rf"(?:\d+|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_NOT_COUNTED: Final = re.compile(
    r"\b(?:(?<!crew )(?<!group )(?<!family )(?<!party )(?<!team )(?<!patrol )(?<!squad )of|aged?|born(?: in)?|no\.)"
    rf"\s+{_NUMBER}\b"
    rf"(?:\s+and\s+{_NUMBER}\b)?(?!\s+[a-z])"  # a woman of 70, born in 1958
    r"|,\s*\d{1,2}\b|\(\d{1,2}\)"  # Ivan, 52
    r"|\b[\w-]+-(?:years?|months?)-olds?\b|\b\d+\s*-?\s*(?:mm|km|years?|th|st|nd|rd)\b"
)
_ARTICLE: Final = re.compile(
    r"(?:^|\band\s+|,\s*)(?:a|an|another)\s+(?!\w*\s*(?:number|few|handful|group|couple|crew|family|patrol|squad|pair|dozen|team|score)\b)"
)


def find_disagreement(words: str, entry: CasualtyLine) -> str | None:
    """What is wrong with the number, or ``None``. Words without a plain number agree with everything."""
    folded = _NOT_COUNTED.sub(" ", words.casefold().replace("’", "'"))
    if entry.form is NumberForm.NONE:
        return (
            None if _NONE.search(folded) else f"the number is 0, but “{words}” holds no word such as “no”; mark it too"
        )
    numbers = _find_numbers(folded)
    ones = len(_ARTICLE.findall(folded))
    more = len(re.findall(r"\band\b|,", folded))
    if not numbers and (not ones or more or entry.form is not NumberForm.EXACT):
        return None
    # "His driver and two passengers" is two or three: whoever stands beside the number may be told apart or with it.
    told = set(numbers) | set(range(sum(numbers), sum(numbers) + more + 1)) if numbers else {ones}
    if _agrees(told, entry):
        return None
    words_told = " and ".join(map(str, numbers or [ones]))
    return (
        f"“{words}” says {words_told}, the line another number; write 2, 2-4, 2+, ~20, <5, 0 or ? as the words have it"
    )


def _find_numbers(folded: str) -> list[int]:
    found: list[int] = []
    for word in re.findall(r"\d+(?:,\d{3})*|[^\W\d_]+(?:-[^\W\d_]+)*", folded):
        if word[0].isdigit():
            found.append(int(word.replace(",", "")))
        elif word in _WORDS:
            found.append(_WORDS[word])
        elif word == "dozen":
            found = [12 * (found[-1] if found else 1)]
    return found


def _agrees(told: set[int], entry: CasualtyLine) -> bool:
    match entry.form:
        case NumberForm.UNSPECIFIED:
            return not told or told <= {1}
        case NumberForm.RANGE:
            return entry.minimum in told or entry.maximum in told
        case NumberForm.AT_LEAST:
            return bool(told & {entry.minimum, entry.minimum - 1})  # "more than 20" is 20+ or 21+
        case NumberForm.AT_MOST:
            return bool(told & {entry.maximum, (entry.maximum or 0) + 1})
        case _:
            return entry.minimum in told
