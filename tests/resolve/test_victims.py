"""Whose the victims are: every rule once for each side, and what each rule must leave open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.claims import Act, Casualties, Claim, Kind, Modality, NumberForm, Order, Part, Polarity, Status
from contactline.records.problems import Severity
from contactline.resolve.resolve import Resolver
from mandatefolder import mirror
from resolve.claims import Story, codes

OTHER = {"NO": "SU", "SU": "NO", None: None}


class Case:
    """A story in which the two sides may be exchanged: all words pass through :meth:`say`."""

    def __init__(self, text: str, swap: bool, side: str | None = None) -> None:
        self.swap = swap
        self.story = Story(self.say(text), side=OTHER[side] if swap else side)

    def say(self, words: str) -> str:
        return mirror(words) if self.swap else words

    def attack(
        self,
        actor: str,
        words: str,
        speaker: str | None = None,
        *,
        trigger: str = "",
        order: Order = Order.NOT_STATED,
        kind: Kind = Kind.SHELLING,
        targets: tuple[str, ...] = (),
        places: tuple[str, ...] = (),
        modality: Modality = Modality.FACT,
        polarity: Polarity = Polarity.POSITIVE,
    ) -> Claim:
        story, say = self.story, self.say
        return story.claim(
            say(speaker) if speaker else None,
            words=say(words),
            kind=kind,
            order=order,
            trigger=say(trigger),
            actors=[story.mention(say(actor))] if actor else (),
            targets=[story.mention(say(target)) for target in targets],
            places=[say(place) for place in places],
            modality=modality,
            polarity=polarity,
        )

    def loss(
        self,
        victims: str,
        words: str,
        speaker: str | None = None,
        *,
        number: int = 2,
        status: Status = Status.CIVILIAN,
        form: NumberForm = NumberForm.EXACT,
        act: Act = Act.STATES,
        order: Order = Order.NOT_STATED,
        places: tuple[str, ...] = (),
    ) -> Claim:
        story = self.story
        return story.claim(
            self.say(speaker) if speaker else None,
            words=self.say(words),
            kind=Kind.UNSPECIFIED,
            act=act,
            polarity=Polarity.NEGATIVE if act is Act.DENIES else Polarity.POSITIVE,
            order=order,
            places=[self.say(place) for place in places],
            losses=[story.loss(self.say(victims), number, form, status)],
        )

    def sides(self, resolver: Resolver) -> list[str | None]:
        """The sides of all victims in the order of the claims, as if nothing had been exchanged."""
        claims, _ = self.story.resolve(resolver)
        found = [entry.victims.side for claim in claims for entry in claim.casualties]
        return [OTHER[side] if self.swap else side for side in found]

    def codes(self, resolver: Resolver) -> list[str]:
        return codes(self.story.resolve(resolver)[1])


both = pytest.mark.parametrize("swap", [False, True])


# -- the claim itself


@both
def test_victims_are_the_other_sides_where_the_claim_says_who_acted(resolver: Resolver, swap: bool) -> None:
    text = "Sudmarkian troops shelled a village, killing two civilians."
    case = Case(text, swap)
    claim = case.attack("Sudmarkian troops", text, trigger="shelled")
    case.story.claims = [replace(claim, casualties=(case.story.loss("two civilians", 2),))]
    assert case.sides(resolver) == ["NO"]
    problem = next(p for p in case.story.resolve(resolver)[1] if p.code == "victims-side-inferred")
    assert problem.severity is Severity.INFO
    assert "opposite to the one that the claim says acted" in problem.message


@both
def test_a_loss_in_answer_to_shelling_is_not_the_shelled_sides(resolver: Resolver, swap: bool) -> None:
    text = "Two soldiers were killed in response to shelling of Norlandic positions."
    case = Case(text, swap)
    claim = case.attack("", text, trigger="shelling", targets=("Norlandic positions",))
    case.story.claims = [replace(claim, casualties=(case.story.loss("Two soldiers", 2),))]
    assert case.sides(resolver) == [None]
    assert "victims-side-unknown" in case.codes(resolver)


@both
def test_nobody_is_the_victim_of_their_own_fire(resolver: Resolver, swap: bool) -> None:
    text = "The Norlandic retaliation resulted in civilian casualties."
    case = Case(text, swap)
    claim = case.attack("Norlandic", text, order=Order.ANSWER)
    losses = (case.story.loss(case.say("The Norlandic retaliation"), 1, NumberForm.UNSPECIFIED, Status.CIVILIAN),)
    case.story.claims = [replace(claim, casualties=losses)]
    assert case.sides(resolver) == ["SU"]
    losses = (replace(losses[0], status=Status.MILITARY),)
    case.story.claims = [replace(claim, casualties=losses)]
    assert case.sides(resolver) == ["NO"]  # "Norlandic soldiers died while firing" is possible


@both
@pytest.mark.parametrize(
    ("text", "victims", "act", "side"),
    [
        (
            "Norland denies Sudmarkian claims of killing seven of its soldiers.",
            "seven of its soldiers",
            Act.DENIES,
            "NO",
        ),
        ("Norland denied any losses.", "any losses", Act.DENIES, "NO"),
        ("Norland denied reports that it had suffered casualties.", "casualties", Act.DENIES, "NO"),
        ("Norland denied causing civilian casualties.", "civilian casualties", Act.DENIES, None),
        ("Norland denied killing two civilians.", "two civilians", Act.DENIES, None),
        ("Norland said: “We lost two men.”", "two men", Act.STATES, "NO"),
        ("Norland said: “Our forces have suffered two dead.”", "two dead", Act.STATES, "NO"),
        ("Norland reported two dead.", "two dead", Act.STATES, None),
        ("Norland said: “They lost two men.”", "two men", Act.STATES, None),
    ],
)
def test_own_people_by_the_words_of_the_speaker(
    resolver: Resolver, text: str, victims: str, act: Act, side: str | None, swap: bool
) -> None:
    case = Case(text, swap)
    case.loss(victims, text, "Norland", act=act, status=Status.NOT_SAID)
    assert case.sides(resolver) == [side]


@both
def test_a_denial_lends_its_side_to_what_it_denies(resolver: Resolver, swap: bool) -> None:
    text = "Norland denies Sudmarkian claims of killing seven of its soldiers."
    case = Case(text, swap)
    case.loss("seven of its soldiers", text, "Sudmarkian", status=Status.MILITARY)
    case.loss("seven of its soldiers", text, "Norland", act=Act.DENIES, status=Status.MILITARY)
    assert case.sides(resolver) == ["NO", "NO"]


@both
@pytest.mark.parametrize(
    ("end", "side"),
    [
        ("suffering casualties", "SU"),
        ("sustaining heavy losses", "SU"),
        ("causing casualties", "NO"),
        ("killing two", "NO"),
    ],
)
def test_attackers_who_retreat_suffering_losses_are_the_victims(
    resolver: Resolver, end: str, side: str, swap: bool
) -> None:
    text = f"Sudmarkian soldiers attacked a Norlandic post and were thrown back, {end}."
    case = Case(text, swap)
    claim = case.attack("Sudmarkian soldiers", text, kind=Kind.GROUND_ATTACK, targets=("a Norlandic post",))
    losses = (case.story.loss(end.split()[-1], 1, NumberForm.UNSPECIFIED),)
    case.story.claims = [replace(claim, casualties=losses)]
    assert case.sides(resolver) == [side]


@both
def test_losses_of_both_sides_are_of_neither_alone(resolver: Resolver, swap: bool) -> None:
    first, second = "Sudmarkian troops shelled a village.", "There were losses on both sides."
    case = Case(f"{first} {second}", swap)
    case.attack("Sudmarkian troops", first)
    case.loss("losses on both sides", second, form=NumberForm.UNSPECIFIED, status=Status.NOT_SAID)
    assert case.sides(resolver) == [None]


@both
@pytest.mark.parametrize("modality", [Modality.CONDITIONAL, Modality.FUTURE, Modality.GENERAL])
def test_a_supposed_loss_follows_no_act(resolver: Resolver, modality: Modality, swap: bool) -> None:
    case = follow(swap, " ", "If two men died, we regret it.")
    case.story.claims[-1] = replace(case.story.claims[-1], modality=modality)
    assert case.sides(resolver) == [None]


# -- the act before


def follow(swap: bool, gap: str, start: str = "Two men died.", **attack: Any) -> Case:
    first = "Sudmarkian troops shelled a village."
    case = Case(f"{first}{gap}{start}", swap)
    case.attack("Sudmarkian troops", first, trigger="shelled", **attack)
    case.loss("Two men" if "Two men" in start else "two men", start)
    return case


FAR = " " + "Much else was said then. " * 30


@both
@pytest.mark.parametrize(
    ("gap", "start", "side"),
    [
        (" ", "Two men died.", "NO"),
        ("\n\n", "Two men died.", "NO"),
        ("\n\nA. B. said so at 8 a.m. on Friday. It was hot.\n\n", "Two men died.", "NO"),
        ("\n\nA. B. said so at 8 a.m. on Friday. It was hot. Dogs barked.\n\n", "Two men died.", None),
        (" It was hot. Dogs barked. ", "Two men died.", "NO"),
        (FAR, "Two men died.", None),
        (FAR, "As a result of this shelling two men died.", "NO"),
        (FAR, "As a result two men died.", "NO"),
        (FAR, "As a result of this retaliation two men died.", None),
    ],
)
def test_a_loss_follows_the_act_shortly_before_it(
    resolver: Resolver, gap: str, start: str, side: str | None, swap: bool
) -> None:
    assert follow(swap, gap, start).sides(resolver) == [side]


@both
@pytest.mark.parametrize(
    "attack",
    [
        {"order": Order.ANSWER},
        {"modality": Modality.CONDITIONAL},
        {"modality": Modality.FUTURE},
        {"modality": Modality.GENERAL},
        {"polarity": Polarity.NEGATIVE},
        {"kind": Kind.HUMAN_SHIELDING},
        {"kind": Kind.MONITORING},
    ],
)
def test_what_did_not_happen_or_was_an_answer_explains_no_loss(
    resolver: Resolver, attack: dict[str, Any], swap: bool
) -> None:
    assert follow(swap, " ", **attack).sides(resolver) == [None]


def exchange(swap: bool, end: str, victims: str) -> Case:
    first, second = "Sudmarkian troops shelled a village.", "Norlandic troops responded with fire."
    case = Case(f"{first} {second} {end}", swap)
    case.attack("Sudmarkian troops", first, trigger="shelled")
    case.attack("Norlandic troops", second, trigger="responded", order=Order.ANSWER, kind=Kind.SMALL_ARMS_FIRE)
    case.loss(victims, end)
    return case


@both
@pytest.mark.parametrize(
    ("end", "victims", "side"),
    [
        ("Two men died.", "Two men", None),
        ("As a result of this shelling two men died.", "two men", "NO"),
        ("As a result of the provocation two men died.", "two men", "NO"),
        ("As a result of the retaliation two men died.", "two men", "SU"),
    ],
)
def test_after_fire_and_answer_the_words_have_to_point_to_one(
    resolver: Resolver, end: str, victims: str, side: str | None, swap: bool
) -> None:
    assert exchange(swap, end, victims).sides(resolver) == [side]


@both
def test_the_act_in_the_same_sentence_comes_first(resolver: Resolver, swap: bool) -> None:
    first = "A Norlandic gun crew fired."
    second = "A farmer was killed in what Sudmark described as Norlandic shelling."
    third = "A farmer was killed in what Norland described as Sudmarkian shelling."
    case = Case(f"{first} {third}", swap)
    case.attack("Norlandic gun crew", first, trigger="fired")
    case.loss("A farmer", third, number=1)
    accusation = case.attack("Sudmarkian", third, trigger="shelling")
    case.story.claims[-1] = replace(accusation, speaker=case.story.mention(case.say("Norland"), nth=1))
    assert case.sides(resolver) == ["NO"]
    case = Case(second, swap)
    case.loss("A farmer", second, number=1)
    case.attack("Norlandic", second, "Sudmark", trigger="shelling")
    assert case.sides(resolver) == ["SU"]


@both
def test_positions_that_were_hit_tell_whose_the_dead_are(resolver: Resolver, swap: bool) -> None:
    first = "Norlandic positions and a village were shelled."
    case = Case(f"{first} Two men died.", swap)
    case.attack("", first, trigger="shelled", targets=("Norlandic positions",))
    case.loss("Two men", "Two men died.")
    assert case.sides(resolver) == ["NO"]


@both
@pytest.mark.parametrize(("speaker", "side"), [("Norland", "NO"), ("Sudmark", None), ("Westria", "NO"), (None, "NO")])
def test_a_named_voice_of_the_accused_tells_its_own_losses(
    resolver: Resolver, speaker: str | None, side: str | None, swap: bool
) -> None:
    first = "Norland said that Sudmarkian troops shelled a village."
    second = f"Two soldiers died, {speaker or 'sources'} said."
    case = Case(f"{first} {second}", swap)
    case.attack("Sudmarkian troops", first, "Norland", trigger="shelled")
    case.loss("Two soldiers", second, status=Status.MILITARY)
    if speaker:
        at = case.story.mention(case.say(speaker), nth=1 if speaker == "Norland" else 0)
        case.story.claims[-1] = replace(case.story.claims[-1], speaker=at)
    assert case.sides(resolver) == [side]


@both
def test_a_side_follows_neither_from_a_place_nor_from_the_publisher(resolver: Resolver, swap: bool) -> None:
    text = "Two men died in Norhaven."
    case = Case(text, swap, side="NO")
    case.loss("Two men", text, places=("Norhaven",))
    claims, _ = case.story.resolve(resolver)
    assert claims[0].speaker.side == ("SU" if swap else "NO")
    assert case.sides(resolver) == [None]


# -- counting on


@both
@pytest.mark.parametrize(
    ("second", "victims", "side"),
    [
        ("One was wounded.", "One", "NO"),
        ("Another civilian was wounded.", "Another civilian", "NO"),
        ("A second woman was wounded.", "A second woman", "NO"),
        ("The other survived wounded.", "The other", "NO"),
        ("Six more were wounded.", "Six more", "NO"),
        ("One soldier was wounded.", "One soldier", None),
        ("A woman was wounded.", "A woman", None),
    ],
)
def test_partial_words_count_on_from_the_victims_before(
    resolver: Resolver, second: str, victims: str, side: str | None, swap: bool
) -> None:
    first = "Two Norlandic farmers died."
    case = Case(f"{first} {second}", swap)
    case.loss("Two Norlandic farmers", first)
    case.loss(victims, second, number=1)
    assert case.sides(resolver) == ["NO", side]


@both
def test_counting_on_ends_after_a_few_sentences_and_before_older_events(resolver: Resolver, swap: bool) -> None:
    first, second = "Two Norlandic farmers died.", "One was wounded."
    case = Case(f"{first}{FAR}{second}", swap)
    case.loss("Two Norlandic farmers", first)
    case.loss("One", second, number=1)
    assert case.sides(resolver) == ["NO", None]
    case = Case(f"{first} {second}", swap)
    old = case.loss("Two Norlandic farmers", first)
    case.story.claims = [replace(old, background=True)]
    case.loss("One", second, number=1)
    assert case.sides(resolver) == ["NO", None]


# -- villages


@both
@pytest.mark.parametrize(
    ("hit", "place", "side"),
    [
        ("Sudmarkian forces fired at Westrand.", "Westrand", "NO"),
        ("Sudmarkian forces fired from a post in Westrand.", "Westrand", None),
        ("Sudmarkian forces stationed in Westrand fired.", "Westrand", None),
        ("Sudmarkian forces fired at Khorod.", "Khorod", None),
        ("Sudmarkian forces fired in the Westrand district.", "Westrand district", None),
    ],
)
def test_victims_where_only_one_side_is_said_to_have_fired(
    resolver: Resolver, hit: str, place: str, side: str | None, swap: bool
) -> None:
    end = "Two farmers died in the town of Westrand."
    case = Case(f"{hit}{FAR}{end}", swap)
    case.attack("Sudmarkian forces", hit, trigger="fired", places=(place,))
    case.loss("Two farmers", end, places=("town of Westrand",))
    assert case.sides(resolver) == [side]
    # The same words about a town of the other side: the side follows from the fire, whoever holds the town.
    hit, end = hit.replace("Westrand", "Füzan"), end.replace("Westrand", "Füzan")
    case = Case(f"{hit}{FAR}{end}", swap)
    case.attack("Sudmarkian forces", hit, trigger="fired", places=(place.replace("Westrand", "Füzan"),))
    case.loss("Two farmers", end, places=("town of Füzan",))
    assert case.sides(resolver) == [side]


@both
@pytest.mark.parametrize(
    ("victims", "target", "side"),
    [
        ("Two villagers", "the village", "NO"),
        ("Two residents", "the settlement", "NO"),
        ("Two soldiers", "the village", None),
        ("Two villagers", "a bridge", None),
    ],
)
def test_the_people_of_a_village_that_one_side_hit(
    resolver: Resolver, victims: str, target: str, side: str | None, swap: bool
) -> None:
    hit = f"Sudmarkian forces fired at {target}."
    end = f"{victims} died."
    case = Case(f"{end}{FAR}{hit}", swap)
    case.loss(victims, end, status=Status.MILITARY if "soldiers" in victims else Status.CIVILIAN)
    case.attack("Sudmarkian forces", hit, trigger="fired", targets=(target,))
    assert case.sides(resolver) == [side]


@both
def test_a_village_under_fire_of_both_sides_tells_nothing(resolver: Resolver, swap: bool) -> None:
    text = f"Two villagers died.{FAR}Sudmarkian forces fired at the village. Norlandic forces fired at the village too."
    case = Case(text, swap)
    case.loss("Two villagers", "Two villagers died.")
    case.attack("Sudmarkian forces", "Sudmarkian forces fired at the village.", targets=("the village",))
    case.attack("Norlandic forces", "Norlandic forces fired at the village too.", targets=("the village",))
    assert case.sides(resolver) == [None]


# -- figures and headlines


@both
def test_the_same_figure_elsewhere_in_the_report_tells_the_side(resolver: Resolver, swap: bool) -> None:
    case = Case(f"Two Norlandic soldiers died.{FAR}It was said again: two soldiers died. One man died.", swap)
    case.loss("Two Norlandic soldiers", "Two Norlandic soldiers died.")
    case.loss("two soldiers", "two soldiers died.")
    case.loss("One man", "One man died.", number=1)
    assert case.sides(resolver) == ["NO", "NO", None]


@both
def test_a_figure_of_both_sides_or_of_older_events_tells_nothing(resolver: Resolver, swap: bool) -> None:
    text = f"Two Norlandic soldiers died. Two Sudmarkian soldiers died.{FAR}two soldiers died."
    case = Case(text, swap)
    case.loss("Two Norlandic soldiers", "Two Norlandic soldiers died.")
    case.loss("Two Sudmarkian soldiers", "Two Sudmarkian soldiers died.")
    case.loss("two soldiers", "two soldiers died.")
    assert case.sides(resolver) == ["NO", "SU", None]
    case.story.claims = [replace(case.story.claims[0], background=True), case.story.claims[2]]
    assert case.sides(resolver) == ["NO", None]


@both
@pytest.mark.parametrize(
    ("body", "side"),
    [("Three Norlandic civilians died.", "NO"), ("Three Norlandic civilians and two Sudmarkian civilians died.", None)],
)
def test_a_headlines_victims_are_those_of_the_body(resolver: Resolver, body: str, side: str | None, swap: bool) -> None:
    head = "Civilians killed in shelling"
    case = Case(f"{head}\n\n{body}", swap)
    claim = case.loss("Civilians", head, form=NumberForm.UNSPECIFIED, number=1)
    case.story.claims = [replace(claim, part=Part.HEADLINE)]
    case.loss("Three Norlandic civilians", body, number=3)
    if "Sudmarkian" in body:
        case.loss("two Sudmarkian civilians", body)
    assert case.sides(resolver)[0] == side


# -- what stays open


def test_what_stays_open_is_told_once_for_the_same_words(resolver: Resolver) -> None:
    case = Case("A girl died. A girl died. A boy died. There were no losses.", swap=False)
    for nth in range(2):
        case.story.claim(losses=[replace(case.story.loss("A girl"), victims=case.story.mention("A girl", nth=nth))])
    case.loss("A boy", "A boy died.", number=1)
    case.loss("no losses", "There were no losses.", number=0, form=NumberForm.NONE)
    problems = [p for p in case.story.resolve(resolver)[1] if p.code == "victims-side-unknown"]
    assert [problem.severity for problem in problems] == [Severity.WARNING] * 2
    assert "“A girl”" in problems[0].message


SENTENCES = {
    "attack": ("Sudmarkian troops shelled a village.", "Sudmarkian troops"),
    "answer": ("Norlandic troops answered.", "Norlandic troops"),
    "sided": ("Two Norlandic farmers died.", "Two Norlandic farmers"),
    "open": ("Two men died.", "Two men"),
    "partial": ("One was hurt.", "One"),
    "pointing": ("As a result of this shelling a girl died.", "a girl"),
    "villagers": ("Three villagers died.", "Three villagers"),
}


def build(order: list[str], swap: bool) -> Case:
    case = Case(" ".join(SENTENCES[name][0] for name in order), swap)
    for name in order:
        words, mention = SENTENCES[name]
        if name == "attack":
            case.attack(mention, words, trigger="shelled", targets=("a village",))
        elif name == "answer":
            case.attack(mention, words, trigger="answered", order=Order.ANSWER)
        else:
            case.loss(mention, words, number=1 if name in {"partial", "pointing"} else 2)
    return case


@given(order=st.permutations(sorted(SENTENCES)), kept=st.integers(2, len(SENTENCES)))
def test_exchanging_the_sides_exchanges_the_victims_sides(resolver: Resolver, order: list[str], kept: int) -> None:
    chosen = order[:kept]
    assert build(chosen, swap=False).sides(resolver) == build(chosen, swap=True).sides(resolver)


def test_the_same_claims_in_another_order_give_the_same_sides(resolver: Resolver) -> None:
    order = ["attack", "sided", "partial", "villagers", "open"]
    case = build(order, swap=False)
    seen: list[dict[str, str | None]] = []
    for turn in (case.story.claims, list(reversed(case.story.claims))):
        case.story.claims = list(turn)
        entries: list[Casualties] = [e for claim in case.story.resolve(resolver)[0] for e in claim.casualties]
        seen.append({entry.victims.text: entry.victims.side for entry in entries})
    assert seen[0] == seen[1]
    assert set(seen[0].values()) == {"NO"}
