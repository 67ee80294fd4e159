"""Stamps of time: verified against kept roots only, over one head only, and what they prove of an entry."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.vault.authority import Authority
from tests.vault.conftest import ACT

from contactline.errors import InputError, IntegrityError
from contactline.records.custody import EntryKind
from contactline.vault.stamps import find_proved, make_query, read_reply
from contactline.vault.vault import Vault

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here: it stamps for the tests")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "a", "Authority A")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "b", "Authority B")


def note(vault: Vault, text: str) -> int:
    return vault.record(EntryKind.NOTE, ACT, body=(("text", text),)).index


def stamp(vault: Vault, authority: Authority, name: str) -> None:
    reply = authority.stamp(make_query(vault.head))
    vault.stamps.keep_certificates(name, authority.root.read_bytes())
    kept = read_reply(reply, vault.head, name, vault.stamps.certificates(name))
    vault.stamps.keep(kept)
    vault.record(EntryKind.STAMP, ACT, body=(("reply", hashlib.sha256(reply).hexdigest()), ("authority", name)))


def test_a_stamp_verifies_against_the_root_that_is_kept(vault: Vault, authority: Authority, other: Authority) -> None:
    reply = authority.stamp(make_query(vault.head))
    vault.stamps.keep_certificates("a", authority.root.read_bytes())
    kept = read_reply(reply, vault.head, "a", vault.stamps.certificates("a"))
    assert kept.is_verified, kept.fault
    assert abs((kept.at - datetime.now(UTC)).total_seconds()) < 600
    vault.stamps.keep_certificates("a", other.root.read_bytes())
    wrong = read_reply(reply, vault.head, "a", vault.stamps.certificates("a"))
    assert not wrong.is_verified
    assert "does not lead to the certificates" in wrong.fault
    assert "no certificate" in read_reply(reply, vault.head, "b").fault


def test_a_stamp_of_one_head_is_none_of_another(vault: Vault, authority: Authority) -> None:
    reply = authority.stamp(make_query(vault.head))
    note(vault, "one more")
    with pytest.raises(IntegrityError, match="not over this head"):
        read_reply(reply, vault.head, "a")


def test_no_altered_reply_verifies(vault: Vault, authority: Authority) -> None:
    reply = authority.stamp(make_query(vault.head))
    vault.stamps.keep_certificates("a", authority.root.read_bytes())
    roots = vault.stamps.certificates("a")
    right = read_reply(reply, vault.head, "a", roots).at
    for place in range(0, len(reply), 37):
        altered = reply[:place] + bytes([reply[place] ^ 1]) + reply[place + 1 :]
        try:
            found = read_reply(altered, vault.head, "a", roots)
        except (InputError, IntegrityError):
            continue
        # Some bytes (of the outer status, of certificates that go along) are not signed; the time never changes.
        assert not found.is_verified or found.at == right


def test_stamps_prove_between_which_moments_an_entry_was_logged(
    vault: Vault, authority: Authority, other: Authority
) -> None:
    first = note(vault, "before any stamp")
    stamp(vault, authority, "a")
    second = note(vault, "between the stamps")
    stamp(vault, other, "b")
    third = note(vault, "after the last")
    stamps = vault.stamps.find(vault.heads)
    assert [kept.authority for kept in stamps] == ["a", "b"]

    def proved(index: int) -> tuple[str | None, str | None]:
        found = find_proved(index, stamps, vault.iter_entries())
        return (found.after and found.after.authority, found.before and found.before.authority)

    assert proved(first) == (None, "a")
    assert proved(second) == ("a", "b")
    assert proved(third) == ("b", None)


def test_an_authority_that_is_not_trusted_proves_nothing(vault: Vault, authority: Authority, folder: Path) -> None:
    index = note(vault, "text")
    stamp(vault, authority, "a")
    (folder / "authorities" / "a.pem").unlink()
    stamps = vault.stamps.find(vault.heads)
    assert [kept.is_verified for kept in stamps] == [False]
    assert find_proved(index, stamps, vault.iter_entries()).before is None


def test_a_damaged_reply_on_disk_is_told(vault: Vault, authority: Authority, folder: Path) -> None:
    stamp(vault, authority, "a")
    (path,) = (folder / "stamps").rglob("*.tsr")
    path.write_bytes(b"damaged")
    (kept,) = vault.stamps.find(vault.heads)
    assert "no reply" in kept.fault


def test_what_is_no_certificate_is_said(vault: Vault) -> None:
    with pytest.raises(InputError, match="no certificate"):
        vault.stamps.keep_certificates("a", b"nothing")
    with pytest.raises(InputError, match="no reply"):
        read_reply(b"nothing", vault.head, "a")
