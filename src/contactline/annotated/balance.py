"""Counts what a set of texts holds, side by side: both sides should accuse, deny, admit and lose people alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from contactline.annotated.texts import AnnotatedText
from contactline.records.claims import Act

ACTS = (Act.ACCUSES, Act.DENIES, Act.ADMITS)


@dataclass(slots=True)
class Balance:
    """Counts of one conflict or of all; keys of the counters are side ids (``?`` where nobody can tell)."""

    texts: int = 0
    claims: int = 0
    published: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)
    acts: dict[str, Counter[str]] = field(default_factory=dict)
    casualties: Counter[str] = field(default_factory=Counter)

    def describe(self) -> dict[str, object]:
        """What a script may want to know, keys stable."""
        return {
            "texts": self.texts,
            "claims": self.claims,
            "published": dict(sorted(self.published.items())),
            "claims_by_side": dict(sorted(self.spoken.items())),
            "acts": {act: dict(sorted(counts.items())) for act, counts in sorted(self.acts.items())},
            "casualty_lines": dict(sorted(self.casualties.items())),
        }


def count_balance(texts: Iterable[AnnotatedText]) -> Balance:
    """The balance of some texts. Casualty lines that say nobody was hurt are not counted as losses."""
    balance = Balance()
    for text in texts:
        balance.texts += 1
        balance.claims += len(text.claims)
        balance.published[text.report.meta.side or "?"] += 1
        for claim in text.claims:
            side = claim.speaker.side or "?"
            balance.spoken[side] += 1
            balance.acts.setdefault(claim.act.value, Counter())[side] += 1
        for entry in text.casualties:
            if entry.maximum != 0:
                balance.casualties[entry.side or "?"] += 1
    return balance
