#!/usr/bin/env python3
"""Checks a sealed package with nothing but Python's standard library, and OpenSSL for stamps of time. See README.txt.

    python3 verify.py [PACKAGE] [--key LINE] [--head FILE] [--authorities FILE]

PACKAGE is the zip file or the folder; by default the folder that this file lies in. The exit code is 0 if all that can
be checked is right, 1 if something is wrong, 2 if the package cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import IO

FORM = "contactline package/v1"
CHUNK = 1 << 20


class WrongError(Exception):
    """Something is not as it should be."""


# -- Ed25519 (RFC 8032), to verify only; slow, and enough for a few signatures

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def decode_point(content: bytes) -> tuple[int, int, int, int]:
    """A point from its 32 bytes, in extended coordinates."""
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise WrongError("a key or signature is no point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        raise WrongError("a key or signature is no point of the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def add_points(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Sum of two points."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply_point(factor: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """A point added to itself so many times."""
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        factor >>= 1
    return result


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of a key over a message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    base_y = 4 * pow(5, P - 2, P) % P
    base = decode_point(base_y.to_bytes(32, "little"))
    key, first = decode_point(public), decode_point(signature[:32])
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % ORDER
    left = multiply_point(scalar, base)
    right = add_points(first, multiply_point(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# -- signed notes (c2sp.org/signed-note)


def parse_key(line: str) -> tuple[str, int, bytes, bytes]:
    """Name, kind, public half and short hash of a key."""
    try:
        name, short, coded = line.strip().split("+", 2)
        typed = base64.b64decode(coded, validate=True)
    except ValueError:
        raise WrongError(f"this is no key: {line[:60]!r}") from None
    if hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4].hex() != short:
        raise WrongError(f"the key and its short hash do not belong together: {line[:60]!r}")
    return name, typed[0], typed[1:], bytes.fromhex(short)


def find_signer(note: str, keys: list[tuple[str, int, bytes, bytes]]) -> tuple[str, str]:
    """The text of a note and the name of the key that signed it."""
    text, gap, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        parts = line.split(" ")
        if not gap or len(parts) != 3 or parts[0] != "\u2014":
            continue
        blob = base64.b64decode(parts[2])
        for name, kind, public, short in keys:
            if parts[1] == name and blob[:4] == short and kind == 1 and is_signed(public, text.encode(), blob[4:]):
                return text, name
    raise WrongError("it bears no signature by a known key")


def parse_head(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root."""
    rows = text.split("\n")
    if len(rows) < 3 or not rows[1].isdigit():
        raise WrongError("the head of the log is damaged")
    return rows[0], int(rows[1]), base64.b64decode(rows[2])


# -- proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2)


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether a leaf stands at its place under a root."""
    node, last, hashed = index, size - 1, leaf
    for part in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = hash_node(part, hashed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hashed = hash_node(hashed, part)
        node, last = node >> 1, last >> 1
    return 0 <= index < size and last == 0 and hashed == root


def verify_growth(old: int, size: int, old_root: bytes, root: bytes, path: list[bytes]) -> bool:
    """Whether a log goes on from an older head."""
    if old == size:
        return not path and old_root == root
    if not 0 < old < size:
        return False
    parts = list(path)
    if old & (old - 1) == 0:
        parts.insert(0, old_root)
    if not parts:
        return False
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = hash_node(part, before), hash_node(part, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = hash_node(after, part)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == root


# -- the package, as a folder or as a zip file


class Folder:
    """A package that was unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """Names of all files."""
        found: list[str] = []
        for path in sorted(self.path.rglob("*")):
            if path.is_symlink():
                raise WrongError(f"{path.name} is a link")
            if path.is_file():
                found.append(path.relative_to(self.path).as_posix())
        return found

    def open(self, name: str) -> IO[bytes]:
        """One file to read."""
        return (self.path / name).open("rb")


