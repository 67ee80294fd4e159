"""People's judgements on linking: made, withdrawn, listed, carried to other stores."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NoReturn, TypeVar

import msgspec

from contactline.codec import decode, encode
from contactline.desk.examine import STORE_NAME
from contactline.desk.past import Linked, find_linked
from contactline.errors import ConfigError, InputError, NotFoundError
from contactline.plugins import get_plugin
from contactline.ports import Clock, Store
from contactline.records.claims import Claim
from contactline.records.histories import IncidentChange, find_redirects
from contactline.records.ids import ClaimId, IncidentId, JudgementId
from contactline.records.incidents import Incident
from contactline.records.judgements import ClaimAnchor, LinkJudgement, Verdict, find_in_force, find_latest, make_anchor
from contactline.records.persons import PersonJudgement

T = TypeVar("T")
A = TypeVar("A", LinkJudgement, PersonJudgement)

_SHORTEST: Final = 4  # characters of an id after its kind: fewer are more likely a slip than a wish
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement, what became of it, and the words of its two claims where they are still read.

    Attributes:
        state: ``in force``, ``superseded`` or ``withdrawn``.
    """

    judgement: LinkJudgement
    state: str
    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What became of one incident id.

    Attributes:
        today: the id that it leads to; ``None`` where none holds its claims.
        title: of that incident.
        changes: all that concern it or an id that led to it, oldest first.
    """

    asked: IncidentId
    today: IncidentId | None
    title: str
    changes: tuple[IncidentChange, ...]


@contextmanager
def open_store(db: Path | None, out: Path | None) -> Iterator[Store]:
    """The store of a dossier, which has to be there.

    Args:
        db: its file; counts before ``out``.
        out: the folder of the dossier.

    Raises:
        ConfigError: neither is given.
        InputError: there is no store.
    """
    if db is None and out is None:
        raise ConfigError("something is missing", ["no store: give --out with the dossier's folder, or --db"])
    path = db or (out or Path()) / STORE_NAME
    if not path.is_file():
        raise InputError("there is no store here", subject=str(path), hint="Run contactline examine first.")
    store: Store = get_plugin("stores", "sqlite")(path)
    try:
        yield store
    finally:
        store.close()


class Judging:
    """What a person can do about linking in one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def judge(self, verdict: Verdict, names: tuple[str, str], author: str, reason: str) -> LinkJudgement:
        """Judge two claims; whole incidents may be judged together by naming them.

        Raises:
            NotFoundError: there is none with such an id.
            InputError: an id is short for several, both mean one, or incidents are to be kept apart.
        """
        case = _Case(self._store)
        if verdict is Verdict.APART:
            for name in names:
                case.refuse_incident(name)
        one, other = (case.find_anchor(name) for name in names)
        if one.claim == other.claim:
            raise InputError("both are the same claim", subject=one.claim, hint="Name two claims.")
        return self._save(verdict, one, other, author, reason)

    def withdraw(self, name: str, author: str, reason: str) -> LinkJudgement:
        """Withdraw what is judged of the two claims of a judgement.

        Raises:
            NotFoundError: there is no such judgement.
            InputError: it is not in force, or the id is short for several.
        """
        known = {judgement.id: judgement for judgement in self._store.iter_judgements()}
        judgement = known[find_id(name, "j", known, "judgement")]
        if judgement not in find_in_force(known.values()):
            raise say_not_in_force(judgement.id)
        return self._save(Verdict.WITHDRAWN, judgement.one, judgement.other, author, reason)

    def list_all(self) -> tuple[Standing, ...]:
        """All judgements, oldest first."""
        judgements = sorted(self._store.iter_judgements(), key=lambda one: (one.made_at, one.id))
        latest = {judgement.id for judgement in find_latest(judgements)}
        claims = _Case(self._store).claims if judgements else {}

        def words(anchor: ClaimAnchor) -> str:
            claim = claims.get(anchor.claim)
            return claim.quote.words if claim else ""

        return tuple(
            Standing(judgement, say_state(judgement, latest), (words(judgement.one), words(judgement.other)))
            for judgement in judgements
        )

    def export(self, file: Path) -> int:
        """Write all judgements, one a line, to be read by :meth:`bring` or to train on."""
        return write_acts(file, list(self._store.iter_judgements()))

    def bring(self, file: Path) -> tuple[int, int]:
        """Take over judgements that :meth:`export` wrote; none is taken where one line has a mistake.

        Returns:
            How many are new, and how many were there already.

        Raises:
            InputError: the file cannot be read or has mistakes: up to twenty of them.
            ConflictError: another judgement has the id of one of them.
        """
        judgements = read_judgements(file, self._clock.now())
        new = sum(self._store.save_judgement(judgement) for judgement in judgements)
        return new, len(judgements) - new

    def tell_history(self, name: str) -> Chronicle:
        """What became of an incident, whether its id is in force or an earlier one.

        Raises:
            NotFoundError: no such id was ever given.
            InputError: the id is short for several.
        """
        case = _Case(self._store)
        ever = dict.fromkeys((*case.incidents, *(change.incident for change in case.changes)))
        asked = find_id(name, "i", ever, "incident")
        redirects = find_redirects(case.changes)
        today = redirects.get(asked, asked)
        family = {asked, *(one for one, heir in redirects.items() if heir == today and heir is not None)}
        family |= {today} if today else set()
        changes = tuple(change for change in case.changes if {change.incident, change.other} & family)
        title = case.incidents[today].title if today in case.incidents else ""
        return Chronicle(asked, today, title, changes)

    def _save(self, verdict: Verdict, one: ClaimAnchor, other: ClaimAnchor, author: str, reason: str) -> LinkJudgement:
        made_at = self._clock.now()
        latest = max((known.made_at for known in self._store.iter_judgements()), default=None)
        check_clock(latest, made_at)
        id_ = JudgementId(f"j-{secrets.token_hex(10)}")
        try:
            judgement = LinkJudgement(id_, verdict, one, other, author.strip(), reason.strip(), made_at)
        except ValueError as error:
            raise InputError(
                f"not a judgement: {error}", hint="Say who judges (--author) and why (--reason)."
            ) from None
        self._store.save_judgement(judgement)
        return judgement


