"""What an incident has gathered, for questions about the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from contactline.link.accounts import Account
from contactline.link.sites import SiteTally
from contactline.records.claims import Kind
from contactline.records.ids import ReportId
from contactline.records.times import When


class Summary:
    """Times, places and kinds of an incident, and which report tells it in which accounts."""

    __slots__ = ("kinds", "sites", "told", "whens")

    _KEPT: Final = 24  # distinct times beyond this add nothing to a comparison

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.whens: list[When] = []
        self.sites = SiteTally()
        self.kinds: dict[Kind, int] = {}
        self.told: dict[ReportId, list[Account]] = {}
        for account in accounts:
            self._add(account)

    def _add(self, account: Account) -> None:
        self.sites.merge(account.sites)
        for when in account.whens:
            if when not in self.whens and len(self.whens) < self._KEPT:
                self.whens.append(when)
        for kind, count in account.kinds:
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        self.told.setdefault(account.report, []).append(account)
