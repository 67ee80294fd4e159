"""What the parts of `bench/reading.py` hand to each other: the readers that are measured."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from _table import Absent, Line, Row
from contactline.errors import PluginError
from contactline.plugins import get_plugin
from contactline.ports import Reader
from contactline.read.analysis import Analyser, Analysis
from contactline.read.attribution import find_attributions
from contactline.read.document import Document, make_document
from contactline.read.draft import Draft
from contactline.read.parsed.attribution import add_drafts
from contactline.read.parsed.reader import ParsedReader
from contactline.read.parsed.trees import make_tree
from contactline.read.parts import Attribution
from contactline.read.phrases import View
from contactline.read.rules import RulesReader
from contactline.records.claims import Claim
from contactline.records.names import NameSpot
from contactline.records.reports import ReportMeta, make_report

__all__ = ["Absent", "Line", "NoNames", "Row", "Subject", "f1", "make_subjects", "make_text"]


class NoNames:
    """A mandate that knows nobody."""

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        del text
        return ()


@dataclass(slots=True)
class Subject:
    """A reader under test, with what it is made of: documents in, attributions and frames out, nobody's names known.

    Attributes:
        make: makes the reader anew, unread and unloaded.
        analyser: what parses for it; ``None`` for a reader without a parse.
    """

    name: str
    make: Callable[[], Reader]
    analyser: Analyser | None = None
    _last: tuple[Document, Analysis] | None = field(default=None, repr=False)
    _reader: Reader | None = field(default=None, repr=False)

    @property
    def reader(self) -> Reader:
        """The reader, made once."""
        self._reader = self._reader or self.make()
        return self._reader

    def read_claims(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a text when nobody's names are known."""
        return self.reader.read(document.report, NoNames()).claims

    def analyse(self, document: Document) -> Analysis | None:
        """The analysis; the last one is kept, as frames and attributions are asked for one after the other."""
        if self.analyser is None:
            return None
        if self._last is None or self._last[0] is not document:
            self._last = (document, self.analyser.analyse(document))
        return self._last[1]

    def find_attributions(self, document: Document) -> tuple[Attribution, ...]:
        analysis = self.analyse(document)
        if analysis is None:
            return find_attributions(document, ())

        def settle(view: View, drafts: list[Draft]) -> list[Draft]:
            return add_drafts(view, make_tree(document, analysis, view.tokens), drafts)

        return find_attributions(document, (), settle)


def make_subjects(name: str, model: Path | None) -> list[Subject]:
    """The reader ``rules`` and the one that is chosen; only ``rules`` when that one has no model here.

    Args:
        name: of the reader.
        model: folder of the model of ``compact``; ``None`` for the one of the package.

    Raises:
        PluginError: nobody offers that reader.
    """
    subjects = [Subject("rules", RulesReader)]
    if name == "compact":
        # Not at the top: who only measures `rules` needs no onnxruntime.
        from contactline.read.compact.engine import CompactAnalyser

        with suppress(PluginError):  # its message says which file is absent; `reading.py` says that it was left out
            analyser = CompactAnalyser(model, threads=1)
            subjects.append(Subject(name, lambda: _make_compact(model), analyser))
    elif name != "rules":
        subjects.append(Subject(name, get_plugin("readers", name)))
    return subjects


def _make_compact(model: Path | None) -> Reader:
    from contactline.read.compact.engine import CompactAnalyser

    analyser = CompactAnalyser(model, threads=1)
    return ParsedReader(analyser, curves=analyser.curves)


def make_text(text: str, headline: str | None = None) -> Document:
    return make_document(make_report(headline, text, ReportMeta()))


def f1(right: float, gold: float, found: float) -> float:
    """Per cent."""
    return 200.0 * right / (gold + found) if gold + found else 0.0