class _Case:
    """What the latest linking run saw."""

    def __init__(self, store: Store) -> None:
        linked = find_linked(store)
        if linked is None:
            raise InputError("nothing was linked in this store yet", hint="Run contactline examine first.")
        self.claims = _load_claims(store, linked)
        self.incidents: dict[IncidentId, Incident] = {
            incident.id: incident for incident in store.load_incidents(linked.history)
        }
        self.changes = tuple(store.iter_changes(linked.history))

    def find_anchor(self, name: str) -> ClaimAnchor:
        """The claim of an id, or the first claim of an incident."""
        if _is_incident(name):
            return make_anchor(self.claims[self._find_first(name)])
        return make_anchor(self.claims[find_id(name, "c", self.claims, "claim")])

    def refuse_incident(self, name: str) -> None:
        """Refuse to keep whole incidents apart: they are, and which of their claims are meant is not said."""
        if not _is_incident(name):
            return
        claims = self.incidents[find_id(name, "i", self.incidents, "incident")].claims[:_SHOWN]
        raise InputError(
            "incidents are kept apart by naming two claims, one of each happening",
            subject=name,
            hint="Claims of this one, among others: " + ", ".join(claims),
        )

    def _find_first(self, name: str) -> ClaimId:
        redirects = {
            old: today for old, today in find_redirects(self.changes).items() if today and old.startswith(name)
        }
        if redirects and not any(incident.startswith(name) for incident in self.incidents):
            old, today = min(redirects.items())
            raise InputError("is an earlier id", subject=old, hint=f"It is now part of {today}: name that.")
        incident = self.incidents[find_id(name, "i", self.incidents, "incident")]
        return next(claim for claim in incident.claims if claim in self.claims)


def _load_claims(store: Store, linked: Linked) -> dict[ClaimId, Claim]:
    return {claim.id: claim for _, reading in store.iter_readings(linked.settings) for claim in reading.claims}


def _is_incident(name: str) -> bool:
    return name.startswith("i-")


