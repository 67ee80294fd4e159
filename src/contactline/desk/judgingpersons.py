"""People's judgements on persons of the casualty register: made, withdrawn, listed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from contactline.desk.judging import check_clock, find_id, read_acts, say_not_in_force, say_state, write_acts
from contactline.desk.persons import load_register
from contactline.errors import InputError
from contactline.ports import Clock, Store
from contactline.records.ids import JudgementId, MentionId, PersonId
from contactline.records.judgements import Verdict
from contactline.records.persons import CasualtyRegister, MentionAnchor, PersonJudgement, PersonMention
from contactline.weigh.persons.judged import find_latest


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """A judgement on persons, what became of it, and the words of its two mentions where they are still read.

    Attributes:
        state: ``in force``, ``superseded`` or ``withdrawn``.
    """

    judgement: PersonJudgement
    state: str
    words: tuple[str, str]


class PersonJudging:
    """What somebody can do about persons in one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def judge(self, verdict: Verdict, names: tuple[str, str], author: str, reason: str) -> PersonJudgement:
        """Judge two persons of the register, or two mentions, to be one or two.

        Of a person the first mention is meant; to part a person that the program took two for, name two mentions.

        Raises:
            NotFoundError: there is none with such an id.
            InputError: an id is short for several, or both mean one mention.
        """
        register = load_register(self._store)
        one, other = (_find_anchor(register, name) for name in names)
        if one.mention == other.mention:
            raise InputError(
                "both are the same mention",
                subject=one.mention,
                hint="To part a person, name two of the mentions that stand under it.",
            )
        return self._save(verdict, one, other, author, reason)

    def withdraw(self, name: str, author: str, reason: str) -> PersonJudgement | None:
        """Withdraw a judgement on persons; ``None`` where none has this id.

        Raises:
            InputError: it is not in force.
        """
        known = {judgement.id: judgement for judgement in self._store.iter_person_judgements()}
        start = name if name.startswith("j-") else f"j-{name}"
        if not any(id_.startswith(start) for id_ in known):
            return None
        judgement = known[find_id(name, "j", known, "judgement")]
        latest = {one.id for one in find_latest(known.values())}
        if say_state(judgement, latest) != "in force":
            raise say_not_in_force(judgement.id)
        return self._save(Verdict.WITHDRAWN, judgement.one, judgement.other, author, reason)

    def list_all(self) -> tuple[PersonStanding, ...]:
        """All judgements on persons, oldest first."""
        judgements = sorted(self._store.iter_person_judgements(), key=lambda one: (one.made_at, one.id))
        latest = {judgement.id for judgement in find_latest(judgements)}
        words = {
            id_: mention.quote.words for id_, mention in _mentions(self._register() if judgements else None).items()
        }
        return tuple(
            PersonStanding(
                judgement,
                say_state(judgement, latest),
                (words.get(judgement.one.mention, ""), words.get(judgement.other.mention, "")),
            )
            for judgement in judgements
        )

    def export(self, file: Path) -> int:
        """Write all judgements on persons, one a line."""
        return write_acts(file, list(self._store.iter_person_judgements()))

    def bring(self, file: Path) -> tuple[int, int]:
        """Take over judgements that :meth:`export` wrote; none is taken where one line has a mistake.

        Returns:
            How many are new, and how many were there already.

        Raises:
            InputError: the file cannot be read or has mistakes: up to twenty of them.
            ConflictError: another judgement has the id of one of them.
        """
        judgements = read_acts(file, self._clock.now(), PersonJudgement)
        new = sum(self._store.save_person_judgement(judgement) for judgement in judgements)
        return new, len(judgements) - new

    def _register(self) -> CasualtyRegister:
        return load_register(self._store)

    def _save(
        self, verdict: Verdict, one: MentionAnchor, other: MentionAnchor, author: str, reason: str
    ) -> PersonJudgement:
        made_at = self._clock.now()
        latest = max((known.made_at for known in self._store.iter_person_judgements()), default=None)
        check_clock(latest, made_at)
        id_ = JudgementId(f"j-{secrets.token_hex(10)}")
        try:
            judgement = PersonJudgement(id_, verdict, one, other, author.strip(), reason.strip(), made_at)
        except ValueError as error:
            raise InputError(
                f"not a judgement: {error}", hint="Say who judges (--author) and why (--reason)."
            ) from None
        self._store.save_person_judgement(judgement)
        return judgement


def _mentions(register: CasualtyRegister | None) -> dict[MentionId, PersonMention]:
    persons = register.persons if register else ()
    return {mention.id: mention for person in persons for mention in person.mentions}


def _find_anchor(register: CasualtyRegister, name: str) -> MentionAnchor:
    """The first mention of a person, or the very mention."""
    mentions = _mentions(register)
    if name.startswith("p-"):
        persons: dict[PersonId, PersonMention] = {person.id: person.mentions[0] for person in register.persons}
        mention = persons[find_id(name, "p", persons, "person")]
    else:
        mention = mentions[find_id(name, "m", mentions, "mention")]
    return MentionAnchor(mention.id, mention.report, mention.quote.span)
