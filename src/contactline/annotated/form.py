"""Takes values of the right type out of a TOML file, and notes each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from contactline.annotated.texts import Mistake


@dataclass(frozen=True, slots=True)
class Form:
    """One table of a file.

    Attributes:
        where: its name as in the file, ``sides.NL``; empty for the keys above the first table.
        mistakes: shared by all tables of the file.
    """

    source: str
    path: str
    table: dict[str, object]
    where: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, key: str, message: str) -> None:
        """Note a mistake on the line of a key of this table, else of the table itself, else of the whole file."""
        self.mistakes.append(Mistake(self.path, self._find_line(key), message))

    def open(self, key: str, *, required: bool = True) -> Form:
        """The table inside this one, empty where there is none."""
        value = self.table.get(key)
        if required and not isinstance(value, dict):
            self.add(key, f"the table [{self._name(key)}] is missing")
        return Form(self.source, self.path, value if isinstance(value, dict) else {}, self._name(key), self.mistakes)

    def check_keys(self, known: Iterable[str]) -> None:
        """Note keys that mean nothing."""
        for key in self.table:
            if key not in known:
                self.add(key, f"“{self._name(key)}” is not known here; the keys are {', '.join(known)}")

    def get_text(self, key: str) -> str:
        """A text, empty where there is none."""
        value = self.table.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.add(key, f"{self._name(key)} = “…” is missing or is no text")
        return ""

    def get_names(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once; empty where there is none."""
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value):
            return tuple(dict.fromkeys(name.strip() for name in value))
        self.add(key, f"{self._name(key)} is a list of names: [“…”, “…”]")
        return ()

    def _name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def _find_line(self, key: str) -> int:
        inner = re.compile(rf"\s*\[\s*{re.escape(self._name(key))}\s*[\].]")  # [third], [sides.NL]
        own = re.compile(rf"\s*\[\s*{re.escape(self.where)}\s*\]")
        wanted = re.compile(rf"\s*{re.escape(key)}\s*=")
        inside, header = not self.where, 0
        for number, line in enumerate(self.source.splitlines(), 1):
            if inner.match(line) or (inside and wanted.match(line)):
                return number
            if line.lstrip().startswith("["):
                inside = bool(self.where and own.match(line))
                header = number if inside else header
        return header
