"""BagIt (RFC 8493, and drafts 0.93 to 0.97): whether a bag is whole and what in it looks odd.

Stricter than it has to be where leniency would let somebody cheat: links are refused, a file that no manifest lists is
refused, and no name may lead out of the bag, in manifests or in ``fetch.txt``. Nothing is ever fetched.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol
from urllib.parse import unquote

from contactline.errors import IntegrityError
from contactline.vault.names import find_escape, find_fault, fold_name

_CHUNK: Final = 1 << 20
_MOST_TAG_BYTES: Final = 64 << 20
_VERSION: Final = re.compile(r"BagIt-Version: (\d+)\.(\d+)\s*")
_ENCODING: Final = re.compile(r"Tag-File-Character-Encoding: (\S+)\s*")
_MANIFEST: Final = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_ROW: Final = re.compile(r"(\S+)[ \t]+\*?(.+)")
_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})
_STRICT: Final = (1, 0)


class BagFiles(Protocol):
    """Where a bag lies: a folder, or a zip file."""

    def list_names(self) -> Sequence[str]:
        """Names of all files, relative to the bag.

        Raises:
            IntegrityError: something in it is no regular file.
        """
        ...

    def open(self, name: str) -> BinaryIO:
        """One file to read."""
        ...


class FolderBag:
    """A bag in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list_names(self) -> Sequence[str]:
        """Names of all files; links and devices are refused."""
        return sorted(self._iter_names(self._folder))

    def open(self, name: str) -> BinaryIO:
        """One file to read."""
        return (self._folder / name).open("rb")

    def _iter_names(self, folder: Path) -> Iterator[str]:
        for path in folder.iterdir():
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                yield from self._iter_names(path)
            elif stat.S_ISREG(mode):
                yield path.relative_to(self._folder).as_posix()
            else:
                raise IntegrityError(f"“{path.name}” is no regular file")


