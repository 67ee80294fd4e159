"""Who gives a value and who contradicts it: answers of all sides on one question to the basis of each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contactline.records.grades import Standing
from contactline.records.ids import THIRD, ClaimId, SideId
from contactline.records.mandates import Mandate
from contactline.weigh.grade.interest import find_standing
from contactline.weigh.grade.relations import Relations
from contactline.weigh.grade.rules import Basis, Evidence, Witness
from contactline.weigh.questions import Measure, get_measure
from contactline.weigh.revisions import Past, ValueKey, find_past
from contactline.weigh.said import Statement
from contactline.weigh.versions import Answer, Value


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement behind a value: its witness, and how surely its claim belongs to the incident (0 to 1)."""

    witness: Witness
    belongs: float
    revised: bool = False


@dataclass(frozen=True, slots=True)
class ValueBasis:
    """All that was heard for and against one value.

    Attributes:
        revised: somebody who gives just this value has since given another.
    """

    support: tuple[Heard, ...]
    against: tuple[Heard, ...]
    evidence: Evidence
    revised: bool = False

    @property
    def basis(self) -> Basis:
        """The same without memberships."""
        return make_basis(self.support, self.against, self.evidence)


def make_basis(support: Iterable[Heard], against: Iterable[Heard], evidence: Evidence) -> Basis:
    """A basis of witnesses, each once."""
    return Basis(
        tuple(dict.fromkeys(heard.witness for heard in support)),
        tuple(dict.fromkeys(heard.witness for heard in against)),
        evidence,
    )


class Witnesses:
    """Finds the basis of values of one incident."""

    def __init__(
        self,
        statements: Iterable[Statement],
        belongs: Mapping[ClaimId, float],
        mandate: Mandate,
    ) -> None:
        self._mandate = mandate
        self._belongs = belongs
        self._relations = Relations(mandate)
        self._said: defaultdict[tuple[str, SideId], list[Statement]] = defaultdict(list)
        for statement in statements:
            self._said[statement.question, statement.view.side].append(statement)

    def find_bases(self, row: Sequence[Answer]) -> tuple[tuple[ValueBasis, ...], ...]:
        """For the answers to one question the basis of every value, in the same order."""
        behind = [self._find_behind(answer, value) for answer in row for value in answer.values]
        values = [value for answer in row for value in answer.values]
        past = {answer.side: self._find_past(answer) for answer in row}
        heard = [(value, tuple(self._hear(said, value, past))) for value, said in zip(values, behind, strict=True)]
        found = [self._find_basis(row[0].question, number, heard, behind[number]) for number in range(len(heard))]
        bases = iter(found)
        return tuple(tuple(next(bases) for _ in answer.values) for answer in row)

    def _find_behind(self, answer: Answer, value: Value) -> list[Statement]:
        claims = set(value.claims)
        said = self._said[answer.question, answer.side]
        return [statement for statement in said if statement.view.claim.id in claims and _is_of(statement, value)]

    def _find_past(self, answer: Answer) -> Mapping[tuple[ValueKey, str], Past]:
        """Which voice has replaced which value since, as the versions have it."""
        return find_past(
            {
                (value.key, value.denies): sorted(
                    self._find_behind(answer, value), key=lambda statement: statement.key != value.key
                )
                for value in answer.values
            }
        )

    def _hear(
        self, said: Sequence[Statement], value: Value, past: Mapping[SideId, Mapping[tuple[ValueKey, str], Past]]
    ) -> Iterator[Heard]:
        for statement in said:
            view = statement.view
            witness = Witness(
                voice=f"{THIRD} {view.root}" if view.side == THIRD else str(view.side),
                root=view.root,
                standing=find_standing(statement, self._mandate),
            )
            belongs = self._belongs.get(view.claim.id, 1.0)
            if ((value.key, value.denies), view.speaker) in past[view.side]:
                yield Heard(replace(witness, standing=Standing.RESERVED), belongs, revised=True)
            else:
                yield Heard(witness, belongs)

    def _find_basis(
        self, question: str, number: int, heard: Sequence[tuple[Value, tuple[Heard, ...]]], said: Sequence[Statement]
    ) -> ValueBasis:
        """A value's own words, what bears it out, and what rules it out."""
        own, said_of_it = heard[number]
        support = said_of_it
        against: tuple[Heard, ...] = ()
        for other_number, (other, more) in enumerate(heard):
            if other_number == number:
                continue
            if self._relations.bears_out(other, own, question):
                support += more
            elif self._relations.rules_out(other, own, question):
                against += more
        evidence = any(statement.view.claim.evidence for statement in said)
        rivals = tuple(_settle_rivals(question, support, against))
        return ValueBasis(
            support, rivals, Evidence.NAMED if evidence else Evidence.NONE, any(one.revised for one in said_of_it)
        )


def _settle_rivals(question: str, support: Iterable[Heard], against: Iterable[Heard]) -> Iterator[Heard]:
    """What speaks against a value, without lists, and with what a voice at odds with itself says for less.

    One text that gives two values gives a list; so does one voice that names several places or kinds.
    """
    firm = [heard.witness for heard in support if heard.witness.is_firm]
    texts = {(witness.voice, witness.root) for witness in firm}
    voices = {witness.voice for witness in firm}
    lists = get_measure(question) in {Measure.PLACE, Measure.KIND}
    for heard in against:
        witness = heard.witness
        if (witness.voice, witness.root) in texts or (lists and witness.voice in voices):
            continue
        at_odds = witness.voice in voices and witness.is_firm
        yield replace(heard, witness=replace(witness, standing=Standing.AT_ODDS)) if at_odds else heard


def _is_of(statement: Statement, value: Value) -> bool:
    """Whether a statement of a value's claims speaks for that value; parts of a total support the total."""
    return statement.denies == value.denies or (statement.denies and value.maximum == 0)
