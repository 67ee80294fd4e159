"""Sealed packages: the same bytes each time, checked by us, by the file inside, and refused when altered."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.vault.authority import Authority
from tests.vault.conftest import ACT, Deposit

from contactline.errors import InputError, IntegrityError, NotFoundError, RefusedError
from contactline.records.custody import EntryKind
from contactline.vault.bags import FolderBag, ZipBag, verify_bag
from contactline.vault.keys import load_key
from contactline.vault.names import find_fault
from contactline.vault.notes import Head, VerifierKey
from contactline.vault.package import Order, open_item, open_package, write_package
from contactline.vault.stamps import make_query, read_reply
from contactline.vault.vault import Vault

Rows = list[tuple[str, bytes]]


@pytest.fixture
def held(vault: Vault, deposit: Deposit) -> Head:
    deposit(b"an item that is not in the package")
    return vault.head


@pytest.fixture
def items(held: Head, deposit: Deposit) -> tuple[str, ...]:
    contents = (b"first" * 1000, b"second" * 1000, b"withheld" * 10)
    return tuple(
        deposit(each, name=f"{each[:5]!r}.bin", received_from="Anna Example").digests.sha256 for each in contents
    )


@pytest.fixture
def package(vault: Vault, items: tuple[str, ...], held: Head, tmp_path: Path) -> Path:
    order = Order(items, withheld=frozenset(items[2:]), private=frozenset({"name"}), since=(held,))
    return write(vault, order, tmp_path / "package.zip")


def write(vault: Vault, order: Order, path: Path) -> Path:
    key = load_key(vault.folder / "keys" / "signing.key", "")
    with path.open("wb") as out:
        write_package(vault, order, key, out)
    return path


def key_line(vault: Vault) -> str:
    return str(vault.key_spans()[0].key)


def run_outside(*arguments: str | Path) -> tuple[int, str]:
    """The verifier as an outsider runs it: isolated, so that nothing installed can help."""
    script = Path("src/contactline/vault/outside/verify.py")
    import contactline

    script = Path(contactline.__file__).parent / "vault" / "outside" / "verify.py"
    command = [sys.executable, "-I", "-S", str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_a_package_verifies_here_and_outside(vault: Vault, package: Path, items: tuple[str, ...], held: Head) -> None:
    opened = open_package(package, [VerifierKey.parse(key_line(vault))])
    assert opened.items == tuple(sorted(items[:2]))
    assert opened.withheld == items[2:]
    assert opened.is_own_key
    assert {entry.item for entry in opened.entries} == set(items)
    with open_item(package, items[0]) as item:
        assert item.read() == b"first" * 1000
    (package.parent / "held").write_text(str(held))
    code, said = run_outside(package, "--key", key_line(vault), "--head", package.parent / "held")
    assert code == 0, said
    assert [line.split(":")[0] for line in said.splitlines() if line.startswith("Level")] == [
        f"Level {level}" for level in range(5)
    ]
    assert "Level 3: not there" in said


def test_names_are_left_out_unless_asked_for(vault: Vault, package: Path, items: tuple[str, ...]) -> None:
    content = package.read_bytes()
    assert b"Anna Example" not in content
    assert b"withheld" * 10 not in content
    opened = open_package(package)
    assert all(set(words) == {"name"} for words in opened.private.values())


def test_the_same_order_gives_the_same_bytes(vault: Vault, package: Path, items: tuple[str, ...], held: Head) -> None:
    order = Order(items[::-1], withheld=frozenset(items[2:]), private=frozenset({"name"}), since=(held,))
    assert write(vault, order, package.with_name("again.zip")).read_bytes() == package.read_bytes()


def test_unpacked_it_verifies_as_a_bag_and_by_the_file_in_it(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    assert verify_bag(FolderBag(folder)).warnings == []
    command = [sys.executable, "-I", "-S", str(folder / "verify" / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout
    assert "compare it with one that you were given apart" in done.stdout


def rewrite(package: Path, change: Callable[[Rows], Rows], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(package) as archive:
        rows = [(name, archive.read(name)) for name in archive.namelist()]
    out = package.with_name("changed.zip")
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in change(rows):
            archive.writestr(name, content)
    return out


def test_any_changed_file_is_found_here_and_outside(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
    for number, changed in enumerate(names):

        def change(rows: Rows, changed: str = changed, at: float = number / len(names)) -> Rows:
            return [(name, flip(content, at) if name == changed else content) for name, content in rows]

        altered = rewrite(package, change)
        with pytest.raises((IntegrityError, InputError)):
            open_package(altered)
        code, said = run_outside(altered)
        assert code == 1, (changed, said)


def test_a_package_resealed_by_another_key_is_refused_by_who_holds_the_key(
    vault: Vault, tmp_path: Path, package: Path, make_secret: Callable[[], bytes]
) -> None:
    from contactline.records.custody import Acquisition

    with Vault.create(tmp_path / "forged", vault.origin, ACT) as forged:
        done = forged.deposit(io.BytesIO(b"forged"), Acquisition("x"), ACT, make_secret)
        path = write(forged, Order((done.digests.sha256,)), tmp_path / "forged.zip")
    open_package(path)
    with pytest.raises(IntegrityError, match="no signature by a known key"):
        open_package(path, [VerifierKey.parse(key_line(vault))])
    code, said = run_outside(path, "--key", key_line(vault))
    assert (code, "no signature by a known key" in said) == (1, True)


@pytest.mark.parametrize("extra", ["data/objects/extra", "note.txt", "data/records/999999999.json"])
def test_a_file_put_in_beside_is_found(package: Path, extra: str) -> None:
    altered = rewrite(package, lambda rows: [*rows, (extra, b"{}")])
    if extra != "note.txt":
        with pytest.raises(IntegrityError):
            open_package(altered)
    assert run_outside(altered)[0] == 1


def test_compressed_members_and_links_are_refused(package: Path) -> None:
    altered = rewrite(package, lambda rows: rows, zipfile.ZIP_DEFLATED)
    with pytest.raises(IntegrityError, match="no plain file as it stands"):
        open_package(altered)
    assert run_outside(altered)[0] == 1
    link = package.with_name("link.zip")
    with zipfile.ZipFile(link, "w") as archive:
        member = zipfile.ZipInfo("data/objects/x")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    with zipfile.ZipFile(link) as archive, pytest.raises(IntegrityError, match="no plain file"):
        ZipBag(archive).list_names()


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(InputError, match="no package"):
        open_package(tmp_path / "x.zip")
    assert run_outside(tmp_path / "x.zip")[0] == 2
    assert run_outside(tmp_path / "nowhere.zip")[0] == 2


def test_an_item_that_the_log_does_not_have_is_not_packed(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        write(vault, Order(("ab" * 32,)), tmp_path / "x.zip")


def test_a_link_in_a_folder_is_refused(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    (folder / "data" / "linked").symlink_to(tmp_path)
    with pytest.raises(IntegrityError, match="no regular file"):
        verify_bag(FolderBag(folder))


@pytest.mark.parametrize(
    "name",
    [
        "../x", "a/../../x", "/etc/passwd", "C:/x", "C:\\x", "~/x", "a\\b", "%TEMP%/x", "a//b", "a/./b", "con",
        "a/NUL.txt", "com1.txt", "x.", "x ", " x", "a/ b", "a\u202eb", "a\u200bb", "a\x00b", "a\nb", "e\u0301",
        "a" * 201, "a?b", "a:b", "", "/".join("a" * 17),
    ],
)  # fmt: skip
def test_names_that_no_package_may_hold(name: str) -> None:
    assert find_fault(name)


@pytest.mark.parametrize("name", ["data/objects/ab", "a b.txt", "Մարտ/é.mp4", "console.txt", "a..b", ".hidden"])
def test_names_that_a_package_may_hold(name: str) -> None:
    assert find_fault(name) == ""


def flip(content: bytes, at: float) -> bytes:
    if not content:
        return b"x"
    place = int(at * len(content))
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_the_crate_describes_the_items(package: Path, items: tuple[str, ...]) -> None:
    with zipfile.ZipFile(package) as archive:
        crate = json.loads(archive.read("ro-crate-metadata.json"))
    described = {node["@id"] for node in crate["@graph"] if node["@type"] == "File"}
    assert described == {f"data/objects/{item}" for item in items[:2]}


def test_public_tools_agree(package: Path, tmp_path: Path) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("sha256sum is not here")
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run([tool, "--check", "--quiet", manifest], cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here: it stamps for the test")
def test_a_stamped_package_verifies_to_level_three(
    vault: Vault, items: tuple[str, ...], tmp_path: Path, make_secret: Callable[[], bytes]
) -> None:
    order = Order(items, is_stamped=True)
    with pytest.raises(RefusedError, match="no head bears a verified stamp"):
        write(vault, order, tmp_path / "none.zip")
    authority, other = Authority(tmp_path / "a", "Authority A"), Authority(tmp_path / "b", "Authority B")
    vault.stamps.keep_certificates("a", authority.root.read_bytes())
    stamp = read_reply(authority.stamp(make_query(vault.head)), vault.head, "a", vault.stamps.certificates("a"))
    vault.stamps.keep(stamp)
    vault.record(EntryKind.NOTE, ACT)
    package = write(vault, order, tmp_path / "stamped.zip")
    opened = open_package(package)
    assert [each.is_verified for each in opened.stamps] == [True]
    assert opened.head.size == len(vault) - 1
    code, said = run_outside(package, "--authorities", authority.root)
    assert (code, "Level 3: a stamped this head at" in said) == (0, True), said
    assert "package's own word" in run_outside(package)[1]
    code, said = run_outside(package, "--authorities", other.root)
    assert (code, "does not verify" in said) == (1, True)