class Zip:
    """A package as it was received."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)

    def names(self) -> list[str]:
        """Names of all files."""
        found: list[str] = []
        for member in self.archive.infolist():
            if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
                raise WrongError(f"{member.filename} is compressed or encrypted")
            found.append(member.filename)
        if len(set(found)) < len(found):
            raise WrongError("a name stands twice in the zip file")
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        """One file to read."""
        return self.archive.open(name)


def read(package: Folder | Zip, name: str) -> bytes:
    """A whole file."""
    try:
        with package.open(name) as file:
            return file.read()
    except (KeyError, OSError):
        raise WrongError(f"{name} is missing") from None


def hash_file(package: Folder | Zip, name: str, algorithm: str) -> str:
    """Digest of a file, read in pieces."""
    hashed = hashlib.new(algorithm)
    with package.open(name) as file:
        while True:
            piece = file.read(CHUNK)
            if not piece:
                return hashed.hexdigest()
            hashed.update(piece)


# -- the levels


def check_bytes(package: Folder | Zip) -> int:
    """Level 0."""
    names = package.names()
    listed: dict[str, set[str]] = {}
    for manifest in ("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        algorithm = manifest.split("-")[1].split(".")[0]
        for line in read(package, manifest).decode("utf-8").splitlines():
            digest, name = line.split("  ", 1)
            if ".." in name.split("/") or re.match(r"[/~\\]|[A-Za-z]:", name):
                raise WrongError("%s names %r, which leads out of the package" % (manifest, name))
            if name not in names:
                raise WrongError(f"{name} is missing")
            if hash_file(package, name, algorithm) != digest:
                raise WrongError("%s is not what %s says" % (name, manifest))
            listed.setdefault(name, set()).add(algorithm)
    free = {"seal.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}
    for name in names:
        if name not in free and listed.get(name) != {"sha256", "sha512"}:
            raise WrongError(f"{name} stands in no manifest")
    for name in names:
        if name.startswith("data/objects/") and hash_file(package, name, "sha256") != name.split("/")[-1]:
            raise WrongError(f"{name} is not the item that its name says")
    return sum(name.startswith("data/objects/") for name in names)


def check_seal(package: Folder | Zip, keys: list[tuple[str, int, bytes, bytes]], origin: str) -> str:
    """Level 1."""
    text, name = find_signer(read(package, "seal.txt").decode("utf-8"), keys)
    digest = hashlib.sha256(read(package, "tagmanifest-sha256.txt")).hexdigest()
    if text != "%s\n%s\n%s\n" % (FORM, origin, digest):
        raise WrongError("the seal is not over this package")
    return name


def check_records(package: Folder | Zip, keys: list[tuple[str, int, bytes, bytes]]) -> tuple[str, int, bytes, int]:
    """Level 2."""
    text, _ = find_signer(read(package, "proof/checkpoint.txt").decode("utf-8"), keys)
    origin, size, root = parse_head(text)
    items: set[str] = set()
    count = 0
    for name in package.names():
        if not name.startswith("data/records/"):
            continue
        number = name.split("/")[-1].split(".")[0]
        proof = json.loads(read(package, "proof/inclusion/%s.json" % number).decode("utf-8"))
        content = read(package, name)
        path = [bytes.fromhex(part) for part in proof["path"]]
        leaf = hashlib.sha256(b"\x00" + content).digest()
        if not verify_inclusion(leaf, int(number), size, path, root):
            raise WrongError("record %d is not shown to be in the log" % int(number))
        entry = json.loads(content.decode("utf-8"))
        if entry["kind"] == "deposit":
            items.add(entry["item"])
        check_private(package, number, entry)
        count += 1
    for name in package.names():
        if name.startswith("data/objects/") and name.split("/")[-1] not in items:
            raise WrongError(f"no record says that {name} was deposited")
    return origin, size, root, count


def check_private(package: Folder | Zip, number: str, entry: dict[str, dict[str, str]]) -> None:
    """Words that are shown are those that the log committed to."""
    name = "data/private/%s.json" % number
    if name not in package.names():
        return
    for row in json.loads(read(package, name).decode("utf-8")):
        hashed = hashlib.sha256(bytes.fromhex(row["secret"]) + row["value"].encode("utf-8")).hexdigest()
        if entry["sealed"].get(row["field"]) != hashed:
            raise WrongError("the words of record %d are not those that the log committed to" % int(number))


def check_growth(
    package: Folder | Zip, keys: list[tuple[str, int, bytes, bytes]], held: str, size: int, root: bytes
) -> bool:
    """Level 4."""
    text, _ = find_signer(held, keys)
    _, old, old_root = parse_head(text)
    if old == size:
        return old_root == root
    proof = json.loads(read(package, "proof/consistency-%d.json" % old).decode("utf-8"))
    return verify_growth(old, size, old_root, root, [bytes.fromhex(part) for part in proof["path"]])


def check_stamps(package: Folder | Zip, authorities: str | None) -> None:
    """Level 3, by OpenSSL: the standard library knows no certificates."""
    replies = [name for name in package.names() if re.fullmatch(r"proof/stamps/[a-z0-9.-]+\.tsr", name)]
    if not replies:
        print("Level 3: not there: no authority stamped the time of this head.")
        return
    tool = shutil.which("openssl")
    if tool is None:
        print("Level 3: not checked: there are stamps of time, and OpenSSL is not on this machine.")
        return
    text = read(package, "proof/checkpoint.txt").decode("utf-8").rpartition("\n\n")[0] + "\n"
    for name in replies:
        at = verify_stamp(tool, text.encode("utf-8"), package, name, authorities)
        print("Level 3: %s stamped this head at %s." % (name.split("/")[-1][:-4], at))
    if authorities is None:
        print("  The authorities' certificates are the package's own word: get them apart, and run with --authorities.")


def verify_stamp(tool: str, text: bytes, package: Folder | Zip, name: str, authorities: str | None) -> str:
    """The time of a stamp that verifies."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "text").write_bytes(text)
        (folder / "reply").write_bytes(read(package, name))
        roots = Path(authorities).read_bytes() if authorities else read(package, name[:-4] + ".pem")
        (folder / "roots").write_bytes(roots)
        verify = [tool, "ts", "-verify", "-data", "text", "-in", "reply", "-CAfile", "roots", "-untrusted", "roots"]
        told = [tool, "ts", "-reply", "-in", "reply", "-text"]
        done = subprocess.run(verify, cwd=place, capture_output=True, check=False)  # noqa: S603 - fixed words
        if done.returncode:
            raise WrongError("the stamp %s does not verify" % name)
        words = subprocess.run(told, cwd=place, capture_output=True, check=False).stdout.decode("utf-8", "replace")  # noqa: S603 - fixed words
    found = re.search(r"Time stamp: (.+)", words)
    return found.group(1) if found else "a time that cannot be read"


