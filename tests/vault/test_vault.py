"""Deposits, the log and its heads: what is acknowledged stays, and every change is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.vault.conftest import ACT, Deposit

from contactline.errors import (
    ConflictError,
    InputError,
    IntegrityError,
    NotFoundError,
    RefusedError,
    StoreError,
)
from contactline.records.custody import EntryKind
from contactline.vault.log import EntryLog
from contactline.vault.notes import Head, VerifierKey, verify_head
from contactline.vault.proofs import EntryProof, GrowthProof, find_split, verify_entry_proof, verify_growth_proof
from contactline.vault.scrub import Condition, iter_found, iter_strays, list_items
from contactline.vault.vault import Vault, verify_heads


def keys_of(vault: Vault) -> tuple[str, ...]:
    return tuple(str(span.key) for span in vault.key_spans())


def prove(vault: Vault, index: int) -> EntryProof:
    path = vault.prove_entry(index, vault.head)
    entry = vault.log.read(index).decode()
    return EntryProof(index, entry, str(vault.head), tuple(part.hex() for part in path), keys_of(vault))


# -- deposits


def test_bytes_lie_under_their_hash_and_cannot_be_written(vault: Vault, deposit: Deposit) -> None:
    done = deposit(b"footage")
    path = vault.objects.path(done.digests.sha256)
    assert path.read_bytes() == b"footage"
    assert path.stat().st_mode & 0o222 == 0
    assert done.digests.size == len(b"footage")


def test_who_handed_it_over_stands_beside_the_log_not_in_it(vault: Vault, deposit: Deposit) -> None:
    done = deposit(b"footage", name="from-Anna.mp4", received_from="Anna Example", claimed_time="4 July, evening")
    line = vault.log.read(done.entry.index).decode()
    assert "Anna" not in line
    assert "4 July, evening" in line
    assert vault.secrets.find([done.entry])[done.entry.index] == {
        "name": "from-Anna.mp4",
        "received from": "Anna Example",
    }


def test_private_words_that_were_changed_are_not_shown(vault: Vault, deposit: Deposit, folder: Path) -> None:
    done = deposit(b"footage", received_from="Anna Example")
    file = folder / "log" / "secrets.jsonl"
    file.write_text(file.read_text().replace("Anna", "Olga"))
    assert vault.secrets.find([done.entry])[done.entry.index]["received from"] == ""


def test_a_sender_s_hash_is_checked_and_a_wrong_one_loses_nothing(vault: Vault, deposit: Deposit) -> None:
    right = deposit(b"one")
    assert deposit(b"one", sender_hash=right.digests.sha512.upper()).matches is True
    wrong = deposit(b"two", sender_hash=right.digests.sha256)
    assert wrong.matches is False
    assert wrong.digests.sha256 in vault.objects
    assert vault.entry(wrong.entry.index).get("sender’s hash fits") == "no"


def test_a_promise_is_kept_by_the_item_that_has_its_hash(vault: Vault, deposit: Deposit) -> None:
    promise = vault.record(EntryKind.PROMISE, ACT, item=hashlib.sha256(b"later").hexdigest())
    assert deposit(b"later").promised == promise.index
    assert deposit(b"something else").promised is None


def test_the_same_bytes_again_are_another_entry_and_one_object(vault: Vault, deposit: Deposit) -> None:
    first, second = deposit(b"same"), deposit(b"same")
    assert second.earlier == first.entry.index
    assert second.entry.index != first.entry.index
    assert list(vault.objects.iter_names()) == [first.digests.sha256]


def test_a_damaged_object_is_put_right_by_depositing_it_again(vault: Vault, deposit: Deposit) -> None:
    done = deposit(b"footage")
    overwrite(vault.objects.path(done.digests.sha256), b"fOotage")
    deposit(b"footage")
    vault.objects.verify(done.digests.sha256)


def test_without_a_name_nobody_acts(vault: Vault) -> None:
    with pytest.raises(InputError, match="without a name"):
        type(ACT)("  ", ACT.at)


# -- what is found


def test_one_altered_byte_is_found(vault: Vault, deposit: Deposit) -> None:
    good, bad, swapped, other = (deposit(content).digests.sha256 for content in (b"good", b"bad!", b"left", b"rite"))
    overwrite(vault.objects.path(bad), b"bac!")
    overwrite(vault.objects.path(swapped), b"rite")
    overwrite(vault.objects.path(other), b"left")
    found = {each.sha256: each.condition for each in iter_found(vault, list_items(vault))}
    assert found == {
        good: Condition.SOUND,
        bad: Condition.DAMAGED,
        swapped: Condition.DAMAGED,
        other: Condition.DAMAGED,
    }


def test_missing_removed_returned_and_stray_items_are_told_apart(vault: Vault, deposit: Deposit) -> None:
    gone, removed, back = (deposit(content).digests.sha256 for content in (b"gone", b"removed", b"back"))
    vault.objects.remove(gone)
    vault.remove(removed, "by order", ACT)
    vault.remove(back, "by order", ACT)
    deposit(b"stray")
    stray_path = vault.objects.path("ab" * 32)
    stray_path.parent.mkdir(parents=True)
    stray_path.write_bytes(b"x")
    path = vault.objects.path(back)
    path.write_bytes(b"back")
    items = list_items(vault)
    found = {each.sha256: each.condition for each in (*iter_found(vault, items), *iter_strays(vault, items))}
    assert found[gone] is Condition.MISSING
    assert found[removed] is Condition.REMOVED
    assert found[back] is Condition.RETURNED
    assert found["ab" * 32] is Condition.STRAY


def test_a_removed_item_leaves_its_hash_and_the_reason(vault: Vault, deposit: Deposit) -> None:
    done = deposit(b"private")
    entry = vault.remove(done.digests.sha256, "asked for by the person shown", ACT)
    assert done.digests.sha256 not in vault.objects
    assert vault.entry(entry.index).get("reason") == "asked for by the person shown"
    with pytest.raises(NotFoundError):
        vault.remove(done.digests.sha256, "again", ACT)


def test_an_entry_changed_on_disk_is_found_when_it_is_read(vault: Vault, deposit: Deposit, folder: Path) -> None:
    done = deposit(b"footage", claimed_time="4 July")
    file = folder / "log" / "entries.jsonl"
    file.write_text(file.read_text().replace("4 July", "6 July"))
    with pytest.raises(IntegrityError, match="changed"):
        vault.entry(done.entry.index)


@pytest.mark.parametrize("how", ["dropped", "reordered", "doubled", "rewritten", "back-dated"])
def test_a_log_that_was_rewritten_does_not_open(folder: Path, how: str, make_secret: Callable[[], bytes]) -> None:
    with Vault.write(folder) as vault:
        for number in range(5):
            vault.record(EntryKind.NOTE, ACT, body=(("text", f"note {number}"),))
    rewrite(folder, how)
    with pytest.raises(IntegrityError):
        Vault.write(folder)
    with pytest.raises(IntegrityError):
        Vault.read(folder)


def test_dropped_entries_and_heads_are_found_by_who_holds_an_old_head(folder: Path) -> None:
    with Vault.write(folder) as vault:
        for number in range(5):
            vault.record(EntryKind.NOTE, ACT, body=(("text", f"note {number}"),))
        held = vault.head
    rewrite(folder, "dropped")
    heads = (folder / "heads").read_text().split("\n\x1e\n")
    (folder / "heads").write_text("\n\x1e\n".join(heads[:-3]) + "\n\x1e\n")
    with Vault.write(folder) as vault, pytest.raises(IntegrityError, match="taken away"):
        vault.prove_growth(held, vault.head)


def test_who_rewrites_all_with_the_key_is_found_by_an_old_head(folder: Path) -> None:
    with Vault.write(folder) as vault:
        vault.record(EntryKind.NOTE, ACT, body=(("text", "as it was"),))
        held = vault.head
    rewrite(folder, "dropped", count=1)
    (folder / "heads").unlink()
    with Vault.write(folder) as vault:
        vault.record(EntryKind.NOTE, ACT, body=(("text", "as it suits"),))
        verify_heads(vault)
        with pytest.raises(IntegrityError, match="not shown to be what they were"):
            vault.prove_growth(held, vault.head)
        assert find_split(held, vault.head, [VerifierKey.parse(line) for line in keys_of(vault)])


# -- cuts


def test_a_torn_last_line_is_set_aside_and_the_log_goes_on(folder: Path) -> None:
    with (folder / "log" / "entries.jsonl").open("ab") as file:
        file.write(b'{"actor":"half an en')
    with Vault.write(folder) as vault:
        vault.record(EntryKind.NOTE, ACT, body=(("text", "next"),))
        assert len(vault) == 2
        verify_heads(vault)
    assert b"half an en" in (folder / "log" / "torn").read_bytes()


def test_entries_that_were_written_but_not_signed_are_signed_at_the_next_start(folder: Path) -> None:
    heads = (folder / "heads").read_bytes()
    with Vault.write(folder) as vault:
        vault.record(EntryKind.NOTE, ACT, body=(("text", "kept"),))
    (folder / "heads").write_bytes(heads + b"example.org/line\n2\nhalf a he")
    with Vault.write(folder) as vault:
        assert vault.head.size == len(vault) == 2
        assert verify_heads(vault) == 2


@pytest.mark.parametrize("damage", ["missing", "short", "zeros"])
def test_files_of_nodes_are_made_anew_from_the_entries(folder: Path, damage: str) -> None:
    with Vault.write(folder) as vault:
        for number in range(9):
            vault.record(EntryKind.NOTE, ACT, body=(("text", f"{number}"),))
        root = vault.log.root
    for file in (*(folder / "log" / "nodes").iterdir(), folder / "log" / "offsets"):
        content = file.read_bytes()
        if damage == "missing":
            file.unlink()
        else:
            file.write_bytes(content[: len(content) // 2] if damage == "short" else bytes(len(content)))
    with Vault.write(folder) as vault:
        assert vault.log.root == root
        assert [entry.get("text") for entry in vault.iter_entries(1)] == [str(number) for number in range(9)]


def test_a_full_disk_leaves_the_log_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import contactline.vault.log as module

    def no_room(file: object) -> None:
        raise OSError(28, "No space left on device")

    with Vault.write(folder) as vault:
        before = (folder / "log" / "entries.jsonl").read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(module, "sync", no_room)
            with pytest.raises(StoreError, match="No space left"):
                vault.record(EntryKind.NOTE, ACT)
        assert (folder / "log" / "entries.jsonl").read_bytes() == before
        vault.record(EntryKind.NOTE, ACT)
        verify_heads(vault)


def test_two_do_not_write_at_once(vault: Vault, folder: Path) -> None:
    with pytest.raises(ConflictError, match="another process"):
        Vault.write(folder)
    with Vault.read(folder) as reader:
        assert len(reader) == 1
        with pytest.raises(RefusedError):
            reader.record(EntryKind.NOTE, ACT)


# -- proofs that travel


def test_a_proof_of_an_entry_holds_and_altered_ones_do_not(vault: Vault, deposit: Deposit) -> None:
    for content in (b"a", b"b", b"c"):
        deposit(content)
    proof = prove(vault, 2)
    shown = verify_entry_proof(proof)
    assert shown.entry == vault.entry(2)
    assert not shown.is_own_key
    assert verify_entry_proof(proof, [VerifierKey.parse(keys_of(vault)[0])]).is_own_key
    fields = ("entry", proof.entry.replace("Duty", "Some")), ("index", 1), ("path", proof.path[1:])
    for name, value in fields:
        with pytest.raises(IntegrityError):
            verify_entry_proof(EntryProof(**{**as_dict(proof), name: value}))


def test_a_proof_signed_by_another_key_is_refused(vault: Vault, tmp_path: Path) -> None:
    with Vault.create(tmp_path / "forged", "example.org/line", ACT) as forged:
        proof = prove(forged, 0)
    verify_entry_proof(proof)
    with pytest.raises(IntegrityError, match="no signature by a known key"):
        verify_entry_proof(proof, [VerifierKey.parse(keys_of(vault)[0])])


def test_a_proof_of_growth_holds_between_signed_heads_alone(vault: Vault, deposit: Deposit) -> None:
    deposit(b"a")
    old = vault.head
    deposit(b"b")
    path = tuple(part.hex() for part in vault.prove_growth(old, vault.head))
    proof = GrowthProof(str(old), str(vault.head), path, keys_of(vault))
    assert verify_growth_proof(proof) == (old, vault.head)
    unsigned = Head(old.origin, old.size, old.root)
    with pytest.raises(IntegrityError):
        verify_growth_proof(GrowthProof(str(unsigned), str(vault.head), path, keys_of(vault)))


# -- keys


def test_a_new_key_signs_on_and_the_old_one_no_more(folder: Path) -> None:
    with Vault.write(folder) as vault:
        (old_line,) = keys_of(vault)
        shutil.copy(folder / "keys" / "signing.key", folder / "stolen.key")
        old_head = vault.head
        vault.rotate_key(ACT, "", reason="yearly")
        vault.record(EntryKind.NOTE, ACT)
        assert verify_heads(vault) == 3
        with pytest.raises(IntegrityError):
            verify_head(vault.head, [VerifierKey.parse(old_line)])
        verify_head(old_head, [VerifierKey.parse(old_line)])
    shutil.copy(folder / "stolen.key", folder / "keys" / "signing.key")
    with pytest.raises(RefusedError, match="revoked"):
        Vault.write(folder)


def test_a_lost_key_is_followed_openly(folder: Path) -> None:
    (folder / "keys" / "signing.key").unlink()
    with pytest.raises(NotFoundError, match="not here"):
        Vault.write(folder)
    with Vault.read(folder) as vault:
        assert verify_heads(vault) == 1
    with Vault.write(folder, without_key=True) as vault:
        vault.rotate_key(ACT, "new pass", lost=True, reason="disk died")
        verify_heads(vault)
        assert any(entry.get("lost") == "yes" for entry in vault.iter_entries())
    with Vault.write(folder, "new pass") as vault:
        vault.record(EntryKind.NOTE, ACT)
    with pytest.raises(InputError, match="cannot be opened"):
        Vault.write(folder, "wrong")


def test_a_rotation_cut_before_the_key_is_in_place_is_finished(folder: Path) -> None:
    file = folder / "keys" / "signing.key"
    old = file.read_bytes()
    with Vault.write(folder) as vault:
        vault.rotate_key(ACT, "")
    file.with_suffix(".fresh").write_bytes(file.read_bytes())
    file.write_bytes(old)
    with Vault.write(folder) as vault:
        vault.record(EntryKind.NOTE, ACT)
        verify_heads(vault)


def test_no_changed_line_of_a_key_is_taken(vault: Vault) -> None:
    (line,) = keys_of(vault)
    for at in range(len(line)):
        changed = line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]
        with pytest.raises(InputError):
            VerifierKey.parse(changed)
        with pytest.raises(InputError):
            VerifierKey.parse(line[:at])


def test_no_changed_head_keeps_its_signature(vault: Vault) -> None:
    note, key = str(vault.head), vault.key_spans()[0].key
    for at in range(len(note)):
        changed = note[:at] + ("2" if note[at] != "2" else "3") + note[at + 1 :]
        with pytest.raises((InputError, IntegrityError)):
            verify_head(Head.parse(changed), [key])


def test_a_cosignature_carries_its_time(vault: Vault) -> None:
    from contactline.vault.keys import make_key

    party = make_key("party.example")
    head = Head.parse(str(vault.head.cosigned(party, 1_935_000_000)))
    assert verify_head(head, [party.verifier(4)]) == (party.verifier(4), 1_935_000_000)
    assert verify_head(head, [vault.key_spans()[0].key])[1] is None


def test_no_vault_is_set_up_over_something(folder: Path) -> None:
    with pytest.raises(ConflictError, match="not empty"):
        Vault.create(folder, "again", ACT)
    with pytest.raises(InputError, match="cannot name"):
        Vault.create(folder.parent / "spaced", "has a space", ACT)
    assert not (folder.parent / "spaced").exists()


def test_a_log_alone_reads_back_what_it_took(tmp_path: Path) -> None:
    log = EntryLog(tmp_path, is_writer=True)
    entries = [json.dumps({"n": number}).encode() for number in range(300)]
    log.append(entries[:100])
    log.append(entries[100:])
    assert list(EntryLog(tmp_path, is_writer=False).iter_entries()) == entries
    with pytest.raises(ValueError, match="one line"):
        log.append([b"two\nlines"])
    with pytest.raises(IndexError):
        log.read(300)


def as_dict(proof: EntryProof) -> dict[str, object]:
    return {name: getattr(proof, name) for name in EntryProof.__slots__}


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def rewrite(folder: Path, how: str, count: int = 2) -> None:
    """Change the log behind the vault's back, as who has the disk can; nodes go too, as they are made from entries."""
    file = folder / "log" / "entries.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    changed = {
        "dropped": lambda: lines[:-count],
        "reordered": lambda: [*lines[:2], lines[3], lines[2], *lines[4:]],
        "doubled": lambda: [*lines[:3], lines[2], *lines[3:]],
        "rewritten": lambda: [*lines[:2], lines[2].replace(b"note", b"NOTE"), *lines[3:]],
        "back-dated": lambda: [*lines[:2], lines[2].replace(b"2031", b"2030"), *lines[2:]],
    }
    file.write_bytes(b"".join(changed[how]()))
    (folder / "log" / "offsets").unlink()
    shutil.rmtree(folder / "log" / "nodes")
