"""The reader that assembles claims on a parse, whoever made the parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from contactline.ports import Reading, Spotter
from contactline.read.analysis import Analyser, Analysis
from contactline.read.assemble import assemble, assemble_pairs
from contactline.read.attribution import find_attributions
from contactline.read.background import find_background
from contactline.read.carried import carry_evidence
from contactline.read.document import Document, make_document
from contactline.read.draft import Draft
from contactline.read.frames import find_frames
from contactline.read.parsed.attribution import add_drafts
from contactline.read.parsed.confidence import Curves
from contactline.read.parsed.grammar import TreeGrammar
from contactline.read.parsed.told import make_told
from contactline.read.parsed.trees import make_tree
from contactline.read.parsed.why import explain_claim
from contactline.read.parts import Attribution
from contactline.read.people import name_people
from contactline.read.phrases import View
from contactline.read.rules import find_setting, make_empty_reading, make_problems, make_spots_in
from contactline.records.claims import Act, Claim, Maker
from contactline.records.names import NameSpot
from contactline.records.quotes import Span
from contactline.records.reports import Report

ASSEMBLY: Final = "2"
UNSURE: Final = 0.25
"""Chosen on the split ``dev`` of the annotated reports."""


class ParsedReader:
    """Reads English on a dependency tree.

    Args:
        analyser: what parses and labels a document.
        name: as chosen by ``--reader``; by default the analyser's.
        curves: turn the analyser's probabilities into confidence; see ``confidence.py``.
    """

    languages = ("en",)

    def __init__(self, analyser: Analyser, name: str | None = None, curves: Curves | None = None) -> None:
        self._analyser = analyser
        self._curves = curves or {}
        self.name = name or analyser.name
        self.version = f"{ASSEMBLY}+{analyser.version}"

    def read(self, report: Report, names: Spotter) -> Reading:
        """Read one report. Never fails for what the text says: what is not understood gives no claim or a problem."""
        document = make_document(report)
        if not document.tokens:
            return make_empty_reading(report)
        spots = names.spot(report.text)
        analysis = self._analyser.analyse(document, spots)
        background = find_background(document, spots)
        heard = self._hear(document, analysis, spots)
        claims = self._tell(document, analysis, spots, heard, background)
        claims = add_untold(claims, self._assemble(document, analysis, spots, heard, background))
        claims = name_people(document, make_spots_in(spots), claims)
        claims = carry_evidence(document, claims)
        return Reading(claims, make_problems(document, claims))

    def explain(self, report: Report, names: Spotter, claim: Claim) -> tuple[str, ...]:
        """What in text, tree and links led to a claim, and how sure the model was."""
        document = make_document(report)
        analysis = self._analyser.analyse(document, names.spot(report.text))
        return explain_claim(document, analysis, claim)

    def _tell(
        self,
        document: Document,
        analysis: Analysis,
        spots: tuple[NameSpot, ...],
        heard: tuple[Attribution, ...],
        background: tuple[Span, ...],
    ) -> tuple[Claim, ...]:
        """The claims that the analyser itself puts together, if it does."""
        if not analysis.told:
            return ()
        told = make_told(document, analysis, spots, self._curves)
        quoted = tuple(quotation.inner for quotation in document.quotations)
        attributions = tuple(give_voice(told.attributions, told.anchors, heard, quoted))
        return assemble_pairs(document, attributions, told.pairs, Maker(self.name, self.version), background)

    def _hear(self, document: Document, analysis: Analysis, spots: tuple[NameSpot, ...]) -> tuple[Attribution, ...]:
        """Who says what, by words and tree."""

        def settle(view: View, drafts: list[Draft]) -> list[Draft]:
            return add_drafts(view, make_tree(document, analysis, view.tokens), drafts)

        return find_attributions(document, spots, settle)

    def _assemble(
        self,
        document: Document,
        analysis: Analysis,
        spots: tuple[NameSpot, ...],
        heard: tuple[Attribution, ...],
        background: tuple[Span, ...],
    ) -> tuple[Claim, ...]:
        """The claims that tree and words tell."""
        grammar = TreeGrammar(document, analysis)
        spots_in = make_spots_in(spots)
        return assemble(
            document,
            heard,
            lambda scope: find_frames(document, spots_in(scope), scope, grammar),
            Maker(self.name, self.version),
            background,
            lambda scope: find_setting(document, spots_in(scope), scope),
        )


def give_voice(
    told: Sequence[Attribution], anchors: Sequence[Span], heard: Sequence[Attribution], quoted: Sequence[Span]
) -> Iterator[Attribution]:
    """Claims that the analyser gives to the publisher though they stand in a quotation, given to whom words name.

    Quotation marks reach over sentences, further than the analyser sees a cue.

    Args:
        told: attributions of the analyser's claims.
        anchors: the words that each of them stands on.
        heard: who says what, by words and tree.
        quoted: the quotations.
    """
    for attribution, anchor in zip(told, anchors, strict=True):
        if attribution.speaker.quote is not None or not any(span.covers(anchor) for span in quoted):
            yield attribution
            continue
        named = [a for a in heard if a.speaker.quote is not None and a.content.covers(anchor)]
        owner = min(named, key=lambda a: a.content.end - a.content.start, default=None)
        if owner is None:
            yield attribution
            continue
        act = owner.act if owner.act is not Act.STATES else attribution.act
        yield replace(
            attribution,
            speaker=owner.speaker,
            relayed_by=owner.relayed_by,
            act=act,
            cue=owner.cue,
            content=owner.content,
            stated=attribution.stated or owner.stated,
            construction=owner.construction,
        )


def add_untold(told: tuple[Claim, ...], others: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims told, each once, with those of words and tree where nothing is told, or nothing surely.

    A sentence of which every told claim is held at less than :data:`UNSURE` is left to words and tree, if they tell
    something of it; and so is one in which only they hear a denial, which has few and plain words. In reading order.
    """
    told = tuple({claim.id: claim for claim in told}.values())
    denied = _denied(others) - _denied(told)
    sure = {claim.quote.span for claim in told if claim.confidence >= UNSURE} - denied
    added = tuple(claim for claim in others if not any(claim.quote.span.overlaps(span) for span in sure))
    filled = {claim.quote.span for claim in added}
    kept = (c for c in told if c.quote.span in sure or not any(c.quote.span.overlaps(span) for span in filled))
    return tuple(sorted((*kept, *added), key=lambda claim: claim.quote.span))


def _denied(claims: tuple[Claim, ...]) -> set[Span]:
    """The sentences that deny something."""
    return {claim.quote.span for claim in claims if claim.act in (Act.DENIES, Act.PARTLY_DENIES)}
