"""Parties' names as the model sees them: which of the two sides a word names, and not which name it is.

So no name can tell the model anything but whose it is; and where two parties change places in a text, the mandate and
the publisher, the model gets the same input as before.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from contactline.read.cues import word_set
from contactline.records.sides import FIRST, SECOND
from contactline.reference.tables import load_lexicon

_STAND_INS: Final = {FIRST: "Northland", SECOND: "Southmark"}
"""Invented names that the annotated reports use for two parties."""
_PLAIN: Final = word_set(
    "and of the for in on to at general staff central southern northern eastern western joint national main first "
    "second third special operations press service centre center office house people popular free local"
)


def unname(form: str, side: int) -> str:
    """A word as it is given to the model.

    Args:
        form: as written.
        side: number of the side that the word, or the name it belongs to, names.
    """
    stand_in = _STAND_INS.get(side)
    if stand_in is None or not form[:1].isupper() or form.lower() in _body_words():
        return form
    return stand_in.upper() if form.isupper() and len(form) > 1 else stand_in


@cache
def _body_words() -> frozenset[str]:
    """Words for bodies, offices and groups: they say what somebody is, whoever's it is."""
    words = {row["word"] for row in load_lexicon("speakers") if row["sort"] != "outlet"}  # "the Herald" is a name
    words |= {word for row in load_lexicon("bodies") for word in row["words"].split()}
    words |= {word for row in load_lexicon("people") for word in row["words"].split()}
    return frozenset(words) | _PLAIN
