"""Cuts text into the words of the English treebanks (UD EWT and GUM), on which the model was trained.

``didn't`` is *did* + *n't*, ``Arden's`` is *Arden* + *'s*, ``82-mm`` is *82* + *-* + *mm*; ``20:40``, ``1,200``,
``U.S.`` and ``Mr.`` are one word each. Every character that is not a space belongs to exactly one word.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from contactline._kit.folding import INVISIBLE

_HIDDEN: Final = re.escape("".join(sorted(INVISIBLE)))
_MARKS: Final = "\u0300-\u036f"  # combining accents belong to the letter before them
_LETTER: Final = r"[^\W\d_]"
_IN: Final = rf"(?:[^\W_]|[{_HIDDEN}{_MARKS}])"  # inside a word
_QUOTE: Final = "['’]"

_TITLES: Final = (
    "Mr|Mrs|Ms|Messrs|Dr|Gen|Col|Maj|Lt|Sgt|Sgts|Cpl|Pvt|Capt|Cmdr|Brig|Adm|Sen|Sens|Rep|Reps|Gov|Prof|Rev|Hon|St|Ft|Mt|"
    "Jr|Sr|Spec|Pres|Supt|Insp|Det|Pfc|Spc|Amb|Min"
)
_SHORTENED: Final = (
    "Inc|Corp|Co|Ltd|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|"
    "vs|etc|No|Nos|Dept|Ave|Blvd|Rd|approx|al|ca|cf|vol|Vol|ext|Attn|lb|lbs|oz|eg|ie|pp|Ph|Calif|Fla|Ill|Mass|Mich|Minn|"
    "Pa|Va|La|Md|Ga|Tex|Ariz|Colo|Conn|Wash|Wis|Tenn|Ky|Ala|Miss|Okla|Ore|Nev|Neb|Kan"
)
_UNITS: Final = (
    r"am|pm|a\.m\.|p\.m\.|mm|cm|km|kms|kg|m|k|ft|lb|lbs|hrs|hr|hours|min|mins|mph|kph|yr|yrs|bn|mln|mg|ml|gb|mb|hz|kw|mw|"
    "º|°"
)
# With these the treebanks keep the hyphen inside the word: anti-tank, mid-July, non-combatant.
_PREFIXES: Final = (
    "anti|co|counter|cross|e|ex|inter|intra|mega|micro|mid|mini|multi|neo|non|post|pre|pro|psycho|re|semi|socio|sub|"
    "super|trans|ultra|un"
)
# Written without their apostrophe: dont, im, thats. Not its, lets, well, wed: those are words of their own.
_BARE: Final = (
    r"(?:do|does|did|is|was|are|were|have|has|had|would|could|should|must|ca|wo|ai)(?=nt(?!\w)) | can(?=not(?!\w)) | "
    r"i(?=m(?!\w)|ve(?!\w)) | (?:you|they)(?=re(?!\w)|ve(?!\w)) | (?:that|what|there)(?=s(?!\w)) | a(?=lot(?!\w)) | "
    r"(?:gon|wan)(?=na(?!\w)) | (?:got|out)(?=ta(?!\w)) | (?:gim|lem)(?=me(?!\w))"
)
_CLITIC: Final = r"(?i:s|re|ve|ll|d|m)(?![^\W_])"
_REST: Final = rf"(?:{_QUOTE}(?!{_CLITIC}){_LETTER}{_IN}*)*"  # Connor of O'Connor

_WORD: Final = re.compile(
    rf"""
      (?:https?://|ftp://|www\.)[^\s<>“”"]*[^\s<>“”".,;:!?)\]'’]        # addresses
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<![\w.+-])(?i:[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|co\.uk|html?|pdf|docx?|xlsx?|txt|jpe?g))(?!\w)
    | \d{{1,4}}/\d{{1,2}}/\d{{1,4}}(?!\d)                                 # 11/17/2004
    | (?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])(?![\d/])              # 9/11
    | (?:\d-)?\d{{3}}-\d{{3}}-\d{{4}}(?!\d) | \d{{3}}-\d{{4}}(?!\d)           # telephone numbers
    | \d{{1,2}}[-.]\d{{1,2}}[-.](?:\d{{4}}|\d{{2}})(?!\d)                   # 17.11.2004
    | \d{{1,2}}:\d{{2}}(?::\d{{2}})?                                      # 20:40
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?:st|nd|rd|th)?(?!\d)              # 1,200
    | \d+(?:{_QUOTE}?s|st|nd|rd|th)(?![^\W_])                           # 1990s, 4th
    | \d+(?:\.\d+)*(?=(?i:{_UNITS})(?![^\W_]))                          # 35|mm
    | (?:\d+\.)*\d+(?:{_LETTER}{_IN}*)?                                 # 3.5, 3D
    | \.\d+
    | Ph\.D\. | (?:{_LETTER}\.){{2,}}(?:{_LETTER}(?!\w))? | [A-Z]\.[A-Z](?!\w)   # U.S., a.m., U.S
    | (?:{_TITLES}|{_SHORTENED})\.(?=\s*\S)
    | [A-Z]\.(?=\s+[^\W\d_])                                            # initials
    | (?i:{_BARE})
    | {_LETTER}{_IN}*?(?=(?i:n{_QUOTE}t)(?!\w))                         # did|n't
    | (?i:n{_QUOTE}t)(?!\w)
    | {_QUOTE}{_CLITIC}
    | {_QUOTE}\d{{2}}s?(?!\w)                                             # '72
    | (?i:{_PREFIXES})-{_LETTER}{_IN}*{_REST}
    | (?:{_LETTER}&)+{_LETTER}(?!\w)                                    # A&E
    | [\#@]{_LETTER}\w+
    | {_LETTER}{_IN}*{_REST}
    | [^\W_]{_IN}*
    | \.{{2,}} | _{{2,}} | [!?]+ | '' | `` | ’’ | ‘‘ | \${{2,}} | [-=*~\#<>+|^]{{2,}}
    | [:;]-?[)(DP](?!\w)                                                # faces
    | \S
    """,
    re.VERBOSE,
)


class Word(NamedTuple):
    """One word of the model: offsets of its first and after its last character in the report's text, and its form."""

    start: int
    end: int
    form: str


def find_words(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``, in order; forms have no invisible characters."""
    return [Word(found.start(), found.end(), _form(found.group())) for found in _WORD.finditer(text, start, end)]


def case_of(form: str) -> int:
    """The case feature: 0 lower, 1 title, 2 upper, 3 mixed, 4 with a digit, 5 no letter."""
    if form.islower() and form.isalpha():
        return 0
    if any(char.isdigit() for char in form):
        return 4
    if not any(char.isalpha() for char in form):
        return 5
    if form.islower():
        return 0
    if form.isupper() and len(form) > 1:
        return 2
    if form[0].isupper() and (len(form) == 1 or form[1:].islower()):
        return 1
    return 3


def _form(word: str) -> str:
    if word.isascii():
        return word
    return "".join(char for char in word if char not in INVISIBLE) or word
