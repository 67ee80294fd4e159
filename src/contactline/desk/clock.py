"""The clock of the machine, behind its port."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Implements :class:`contactline.ports.Clock`."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)


class QuietProgress:
    """Implements :class:`contactline.ports.Progress` by saying nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""

    def advance(self, count: int = 1) -> None:
        """So many items are done."""

    def note(self, message: str) -> None:
        """Something that a person should see now."""
