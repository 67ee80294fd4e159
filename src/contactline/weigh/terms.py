"""Terms made comparable: articles and plurals, and the families that weapons belong to."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.reference.tables import load_lexicon

_ARTICLE: Final = re.compile(r"^(?:an?|the|its|their|his|her|our)\s+", re.IGNORECASE)
_PLURAL: Final = re.compile(r"[^s]{2}[^su]s$|ies$")
_CALIBRE: Final = re.compile(r"\s*\d[\d.,]*\s*-?\s*(?:mm|cm)\b.*$")


def strip_article(words: str) -> str:
    """The words without an article or possessive in front."""
    return _ARTICLE.sub("", words)


def fold_term(words: str) -> str:
    """A term for comparison: folded, without an article, every word in the singular as far as an “s” tells."""
    folded = fold_name(strip_article(words)).split()
    return " ".join(word[:-1] if _PLURAL.search(word) else word for word in folded)


@cache
def _weapon_groups() -> dict[str, str]:
    return {row["normal"]: row["group"] for row in load_lexicon("weapons")}


def weapon_family(normal: str) -> str:
    """The group that the lexicon puts a weapon in; without a row its name without the calibre.

    A designation behind the name changes nothing: “rocket launcher TR-107” is a rocket launcher.
    """
    groups = _weapon_groups()
    plain = _CALIBRE.sub("", normal)
    words = plain.split()
    shorter = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return groups.get(normal) or next((groups[name] for name in shorter if name in groups), plain)


@cache
def civilian_words() -> frozenset[str]:
    """Words for a person who holds no office and is no soldier, in the singular."""
    return frozenset(fold_term(row["words"]) for row in load_lexicon("people") if row["status"] == "civilian")
