"""Names of persons cut into parts, and how alike two parts are, whatever their script and spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from anyascii import anyascii

from contactline._kit.folding import fold_name
from contactline.reference.spelling import Speller, Spelling, make_speller
from contactline.reference.tables import load_lexicon

_LANGUAGES: Final = ("ar", "az", "hi", "hy", "ka", "ru", "sr", "tr", "uk", "ur")
"""Korean is left out: it alone exchanges l and r, and names here are read without knowing their language."""
_WORD: Final = re.compile(r"[sdw]/o\b|[^\W\d_](?:['’ʼ`\-]?[^\W\d_]+)*\.?", re.IGNORECASE)
_ALIKE: Final = 0.83  # of decision 0004, measured there on names of places
_BY_RULE: Final = 0.93  # nothing but exchanges that transliteration rules allow
_ONE_LETTER: Final = 0.74
_SHORTEST: Final = 4
_VOWEL: Final = "a"  # the class of all vowels in a speller's keys
_VOWEL_LETTERS: Final = "aeiouy"
_WRITTEN: Final = {"y": "iey", "w": "uo", "v": "uo", "a": "a", "`": "aeiou"}
"""What the letters of a script without vowels may stand for besides consonants."""
_SIGNS: Final = re.compile(r"kh|gh|sh|th|dh|.")
_PIECES: Final = re.compile(r"^y(?=[aeiou])|[aeiouy]+|kh|gh|sh|th|dh|([^aeiouy])\1?")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_FIRSTS: Final = str.maketrans("gqw", "kkv")
_ASPIRATED: Final = str.maketrans({"՚": "", "’": "", "ʼ": "", "'": "", "`": ""})


class Likeness(StrEnum):
    """How two parts of names stand to each other, the nearest first."""

    SAME = "the same"
    SPELLED = "spelled otherwise"
    FORM = "another language's form"
    CLOSE = "one letter apart"
    INITIAL = "initial"
    GENDER = "man's and woman's form"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name.

    Attributes:
        word: as written.
        text: folded to ASCII.
        stem: the same with a woman's ending made a man's: ``guliyeva`` as ``guliyev``.
        ending: ``surname`` or ``patronymic`` where the ending tells, else empty.
        gender: ``f`` or ``m`` where an ending that has both forms tells.
        bare: consonants alone: all that scripts without vowels give.
        vowelless: written in a script that leaves vowels out.
    """

    word: str
    text: str
    stem: str
    spelling: Spelling
    ending: str
    gender: str
    bare: str
    vowelless: bool

    @property
    def is_initial(self) -> bool:
        """One letter that stands for a name."""
        return len(self.word.rstrip(".")) == 1


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name cut up.

    Attributes:
        parts: without titles, particles and the father's name.
        surname: place of the surname among them as far as endings or order tell, -1 for a single name.
        sure: an ending tells the surname, and no other part has such an ending.
        father: the father's name, if it is marked as such.
    """

    parts: tuple[Part, ...]
    surname: int = -1
    sure: bool = False
    father: Part | None = None


@lru_cache(maxsize=100_000)
def cut_name(text: str) -> PersonName:
    """Cut a name up: titles and ranks left out, the father's name apart, ``Guliyeva Sahiba Idris qizi``."""
    words, father = _part_father(_without_titles(tuple(match[0].rstrip(".") for match in _WORD.finditer(text))))
    parts = [_make_part(word) for word in _join(words)]
    if father is None and len(parts) > 2:
        place = next((n for n, part in enumerate(parts) if n and part.ending == "patronymic"), None)
        father = parts.pop(place) if place is not None else None
    by_ending = [number for number, part in enumerate(parts) if part.ending == "surname"]
    surname = by_ending[-1] if by_ending else len(parts) - 1 if len(parts) > 1 else -1
    return PersonName(tuple(parts), surname, len(by_ending) == 1, father)


