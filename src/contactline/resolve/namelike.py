"""Whether words look like somebody's name: only then is it worth telling that the mandate does not know them."""

from __future__ import annotations

from functools import cache
from typing import Final

from contactline.records.quotes import Quote
from contactline.reference.tables import load_lexicon
from contactline.resolve.sentences import begins_sentence
from contactline.resolve.words import CALENDAR, Word, fold_word, fold_words, split_words

PRONOUNS: Final = frozenset(
    {"he", "she", "it", "they", "them", "him", "her", "we", "us", "i", "you", "this", "that", "these", "those"}
    | {"who", "which", "whoever", "everybody", "everyone", "somebody", "someone", "nobody", "one", "others"}
)
_LEXICONS: Final = ("people", "speakers", "objects", "triggers", "relative", "evidence", "weapons", "outcomes")
_LINKS: Final = frozenset({"of", "in", "at", "near", "from", "against", "on", "by", "to", "towards"})
_CLOSED: Final = frozenset(
    {"the", "a", "an", "its", "their", "his", "our", "my", "each", "both", "all", "some", "any", "no", "two", "three"}
    | {"several", "many", "other", "another", "large", "local", "official", "army", "ministry", "president", "office"}
    | {"according", "of", "and", "or", "in", "on", "at", "mr", "mrs", "ms", "dr", "reports", "news"}
)


def is_pronoun(words: str) -> bool:
    """Whether the words are one pronoun."""
    return fold_word(words.strip()) in PRONOUNS


def is_opponent_word(words: str) -> bool:
    """Whether the words say "the enemy", "the other side" and the like."""
    said = f" {' '.join(fold_words(words))} "
    return any(f" {phrase} " in said for phrase in _opponent_words())


@cache
def _opponent_words() -> frozenset[str]:
    return frozenset(" ".join(fold_words(row["words"])) for row in load_lexicon("relative") if row["of"] == "opponent")


def find_name(quote: Quote, text: str) -> str:
    """What in words looks like a name: the acronym if there is one, else the capitalised words; empty if nothing does.

    Ordinary words at a sentence's beginning are none, nor are offices and people in general ("the President").
    """
    words = split_words(quote.words)
    found = [word.text for word in words if _is_name(word, quote, text)]
    acronyms = [word for word in found if len(word) > 1 and word.isupper()]
    if acronyms:
        return acronyms[0]
    # "the mayor of X", "fire at X positions": what follows the link says where or whose, not who.
    link = next((number for number, word in enumerate(words) if word.text in _LINKS), len(words))
    head = [word for word in words[:link] if _is_name(word, quote, text)]
    return " ".join(found) if head else ""


def _is_name(word: Word, quote: Quote, text: str) -> bool:
    if (
        not word.text[0].isupper()
        or word.fold in PRONOUNS
        or word.fold in _CLOSED | CALENDAR
        or _is_ordinary(word.fold)
    ):
        return False
    if len(word.text) > 1 and word.text.isupper():
        return True
    start = quote.span.start + word.start
    if not begins_sentence(text, start):
        return True
    end = start + len(word.text)
    compound = text[end : end + 2]
    if compound[:1] == "-" and compound[1:].islower():
        return False  # "Large-scale"
    return f" {word.text.lower()} " not in text


def _is_ordinary(fold: str) -> bool:
    if fold in PRONOUNS or fold in _CLOSED or fold in CALENDAR:
        return True
    return fold in _ordinary() or fold.removesuffix("s") in _ordinary() or fold.removesuffix("es") in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    """Single words of the lexicons: people, offices, things and deeds."""
    rows = (row for name in _LEXICONS for row in load_lexicon(name))
    words = (row.cells.get("words") or row.cells.get("word", "") for row in rows)
    return frozenset(fold_word(word) for word in words if word and " " not in word)
