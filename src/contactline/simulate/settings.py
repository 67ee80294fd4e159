"""What to simulate."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactline.errors import InputError
from contactline.simulate.parameters import DEFAULT_PRESET, Parameters, load_preset


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a simulation. Either ``claims`` or ``incidents`` says how much; the other is ``None``.

    Attributes:
        claims: stop after so many claims, in the order of report.
        incidents: so many hidden incidents, with all of their claims.
        seed: another seed is another war; the line with its places and names stays.
        parameters: see ``parameters.toml``.
    """

    claims: int | None = None
    incidents: int | None = None
    seed: int = 1
    parameters: Parameters = field(default_factory=lambda: load_preset(DEFAULT_PRESET))

    def __post_init__(self) -> None:
        if (self.claims is None) == (self.incidents is None):
            raise InputError("either a number of claims or a number of incidents is needed", hint="Give one of them.")
        if (self.claims or 0) < 0 or (self.incidents or 0) < 0 or self.seed < 0:
            raise InputError("numbers of claims and incidents and the seed cannot be negative")
        if self.parameters.number("incident.per_day") <= 0:
            raise InputError("incidents per day must be more than nothing")


def make_settings(
    *,
    claims: int | None = None,
    incidents: int | None = None,
    seed: int = 1,
    per_day: float | None = None,
    preset: str = DEFAULT_PRESET,
) -> Settings:
    """Settings from a preset, with a density of one's own where given."""
    parameters = load_preset(preset)
    if per_day is not None:
        parameters = parameters.changed({"incident.per_day": per_day})
    return Settings(claims, incidents, seed, parameters)