def find_id(name: str, kind: str, known: Iterable[T], what: str) -> T:
    """The one id that a name means: itself, or the beginning of one alone; the kind may be left out."""
    start = name if name.startswith(f"{kind}-") else f"{kind}-{name}"
    found = [one for one in known if str(one).startswith(start)]
    exact = [one for one in found if str(one) == start]
    if exact:
        return exact[0]
    if not found:
        raise NotFoundError(f"there is no {what} with this id", subject=name, hint=_WHERE[what])
    if len(start) < _SHORTEST + 2:
        _refuse_short(name, what)
    if len(found) > 1:
        shown = ", ".join(sorted(str(one) for one in found)[:_SHOWN])
        raise InputError(
            f"is short for {len(found)} {what}s: {shown}{', …' if len(found) > _SHOWN else ''}",
            subject=name,
            hint="Give more of the id.",
        )
    return found[0]


def _refuse_short(name: str, what: str) -> NoReturn:
    raise InputError(
        f"is too short for the id of a {what}", subject=name, hint=f"Give at least {_SHORTEST} of its characters."
    )


_WHERE: Final = {
    "claim": "Ids of claims stand beside the quotes of every incident page, and in claims.jsonl.",
    "incident": "Ids of incidents stand on top of their pages, and in incidents.json.",
    "judgement": "contactline judge list shows the ids of all judgements.",
    "person": "Ids of persons stand in casualties.html and persons.jsonl.",
    "mention": "Ids of mentions stand in casualties.html and persons.jsonl.",
}


def check_clock(latest: datetime | None, made_at: datetime) -> None:
    """A later judgement supersedes an earlier one, so none may be made before the latest.

    Raises:
        InputError: the clock says that it is.
    """
    if latest is not None and latest >= made_at:
        raise InputError(
            f"the latest judgement was made at {latest.isoformat()}, and now it is {made_at.isoformat()}",
            hint="A later judgement supersedes an earlier one, so that the clock has to be right. Set it.",
        )


def say_not_in_force(judgement: JudgementId) -> InputError:
    """The refusal to withdraw what is not in force."""
    return InputError(
        "is not in force: it was superseded or withdrawn",
        subject=judgement,
        hint="contactline judge list shows what is in force.",
    )


def say_state(judgement: LinkJudgement | PersonJudgement, latest: set[JudgementId]) -> str:
    """What became of a judgement: in force, superseded or withdrawn."""
    if judgement.id not in latest:
        return "superseded"
    return "withdrawn" if judgement.verdict is Verdict.WITHDRAWN else "in force"


def read_judgements(file: Path, now: datetime) -> Sequence[LinkJudgement]:
    """The judgements of a file that :meth:`Judging.export` wrote.

    Raises:
        InputError: it cannot be read or has mistakes: up to twenty of them.
    """
    return read_acts(file, now, LinkJudgement)


def write_acts(file: Path, judgements: Sequence[LinkJudgement] | Sequence[PersonJudgement]) -> int:
    """Write judgements, one a line.

    Raises:
        InputError: the file cannot be written.
    """
    content = b"".join(encode(judgement) + b"\n" for judgement in judgements)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", subject=str(file)) from error
    return len(judgements)


def read_acts(file: Path, now: datetime, type_: type[A]) -> Sequence[A]:
    """The judgements of a file that :func:`write_acts` wrote.

    Raises:
        InputError: it cannot be read or has mistakes: up to twenty of them.
    """
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", subject=str(file)) from error
    judgements, mistakes = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgement = decode(line, type_)
        except (msgspec.DecodeError, ValueError) as error:
            mistakes.append(f"line {number}: {error}")
            continue
        if judgement.made_at > now:  # it would supersede whatever is judged here from now on
            mistakes.append(f"line {number}: made at {judgement.made_at.isoformat()}, which is still to come")
        judgements.append(judgement)
    if mistakes:
        shown = "".join(f"\n  - {mistake}" for mistake in mistakes[:20])
        raise InputError(
            f"{len(mistakes)} of its lines are no judgements{shown}", subject=str(file), hint="Nothing was taken over."
        )
    return judgements