def run(package: Folder | Zip, own_key: str | None, held: str | None, authorities: str | None) -> None:
    """All levels, told one by one."""
    items = check_bytes(package)
    print("Level 0: the bytes of all files are those of the manifests (%d items)." % items)
    lines = [own_key] if own_key else read(package, "proof/keys.txt").decode("utf-8").splitlines()
    keys = [parse_key(line) for line in lines]
    origin = parse_head(read(package, "proof/checkpoint.txt").decode("utf-8"))[0]
    print("Level 1: the manifests are sealed by the key \u201c%s\u201d." % check_seal(package, keys, origin))
    origin, size, root, count = check_records(package, keys)
    print("Level 2: %d records stand in the log \u201c%s\u201d of %d entries." % (count, origin, size))
    check_stamps(package, authorities)
    if held is not None:
        if not check_growth(package, keys, held, size, root):
            raise WrongError("the log does not go on from the head that you hold")
        print("Level 4: the log goes on from the head that you hold.")
    if not own_key:
        print("The key is the package's own word: compare it with one that you were given apart, and run with --key.")
        for line in lines:
            print("  " + line)
    print("Not proved: that what an item shows is true; when, where or by whom it was made.")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a sealed package.")
    parser.add_argument("package", nargs="?", default=str(Path(__file__).resolve().parent.parent))
    parser.add_argument("--key", help="the key of the log, as you were given it apart from the package")
    parser.add_argument("--authorities", help="PEM file with certificates of authorities of time that you trust")
    parser.add_argument("--head", help="file of a head of the log that you hold")
    given = parser.parse_args()
    path = Path(given.package)
    try:
        package = Folder(path) if path.is_dir() else Zip(path)
        held = Path(given.head).read_text(encoding="utf-8") if given.head else None
    except (OSError, zipfile.BadZipFile) as error:
        print("The package cannot be read: %s" % error)
        return 2
    try:
        run(package, given.key, held, given.authorities)
    except WrongError as error:
        print("WRONG: %s." % error)
        return 1
    except (ValueError, KeyError, TypeError, IndexError) as error:
        print("WRONG: the package is damaged (%s)." % error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
