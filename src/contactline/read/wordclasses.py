"""Closed word classes that several rules share."""

from __future__ import annotations

import re
from typing import Final

from contactline.read.lexicon import closed_class

BE: Final = closed_class("be")
AUXILIARIES: Final = BE | closed_class("auxiliary")
DETERMINERS: Final = closed_class("determiner")
PREPOSITIONS: Final = closed_class("preposition")
CONJUNCTIONS: Final = closed_class("conjunction")
PRONOUNS: Final = closed_class("pronoun")
ADVERBS: Final = closed_class("adverb")
NOT_NAMES: Final = closed_class("not_name")
CALENDAR: Final = closed_class("calendar")
VERBS: Final = closed_class("verb")
NUMBER_LIKE: Final = re.compile(
    r"^\d[\d,]*$|^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds)$"
)
PLACE_PREPOSITIONS: Final = closed_class("place_preposition")
PLACE_LEADS: Final = closed_class("place_lead")
"""Words between a preposition and a name that only say which part: "in eastern X", "in government-held X"."""
ORG_WORDS: Final = closed_class("org_word")
"""Words that make a name before them one of an institution."""
FUNCTION_WORDS: Final = PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | ADVERBS | DETERMINERS | VERBS