def compare_parts(one: Part, other: Part) -> Likeness:
    """How alike two parts are; symmetric."""
    if one.is_initial or other.is_initial:
        return Likeness.INITIAL if _fits_initial(one, other) else Likeness.DIFFERS
    if one.text == other.text:
        return Likeness.SAME
    if one.vowelless or other.vowelless:
        return Likeness.SPELLED if _fits_vowelless(one, other) else Likeness.DIFFERS
    forms = [_find_forms(part.text) for part in (one, other)]
    if forms[0] & forms[1]:
        return Likeness.FORM
    if all(forms) and not forms[0] & forms[1]:
        return Likeness.DIFFERS
    if _is_mans_and_womans(one, other):
        return Likeness.GENDER
    likeness = max(_speller().likeness(one.spelling, other.spelling), _likeness_without_h(one, other))
    if likeness >= _BY_RULE or (min(len(one.text), len(other.text)) >= _SHORTEST and likeness >= _ALIKE):
        return Likeness.SPELLED
    short = min(len(one.text), len(other.text)) <= _SHORTEST
    return Likeness.CLOSE if likeness >= _ONE_LETTER and not short else Likeness.DIFFERS


def sieve_key(part: Part) -> str:
    """A coarse key that all spellings of a part share, as nearly as can be: its first consonants, classes of sounds."""
    forms = _find_forms(part.text)
    text = min(forms) if forms else part.stem
    return (_find_bare(text) or text)[:3]


def _fits_initial(one: Part, other: Part) -> bool:
    short, long = (one, other) if one.is_initial else (other, one)
    first = _first_sound(short.text)
    firsts = {_first_sound(text) for text in (long.text, *_find_forms(long.text))}
    if _CYRILLIC.search(short.word) or _CYRILLIC.search(long.word):  # which writes "H" as nothing, "Г" or "Х"
        firsts |= {"h"} if firsts & set("aeiouyk") else set()
        firsts |= set("aeiouyk") if "h" in firsts else set()
    return first in firsts


def _first_sound(text: str) -> str:
    return "h" if text.startswith(("kh", "x")) else text[:1].translate(_FIRSTS)


@lru_cache(maxsize=100_000)
def _find_bare(text: str) -> str:
    """The classes of the consonants; a first "h", which Russian leaves out, is left out."""
    return _speller().spell(text.removeprefix("h")).key.replace(_VOWEL, "")


def _is_mans_and_womans(one: Part, other: Part) -> bool:
    """By their endings, or as "Ivan" and "Ivana", "Yevhenii" and "Yevheniia"."""
    if one.gender and other.gender:
        return one.gender != other.gender and _spelled(one.stem, other.stem) >= _ALIKE
    if one.text.endswith("a") == other.text.endswith("a"):
        return False
    woman, man = (one, other) if one.text.endswith("a") else (other, one)
    if man.text[-1:] in "eou":
        return False
    stems = woman.text.removesuffix("a").rstrip("iy"), man.text.rstrip("iy")
    return min(map(len, stems)) >= _SHORTEST - 1 and _spelled(*stems) >= _ALIKE


def _fits_vowelless(one: Part, other: Part) -> bool:
    """Whether one can be the other without its short vowels; two vowels together are long, and always written."""
    if one.vowelless and other.vowelless:
        return one.spelling.key == other.spelling.key
    bare, full = (one, other) if one.vowelless else (other, one)
    signs = iter([*_SIGNS.findall(bare.text), ""])
    sign = next(signs)
    for place, piece in enumerate(match[0] for match in _PIECES.finditer(full.text)):
        if piece[0] in _VOWEL_LETTERS and (place or piece != "y"):
            if sign and piece[-1] in _WRITTEN.get(sign, ""):
                sign = next(signs)
            elif len(piece) > 1:
                return False
            continue
        sound = piece[0] if piece[0] == piece[-1] else piece
        if not sign or _find_class(sound) != _find_class(sign):
            return False
        sign = next(signs)
        if sign and len(piece) > 1 and sign == sound:
            sign = next(signs)
    return not sign and len(bare.text) > 1


def _find_class(letter: str) -> str:
    return _speller().classes.get(letter, letter)


def _likeness_without_h(one: Part, other: Part) -> float:
    """Russian leaves out the first letter of "Harutyunyan", "Huseyn", "Hasan"."""
    if one.text.startswith("h") == other.text.startswith("h"):
        return 0.0
    return _spelled(one.text.removeprefix("h"), other.text.removeprefix("h"))


