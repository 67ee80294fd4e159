"""The exception tree. Every error says what happened, to what, and what to do next.

::

    ContactlineError                 exit 1
    ├── InputError                   exit 1   a path, file or value that cannot be used
    │   └── MandateError             exit 1   a mandate folder with mistakes, all of them at once
    ├── ConfigError                  exit 2   settings with mistakes, all of them at once
    ├── NotFoundError                exit 1
    ├── ConflictError                exit 1   somebody else holds what is needed
    ├── RefusedError                 exit 1   a rule forbids it; carries the reason
    ├── StoreError                   exit 1   the store cannot be read or written
    ├── PluginError                  exit 1   a named plug-in is unknown or broken
    └── MissingExtraError            exit 1   an optional part is not installed; prints the install line
    IntegrityError                   exit 3   has a root of its own, so that a broad ``except`` cannot swallow it
"""

from __future__ import annotations

from collections.abc import Iterable


class ContactlineError(Exception):
    """Root of all expected errors.

    Args:
        what: what happened, one sentence.
        subject: the record, file or setting that it happened to.
        hint: what to do next.
    """

    exit_code = 1

    def __init__(self, what: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.subject = subject
        self.hint = hint

    def diagnostics(self) -> str:
        """What happened, to which record, what to do next: up to three lines for a person."""
        first = f"{self.subject}: {self.what}" if self.subject else self.what
        return f"{first}\n  {self.hint}" if self.hint else first


class InputError(ContactlineError):
    """Input that cannot be used."""


class _ListedError(ContactlineError):
    """An error that lists all mistakes at once."""

    def __init__(self, what: str, mistakes: Iterable[str], *, subject: str = "", hint: str = "") -> None:
        super().__init__(what, subject=subject, hint=hint)
        self.mistakes = tuple(mistakes)

    def diagnostics(self) -> str:
        lines = [f"{self.subject}: {self.what}" if self.subject else self.what]
        lines += [f"  - {mistake}" for mistake in self.mistakes]
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


class MandateError(_ListedError, InputError):
    """A mandate folder with mistakes, each with its file and line."""


class ConfigError(_ListedError):
    """Settings with mistakes."""

    exit_code = 2


class NotFoundError(ContactlineError):
    """A record that was asked for by id does not exist."""


class ConflictError(ContactlineError):
    """Another process or record stands in the way."""


class RefusedError(ContactlineError):
    """A rule forbids the action; ``what`` is the reason."""


class StoreError(ContactlineError):
    """The store cannot be opened, read or written."""


class PluginError(ContactlineError):
    """A plug-in is unknown or cannot be loaded."""


class MissingExtraError(ContactlineError):
    """An optional part of the package is not installed."""

    def __init__(self, extra: str, what_for: str) -> None:
        super().__init__(
            f"{what_for} needs the optional part “{extra}”",
            hint=f"Install it with: pip install 'contactline[{extra}]'",
        )


class IntegrityError(Exception):
    """Stored content is not what it was. Never caught by ``except ContactlineError``."""

    exit_code = 3

    def __init__(self, what: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.subject = subject
        self.hint = hint

    def diagnostics(self) -> str:
        """What happened, to which record, what to do next."""
        first = f"{self.subject}: {self.what}" if self.subject else self.what
        return f"{first}\n  {self.hint}" if self.hint else first