class ZipBag:
    """A bag in a zip file, read where it lies: nothing is unpacked.

    Args:
        archive: open to read. Members have to be stored as they are, so that none can swell.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def list_names(self) -> Sequence[str]:
        """Names of all files; links, compressed and encrypted members, and names that come twice are refused."""
        names: list[str] = []
        for member in self._archive.infolist():
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir():
                continue
            if kind not in {0, stat.S_IFREG} or member.flag_bits & 1 or member.compress_type != zipfile.ZIP_STORED:
                raise IntegrityError(f"“{member.filename}” is no plain file as it stands")
            names.append(member.filename)
        if len(set(names)) < len(names):
            raise IntegrityError("a name stands twice in the zip file")
        return sorted(names)

    def open(self, name: str) -> BinaryIO:
        """One file to read."""
        return self._archive.open(name)  # type: ignore[return-value]  # reads like one


@dataclass(slots=True)
class BagReport:
    """What was found in a bag that is whole.

    Attributes:
        version: of BagIt, such as ``(1, 0)``.
        payload: digests by algorithm of every file of the payload.
        warnings: what is allowed and yet odd.
    """

    version: tuple[int, int]
    payload: dict[str, dict[str, str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def verify_bag(files: BagFiles, advance: Callable[[], None] = lambda: None) -> BagReport:
    """Check a bag: its declaration, its manifests, every file's digests.

    Args:
        files: the bag.
        advance: called after each file.

    Raises:
        IntegrityError: the bag is not whole.
    """
    names = list(files.list_names())
    return _BagCheck(files, names).run(advance)


class _BagCheck:
    def __init__(self, files: BagFiles, names: list[str]) -> None:
        self._files = files
        self._names = set(names)
        version, self._encoding = self._read_declaration()
        self._report = BagReport(version)

    def run(self, advance: Callable[[], None]) -> BagReport:
        manifests = [found for name in sorted(self._names) if (found := _MANIFEST.fullmatch(name))]
        if not any(not found[1] for found in manifests):
            raise IntegrityError("the bag has no manifest of its payload")
        digests: dict[str, dict[str, str]] = {}
        for found in manifests:
            self._take_manifest(found, digests)
        self._check_complete(manifests)
        self._check_fetch()
        self._warn_of_names()
        for name in sorted(digests):
            self._verify_file(name, digests[name])
            advance()
        self._report.warnings = list(dict.fromkeys(self._report.warnings))
        self._report.payload = {name: each for name, each in digests.items() if name.startswith("data/")}
        return self._report

    def _read_declaration(self) -> tuple[tuple[int, int], str]:
        if "bagit.txt" not in self._names:
            raise IntegrityError("the bag has no bagit.txt")
        content = self._read("bagit.txt")
        if content.startswith(codecs.BOM_UTF8):
            raise IntegrityError("bagit.txt begins with a byte order mark")
        lines = content.decode("utf-8", "replace").splitlines()
        version = _VERSION.fullmatch(lines[0]) if lines else None
        encoding = _ENCODING.fullmatch(lines[1]) if len(lines) > 1 else None
        if version is None or encoding is None:
            raise IntegrityError("bagit.txt does not say version and encoding in the form that it has to")
        try:
            codecs.lookup(encoding[1])
        except LookupError:
            raise IntegrityError(f"bagit.txt names an unknown encoding, {encoding[1]!r}") from None
        return (int(version[1]), int(version[2])), encoding[1]

    def _take_manifest(self, found: re.Match[str], digests: dict[str, dict[str, str]]) -> None:
        name, algorithm = found[0], found[2]
        if algorithm not in _ALGORITHMS:
            raise IntegrityError(f"{name}: the algorithm is not known")
        seen: dict[str, str] = {}
        for number, line in enumerate(self._read_text(name).splitlines(), 1):
            if not line.strip():
                continue
            row = _ROW.fullmatch(line)
            if row is None:
                raise IntegrityError(f"{name}, line {number}: it is no digest with a name")
            digest, path = row[1].lower(), self._clean_path(name, row[2], is_tag=bool(found[1]))
            if path in seen:
                self._meet_again(name, path, is_same=seen[path] == digest)
            seen[path] = digest
            digests.setdefault(path, {})[algorithm] = digest

    def _meet_again(self, manifest: str, path: str, *, is_same: bool) -> None:
        if not is_same or self._report.version >= _STRICT:
            raise IntegrityError(f"{manifest} lists “{path}” twice")
        self._report.warnings.append(f"{manifest} lists “{path}” twice")

    def _clean_path(self, manifest: str, raw: str, *, is_tag: bool) -> str:
        path = re.sub(r"%(0[AaDd]|25)", lambda found: unquote(found[0]), raw)
        if path.startswith("./"):
            path = path.removeprefix("./")
            self._report.warnings.append(f"{manifest} names “{raw}” with a leading dot")
        reason = find_escape(path)
        if reason:
            raise IntegrityError(f"{manifest} names “{raw}”: {reason}")
        if not is_tag and not path.startswith("data/"):
            raise IntegrityError(f"{manifest} names “{raw}”, which is no part of the payload")
        if path not in self._names:
            folded = {fold_name(name): name for name in self._names}
            if fold_name(path) not in folded:
                raise IntegrityError(f"{manifest} names “{raw}”, which is not there")
            self._report.warnings.append(f"{manifest} spells “{raw}” otherwise than it is stored")
            path = folded[fold_name(path)]
        return path

    def _check_complete(self, manifests: Sequence[re.Match[str]]) -> None:
        """Every manifest of the payload lists every file of it; before 1.0, some manifest does."""
        payload = {name for name in self._names if name.startswith("data/")}
        lists = [
            {self._clean_path(found[0], row[2], is_tag=False) for row in _iter_rows(self._read_text(found[0]))}
            for found in manifests
            if not found[1]
        ]
        listed = set.intersection(*lists) if self._report.version >= _STRICT else set.union(*lists)
        missing = sorted(payload - listed)
        if missing:
            raise IntegrityError(f"no manifest lists “{missing[0]}”" + (" and others" if missing[1:] else ""))

    def _check_fetch(self) -> None:
        """Names in ``fetch.txt`` stay inside the payload; the files themselves have to be there already."""
        if "fetch.txt" not in self._names:
            return
        for number, line in enumerate(self._read_text("fetch.txt").splitlines(), 1):
            parts = line.split(None, 2)
            if not parts:
                continue
            if len(parts) != len(("address", "length", "name")):
                raise IntegrityError(f"fetch.txt, line {number}: it is no address with length and name")
            path = parts[2].removeprefix("./")
            if find_escape(path) or not path.startswith("data/"):
                raise IntegrityError(f"fetch.txt, line {number}: “{parts[2]}” is no part of the payload")
        self._report.warnings.append("the bag names addresses to fetch from; nothing was fetched")

    def _warn_of_names(self) -> None:
        folded: dict[str, str] = {}
        for name in sorted(self._names):
            reason = find_fault(name)
            if reason:
                self._report.warnings.append(f"“{name}”: {reason}")
            twin = folded.setdefault(fold_name(name), name)
            if twin != name:
                self._report.warnings.append(f"“{twin}” and “{name}” are one name on some systems")

    def _verify_file(self, name: str, expected: dict[str, str]) -> None:
        hashes = {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in expected}
        with self._files.open(name) as file:
            while piece := file.read(_CHUNK):
                for each in hashes.values():
                    each.update(piece)
        for algorithm, digest in expected.items():
            if hashes[algorithm].hexdigest() != digest:
                raise IntegrityError(f"“{name}” is not what the manifest says ({algorithm})")

    def _read(self, name: str) -> bytes:
        with self._files.open(name) as file:
            content = file.read(_MOST_TAG_BYTES + 1)
        if len(content) > _MOST_TAG_BYTES:
            raise IntegrityError(f"{name} is too long")
        return content

    def _read_text(self, name: str) -> str:
        try:
            return self._read(name).decode(self._encoding)
        except UnicodeDecodeError:
            raise IntegrityError(f"{name} is not in the encoding that bagit.txt names") from None


def _iter_rows(text: str) -> Iterator[re.Match[str]]:
    for line in text.splitlines():
        row = _ROW.fullmatch(line)
        if row is not None:
            yield row