def _spelled(one: str, other: str) -> float:
    return 1.0 if one == other else _speller().likeness(_speller().spell(one), _speller().spell(other))


def _without_titles(words: tuple[str, ...]) -> list[str]:
    kept = list(words)
    while len(kept) > 1:
        count = next((n for n in (3, 2, 1) if " ".join(map(fold_name, kept[:n])) in _titles()), 0)
        if not count or count >= len(kept):
            break
        kept = kept[count:]
    return kept


def _part_father(words: list[str]) -> tuple[list[str], Part | None]:
    """Take the father's name out: before "oglu", after "bin" or "s/o"."""
    kinds = _name_words()
    for place, word in enumerate(words):
        kind = kinds.get(fold_name(word), "")
        if kind == "father after" and place >= 2:
            return words[: place - 1] + words[place + 1 :], _make_part(words[place - 1])
        if kind in ("father before", "husband before") and place and place + 1 < len(words):
            father = _make_part(words[place + 1]) if kind.startswith("father") else None
            return words[:place] + (words[place + 2 :] if "/" not in word else []), father
    return words, None


def _join(words: list[str]) -> list[str]:
    """Particles dropped, "Abd" and "Abu" joined with what they belong to."""
    kinds, joined, before = _name_words(), [], ""
    for word in words:
        kind = kinds.get(fold_name(word), "")
        if kind == "particle" and len(words) > 1:
            continue
        if kind == "joined":
            before += word
            continue
        pieces = [piece for piece in word.split("-") if kinds.get(fold_name(piece)) != "particle"] or [word]
        joined.append(before + "".join(pieces))
        before = ""
    return [*joined, before] if before else joined


def _make_part(word: str) -> Part:
    if _ARABIC.search(word) and len(word) > _SHORTEST:
        word = word.removeprefix("ال")  # the article
    written = word.lower().replace("ու", "u").translate(_ASPIRATED)
    text = fold_name(anyascii(written)).replace(" ", "").replace("`", "")
    ending, stem, gender = _find_ending(text)
    vowelless = _ARABIC.search(word) is not None
    bare = _find_bare(text)
    return Part(word, text, stem, _speller().spell(text if vowelless else written), ending, gender, bare, vowelless)


def _find_ending(text: str) -> tuple[str, str, str]:
    for ending, masculine, kind in _endings():
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            if kind == "patronymic":
                return kind, text, ""
            twofold = masculine in _feminine_of()
            gender = ("f" if ending != masculine and ending in _feminine() else "m") if twofold else ""
            return kind, text[: -len(ending)] + masculine, gender
    return "", text, ""


@cache
def _endings() -> tuple[tuple[str, str, str], ...]:
    rows = [(row["ending"], row["masculine"] or row["ending"], row["kind"]) for row in load_lexicon("name_endings")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _feminine() -> frozenset[str]:
    return frozenset(ending for ending, masculine, _ in _endings() if ending.endswith("a") and masculine != ending)


@cache
def _feminine_of() -> frozenset[str]:
    return frozenset(masculine for ending, masculine, _ in _endings() if ending in _feminine())


@cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in load_lexicon("name_forms"):
        forms = set(row.words("forms"))
        for form in forms:
            found.setdefault(_plain(form), set()).update(forms)
    return {form: frozenset(forms) for form, forms in found.items()}


def _find_forms(text: str) -> frozenset[str]:
    """Forms of a name in neighbouring languages; empty where none are known."""
    return _forms().get(_plain(text), frozenset())


def _plain(text: str) -> str:
    """Without what romanisations do each in their own way: y or i, single or double letters."""
    return re.sub(r"(.)\1+", r"\1", text.replace("y", "i"))


@cache
def _name_words() -> dict[str, str]:
    return {fold_name(row["words"]): row["kind"] for row in load_lexicon("name_words")}


@cache
def _titles() -> frozenset[str]:
    titles = {words for words, kind in _name_words().items() if kind == "title"}
    return frozenset(titles | {fold_name(row["words"]) for row in load_lexicon("ranks")})


@cache
def _speller() -> Speller:
    return make_speller(_LANGUAGES)
