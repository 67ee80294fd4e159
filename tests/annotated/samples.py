"""The example of the guideline: one text and its conflict, as they stand there, and what the tests cut them with."""

from __future__ import annotations

from pathlib import Path

from contactline.annotated.check import check_text
from contactline.annotated.conflict import Conflict, parse_conflict
from contactline.annotated.parse import parse_text
from contactline.annotated.texts import AnnotatedText, Mistake
from contactline.read.document import make_document
from contactline.records.names import NameSpot
from contactline.records.quotes import Span
from contactline.records.reports import Report

PATH = "annotated/northland/01-shelling-of-tolm.txt"
TOML = """title = "Northland and Southmark"
real = false
split = "train"
note = "Invented."
[sides.NL]
title = "Northland"
names = ["Northland"]
adjectives = ["Northlander", "Northland's"]
capitals = ["Nordhaven"]
actors = ["Ministry of Defence of Northland", "Northland Armed Forces", "Colonel Ann Lee", "Lee"]
[sides.SM]
title = "Southmark"
names = ["Southmark"]
adjectives = ["Southmarker"]
capitals = ["Suderburg"]
actors = ["General Staff of Southmark", "Suderburg Post"]
[third]
names = ["Lake Mission", "Red Cross", "France"]
[places]
NL = ["Tolm", "Upper Tolm"]
SM = ["Varna"]
none = ["Grey River"]
"""
FACTS = """publisher: Ministry of Defence of Northland
side: NL
manner: ministry
published: 2031-07-05
"""
PASSAGE = """# {a0 Southmark} {e0 shells} {p0 Tolm}, {k1 two civilians} killed

{s1 The Ministry of Defence of Northland} {q1 said} {d2 on Thursday} that {o1 {a1 Southmark forces} had {e1 shelled}
{p1 the village of Tolm} with {m1 120-mm mortars} on {d1 Tuesday evening}, killing {k2 two civilians}
and wounding {k3 a 40-year-old farmer}}. {s2 It} {q2 denied} that {o2 {a2 its units} had {e2 opened fire} first}.
"""
CLAIMS = """\
k1: killed 2 civilian side=NL
k2: killed 2 civilian side=NL
k3: wounded 1 civilian side=NL
c1: act=accuses kind=shelling speaker=-/NL trigger=e0 actor=a0/SM place=p0 cas=k1 headline
c2: act=accuses kind=shelling speaker=s1/NL cue=q1 content=o1 trigger=e1 actor=a1/SM place=p1 time=d1 means=m1 \
cas=k2,k3 stated=d2
c3: act=denies kind=small_arms_fire speaker=s2/NL cue=q2 content=o2 trigger=e2 actor=a2/NL polarity=negative order=first
"""
SOURCE = f"{FACTS}---\n{PASSAGE}---\n{CLAIMS}"


def make_conflict(toml: str = TOML) -> Conflict:
    conflict, mistakes = parse_conflict(toml, "annotated/northland/conflict.toml", "northland")
    assert conflict is not None
    assert not mistakes, mistakes
    return conflict


def make_text(source: str = SOURCE, path: str = PATH) -> AnnotatedText:
    """A text that has to parse without mistakes."""
    text, mistakes = parse_text(source, path)
    assert not mistakes, mistakes
    assert text is not None
    return text


def find_mistakes(source: str, path: str = PATH) -> list[Mistake]:
    """All that parser and checker find."""
    parsed = parse_text(source, path)
    found = check_text(parsed.text, make_conflict(), cut) if parsed.text else ()
    return [*parsed.mistakes, *found]


class NoNames:
    """A spotter that knows nobody."""

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        return ()


def cut(report: Report) -> list[list[Span]]:
    document = make_document(report)
    return [[token.span for token in document.tokens[one.first : one.last]] for one in document.sentences]


def write_folder(folder: Path, **texts: str) -> Path:
    """A conflict's folder; a keyword ``t01_name`` is the file ``01-name.txt``."""
    folder.mkdir(parents=True)
    (folder / "conflict.toml").write_text(TOML, encoding="utf-8")
    for name, source in texts.items():
        (folder / f"{name[1:].replace('_', '-')}.txt").write_text(source, encoding="utf-8")
    return folder
