"""The incident that the explanation of weighing works out by hand: every number of it, from the shipped parameters."""

from __future__ import annotations

import math
from pathlib import Path

from contactline.records.ids import THIRD
from contactline.records.rolemodels import Role, Stance
from contactline.weigh.estimate.estimate import load_roles
from linkcases import NORTH, SOUTH
from weigh.voices import BLAMES, OWNS, estimate, voice

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "weighing.md"
MODEL = load_roles()
SAID = [
    voice(NORTH, BLAMES, root="first northern outlet"),
    voice(NORTH, BLAMES, root="second northern outlet"),
    voice(SOUTH, BLAMES, root="southern outlet"),
    voice(THIRD, OWNS, root="mission"),
]


def work_out() -> dict[str, str]:
    """The section's numbers as it writes them, by the formulas that stand there and not by the program's functions."""
    tables, sure = MODEL.tables, 1 - MODEL.error
    background = tables.camp_background[Stance.BLAMES]

    def says(role: Role, on_line: bool) -> float:
        off = tables.off_line[role][Stance.BLAMES]
        return sure * (tables.follow * on_line + (1 - tables.follow) * off) + (1 - sure) * background

    def camp(role: Role, outlets: int) -> float:
        blames = tables.line[role][Stance.BLAMES]
        return blames * says(role, True) ** outlets + (1 - blames) * says(role, False) ** outlets

    one, two = (10 * math.log10(camp(Role.FIRING, n) / camp(Role.VICTIM, n)) for n in (1, 2))
    right, wrong, _ = (
        sure * chance + (1 - sure) * other for chance, other in zip(tables.third, tables.third_background, strict=True)
    )
    third = 10 * math.log10(right / wrong)
    total = two - one - third
    odds = 10 ** (total / 10)
    victim, firing = (tables.line[role][Stance.BLAMES] for role in (Role.VICTIM, Role.FIRING))
    return {
        "count": f"{MODEL.count:,}",
        "seeds": " and ".join(str(seed) for seed in MODEL.seeds),
        "pi_v": f"{victim:.3f}",
        "none_v": f"{1 - victim:.3f}",
        "pi_f": f"{firing:.3f}",
        "rest_f": f"{1 - firing:.3f}",
        "follow": f"{tables.follow:.3f}",
        "off": f"{1 - tables.follow:.3f}",
        "d_v": f"{tables.off_line[Role.VICTIM][Stance.BLAMES]:.3f}",
        "f0": f"{background:.3f}",
        "fv_line": f"{says(Role.VICTIM, True):.3f}",
        "fv_off": f"{says(Role.VICTIM, False):.3f}",
        "ff_line": f"{says(Role.FIRING, True):.3f}",
        "ff_off": f"{says(Role.FIRING, False):.3f}",
        "one_v": f"{camp(Role.VICTIM, 1):.3f}",
        "one_f": f"{camp(Role.FIRING, 1):.3f}",
        "two_v": f"{camp(Role.VICTIM, 2):.3f}",
        "two_f": f"{camp(Role.FIRING, 2):.3f}",
        "one_ratio": f"{10 ** (one / 10):.3f}",
        "one_db": _sign(one),
        "two_db": _sign(two),
        "second": _sign(two - one),
        "minus_one_db": _sign(-one),
        "right": f"{tables.third[0]:.3f}",
        "f3": f"{tables.third_background[0]:.3f}",
        "third_right": f"{right:.3f}",
        "third_wrong": f"{wrong:.3f}",
        "third_db": _sign(third),
        "minus_third_db": _sign(-third),
        "total": _sign(total),
        "odds": f"{odds:.3f}",
        "p_north": f"{100 * odds / (1 + odds):.1f}",
        "p_south": f"{100 / (1 + odds):.1f}",
        "without": f"{100 / (1 + 10 ** (-(two - one) / 10)):.0f}",
    }


def _sign(decibans: float) -> str:
    return f"{decibans:+.2f}".replace("-", "−")


def test_the_page_has_every_number_of_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    section = text[text.index("### By hand\n\nTwo outlets of the North") :]
    for name, number in work_out().items():
        assert number in section, name


def test_the_program_says_the_same() -> None:
    numbers, made = work_out(), estimate(SAID, MODEL)
    assert made.ledger is not None
    points = [_sign(line.points) for line in made.ledger.lines]
    assert points == ["+0.00", numbers["two_db"], numbers["minus_one_db"], numbers["minus_third_db"]]
    assert _sign(made.ledger.total) == numbers["total"]
    north, south = made.hypotheses
    assert (f"{100 * north.probability:.1f}", f"{100 * south.probability:.1f}") == (
        numbers["p_north"],
        numbers["p_south"],
    )
    assert south.word == "very likely"
    text = PAGE.read_text(encoding="utf-8")
    assert f"The range is {100 * south.low:.0f} to {100 * south.high:.0f} %" in text
    assert made.dependences[0].origin == "mission"
    assert f"{100 * (made.dependences[0].value or 0):.0f}" == numbers["without"]
