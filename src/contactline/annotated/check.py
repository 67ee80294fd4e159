"""Checks annotated texts against the guideline: all mistakes at once, each with its line and with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from contactline.annotated.agreement import find_disagreement
from contactline.annotated.claimcheck import iter_claim_mistakes, repeats_earlier
from contactline.annotated.conflict import FILE, Conflict, load_conflict
from contactline.annotated.guideline import iter_act_mistakes
from contactline.annotated.names import iter_name_mistakes
from contactline.annotated.parse import parse_file
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText, Cut, Mistake
from contactline.records.quotes import Span

SENTENCES: Final = (3, 12)
"""Fewest and most sentences of a text, its headline included."""
_FILE_NAME: Final = re.compile(r"\d{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.txt")
_QUOTES: Final = '"“”«»'
_EDGE: Final = " \t,;:.!?…–—" + _QUOTES
_SHORTENED: Final = re.compile(r"(?:\b(?:[A-Za-z]\.)+|\b(?:Gen|Col|Lt|Maj|Sgt|Capt|No|Mr|Mrs|Dr|St)\.)$")


@dataclass(frozen=True, slots=True)
class Checked:
    """The texts of one folder that could be parsed, its conflict if there is one, and what was wrong."""

    folder: Path
    conflict: Conflict | None
    texts: tuple[AnnotatedText, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to mend; warnings may stand."""
        return all(mistake.warning for mistake in self.mistakes)


def find_folders(path: Path) -> list[Path]:
    """The conflicts' folders that a path means: itself, or those directly below it."""
    return [path] if _is_conflict(path) else sorted(filter(_is_conflict, path.iterdir()))


def _is_conflict(folder: Path) -> bool:
    return folder.is_dir() and ((folder / FILE).exists() or any(folder.glob("*.txt")))


def check_folder(folder: Path, cut: Cut, only: Iterable[Path] = ()) -> Checked:
    """Check one conflict's folder, or ``only`` some files of it."""
    conflict, found = load_conflict(folder)
    mistakes = list(found)
    texts: list[AnnotatedText] = []
    paths = sorted(only) or sorted(folder.glob("*.txt"))
    for path in paths:
        parsed = parse_file(path)
        mistakes += parsed.mistakes
        if parsed.text:
            texts.append(parsed.text)
            mistakes += check_text(parsed.text, conflict, cut)
    if not paths:
        mistakes.append(Mistake(str(folder), 0, "has no texts; a text is a file such as 01-short-name.txt"))
    return Checked(folder, conflict, tuple(texts), tuple(mistakes))


def check_text(text: AnnotatedText, conflict: Conflict | None, cut: Cut) -> tuple[Mistake, ...]:
    """Everything wrong with one text that parsed, in the order of its lines. Without a conflict, sides go unchecked."""
    found = [
        *_check_file(text),
        *_check_marks(text),
        *_check_uses(text),
        *_check_claims(text),
        *_check_casualties(text),
        *_check_sentences(text, cut),
    ]
    if conflict:
        found += iter_name_mistakes(text, conflict)
        for claim in text.claims:
            found += (
                Mistake(text.path, claim.line, f"{claim.id}: {message}", warning)
                for message, warning in iter_act_mistakes(text, claim, conflict)
            )
    return tuple(sorted(set(found)))


# -- the file and its marks


def _check_file(text: AnnotatedText) -> Iterator[Mistake]:
    name = Path(text.path).name
    if not _FILE_NAME.fullmatch(name):
        yield Mistake(text.path, 0, f"the name “{name}” is not of the form 01-short-name.txt")


def _check_marks(text: AnnotatedText) -> Iterator[Mistake]:
    for mark in text.marks:
        words = text.words(mark.id)
        for edge, end in ((words[0], "begins"), (words[-1], "ends")):
            shortened = edge == "." and _SHORTENED.search(words)
            if edge in _EDGE and not shortened and not _is_inner_quotation(words, edge):
                yield Mistake(text.path, mark.line, f"mark {mark.id} {end} with “{edge}”; move it out of the mark")


def _is_inner_quotation(words: str, edge: str) -> bool:
    """A quotation that is only a part of the words stays in them: the group “Dawn”."""
    balanced = (
        words.count("“") == words.count("”") and words.count("«") == words.count("»") and not words.count('"') % 2
    )
    return edge in _QUOTES and balanced and not (words[0] in _QUOTES and words[-1] in _QUOTES)


def _check_uses(text: AnnotatedText) -> Iterator[Mistake]:
    marks = {mark.id: mark.line for mark in text.marks}
    used: set[str] = set()
    for claim in text.claims:
        for id_ in dict.fromkeys(claim.iter_marks()):
            used.add(id_)
            if id_ not in marks:
                yield Mistake(
                    text.path, claim.line, f"{claim.id}: no words are marked {id_}; mark them, or take it away"
                )
    lines = {entry.mark: entry.line for entry in text.casualties}
    for id_, line in lines.items():
        if id_ not in marks:
            yield Mistake(text.path, line, f"{id_}: no words are marked {id_}; mark the number with its noun")
    for id_, line in marks.items():
        if id_ not in used:
            what = "is in no claim's cas=" if id_ in lines else "is used by no claim"
            yield Mistake(text.path, line, f"mark {id_} {what}; use it, or take the mark away")


# -- claims, casualties, sentences


def _check_claims(text: AnnotatedText) -> Iterator[Mistake]:
    for before, after in pairwise(text.claims):
        if int(before.id[1:]) > int(after.id[1:]):
            message = f"{after.id} stands below {before.id}; number the claims in reading order"
            yield Mistake(text.path, after.line, message)
    for claim in text.claims:
        for message in iter_claim_mistakes(text, claim):
            yield Mistake(text.path, claim.line, f"{claim.id}: {message}")
        earlier = repeats_earlier(text, claim)
        if earlier:
            message = (
                f"{claim.id}: answers={claim.answers} repeats {earlier} (same side, act and kind); answer the first"
            )
            yield Mistake(text.path, claim.line, message, warning=True)


def _check_casualties(text: AnnotatedText) -> Iterator[Mistake]:
    known = {mark.id for mark in text.marks}
    for entry in text.casualties:
        message = find_disagreement(text.words(entry.mark), entry) if entry.mark in known else None
        if message:
            yield Mistake(text.path, entry.line, f"{entry.mark}: {message}")


def _check_sentences(text: AnnotatedText, cut: Cut) -> Iterator[Mistake]:
    sentences = cut(text.report)
    least, most = SENTENCES
    if not least <= len(sentences) <= most:
        message = f"has {len(sentences)} sentences with the headline; write {least} to {most}"
        yield Mistake(text.path, text.text_line, message)
    for before, after in pairwise(text.claims):
        first, second = (_find_sentences(text, claim, sentences) for claim in (before, after))
        if first and second and max(second) < min(first):
            message = f"{after.id} stands in an earlier sentence than {before.id}; put the claims in reading order"
            yield Mistake(text.path, after.line, message)


def _find_sentences(text: AnnotatedText, claim: AnnotatedClaim, sentences: list[list[Span]]) -> list[int]:
    """Numbers of the sentences that the claim's marks begin in."""
    known = {mark.id: mark.span.start for mark in text.marks}
    starts = [known[id_] for id_ in claim.iter_marks() if id_ in known]
    return [sum(sentence[0].start <= start for sentence in sentences) for start in starts]
