"""States by their names: the table ``lexicons/countries.csv``, for the open mandate.

The rows take no position on anybody's status: a row says how reports in English write a name, nothing else. ``capital``
lists the cities that reports use for a government.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from contactline._kit.folding import fold_name
from contactline.reference.tables import load_lexicon


@dataclass(frozen=True, slots=True)
class Country:
    """One state as reports in English name it.

    Attributes:
        code: two capital letters of ISO 3166-1, or the one in common use.
        name: the short name.
        other_names, adjectives, peoples, capitals: further words, any of them possibly empty.
    """

    code: str
    name: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    peoples: tuple[str, ...]
    capitals: tuple[str, ...]
    source: str

    @property
    def adjective(self) -> str:
        """The first adjective, or the name where English has none."""
        return self.adjectives[0] if self.adjectives else self.name

    @property
    def side_title(self) -> str:
        """What a page calls the state as a side: "Indian side"."""
        return f"{self.adjective} side"


@cache
def load_countries() -> tuple[Country, ...]:
    """All rows, by code."""
    return tuple(
        Country(
            code=row["code"],
            name=row["name"],
            other_names=_split(row["other_names"]),
            adjectives=_split(row["adjective"]),
            peoples=_split(row["people"]),
            capitals=_split(row["capital"]),
            source=row["source"],
        )
        for row in load_lexicon("countries")
    )


def find_country(word: str) -> Country | None:
    """The state of a code, name, adjective, people, or "… side", in any case; ``None`` if it is no state's."""
    words = fold_name(word.strip())
    return _by_word().get(words) or _by_word().get(words.removesuffix(" side"))


@cache
def _by_word() -> dict[str, Country]:
    """Capitals are left out: a person who writes "side: Washington" may mean a newspaper's town."""
    return {
        fold_name(word): country
        for country in load_countries()
        for word in (country.code, country.name, *country.other_names, *country.adjectives, *country.peoples)
    }


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
