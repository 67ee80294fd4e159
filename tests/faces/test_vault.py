"""The vault from the command line: deposited, proved, checked by somebody else, and every tampering told."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.vault.authority import Authority

from contactline.cli import main


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTACTLINE_AUTHOR", "Duty officer")
    monkeypatch.delenv("CONTACTLINE_VAULT_PASSPHRASE", raising=False)
    items = tmp_path / "items"
    items.mkdir()
    for name in ("a.mp4", "b.jpg", "c.pdf"):
        (items / name).write_bytes(name.encode() * 100)
    assert main(["vault", "init", "vault", "--name", "mission.example/vault"]) == 0
    assert main(["vault", "add", "items", "--from", "Press office", "--custody", "handed over"]) == 0
    capsys.readouterr()
    return tmp_path


def say(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["vault", *arguments]) == code
    said = capsys.readouterr()
    return said.out + said.err


def stored(place: Path, name: str) -> Path:
    sha256 = hashlib.sha256((place / "items" / name).read_bytes()).hexdigest()
    return place / "vault" / "objects" / "sha256" / sha256[:2] / sha256[2:4] / sha256


def test_items_are_listed_with_what_is_known_of_them(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(say(capsys, "list", "--json"))
    assert [item["private"]["name"] for item in listed] == ["a.mp4", "b.jpg", "c.pdf"]
    told = say(capsys, "show", listed[0]["sha256"][:8])
    assert "received from: Press office" in told
    assert "custody: handed over" in told


def test_the_same_command_again_adds_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = say(capsys, "add", "items", "--from", "Press office", "--custody", "handed over")
    assert again.count("on record already") == 3
    other = say(capsys, "add", "items", "--from", "A resident")
    assert other.count("the same bytes came first in entry") == 3


def test_what_cannot_be_read_is_told_and_the_rest_goes_in(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "items" / "gone").symlink_to(place / "nowhere")
    (place / "items" / "new.txt").write_text("new")
    said = say(capsys, "add", "items", "--from", "Press office", "--custody", "handed over", code=4)
    assert "no such file" in said
    assert "new.txt: entry 4" in said


def test_an_outsider_checks_a_proof_without_the_vault(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = say(capsys, "head", "--key").strip()
    (place / "proof.json").write_text(say(capsys, "prove", "2"))
    assert "Press office" not in (place / "proof.json").read_text()
    right = say(capsys, "check", "proof.json", "--key", key, "--file", "items/b.jpg")
    assert "the file is this item" in right
    assert "does not prove that what the item shows is true" in right
    assert "compare it with one that you were given apart" in say(capsys, "check", "proof.json")
    assert "is not the item" in say(capsys, "check", "proof.json", "--file", "items/a.mp4", code=3)
    altered = (place / "proof.json").read_text().replace("Duty officer", "Duty Officer")
    (place / "altered.json").write_text(altered)
    assert "not shown to be in the log" in say(capsys, "check", "altered.json", code=3)
    assert "this is no proof" in say(capsys, "check", "items/a.mp4", code=1)


def test_private_words_are_shown_only_when_asked_for(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "proof.json").write_text(say(capsys, "prove", "2", "--private"))
    assert "Press office" in (place / "proof.json").read_text()
    say(capsys, "check", "proof.json")
    (place / "proof.json").write_text((place / "proof.json").read_text().replace("Press office", "Press bureau"))
    assert "not what the log committed to" in say(capsys, "check", "proof.json", code=3)


def test_one_altered_byte_is_found_recorded_and_not_handed_out(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "0 not as the log says" in say(capsys, "verify")
    path = stored(place, "b.jpg")
    path.chmod(0o644)
    path.write_bytes(b"X" + path.read_bytes()[1:])
    said = say(capsys, "verify", code=3)
    assert f"{path.name}: damaged" in said
    assert "not those that were deposited" in say(capsys, "get", path.name, "out.jpg", "--reason", "test", code=3)
    assert not (place / "out.jpg").exists()
    assert "export" not in say(capsys, "show", path.name)


def test_a_party_with_an_old_head_finds_dropped_entries(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "held").write_text(say(capsys, "head"))
    say(capsys, "promise", "ab" * 32)
    assert "1 × promise" in say(capsys, "monitor", "--since", "held")
    log = place / "vault" / "log" / "entries.jsonl"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-3]))
    heads = (place / "vault" / "heads").read_text().split("\n\x1e\n")
    (place / "vault" / "heads").write_text("\n\x1e\n".join(heads[:-4]) + "\n\x1e\n")
    assert "not in the log" in say(capsys, "verify", "--read-only", code=3)  # the items of the entries that went
    assert "2 were taken away" in say(capsys, "monitor", "--since", "held", code=3)


def test_two_heads_of_two_logs_are_proof_of_a_split_view(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = say(capsys, "head", "--key").strip()
    shutil.copytree(place / "vault", place / "second")
    say(capsys, "promise", "ab" * 32)
    say(capsys, "promise", "cd" * 32, "--vault", "second")
    (place / "one").write_text(say(capsys, "head"))
    (place / "other").write_text(say(capsys, "head", "--vault", "second"))
    assert "split view" in say(capsys, "compare-heads", "one", "other", "--key", key, code=3)
    assert "of one log" in say(capsys, "compare-heads", "one", "one", "--key", key)
    say(capsys, "promise", "ef" * 32)
    (place / "later").write_text(say(capsys, "head"))
    assert "different sizes" in say(capsys, "compare-heads", "one", "later", "--key", key, code=1)
    (place / "growth.json").write_text(say(capsys, "prove", "--since", "one"))
    assert "of one log" in say(capsys, "compare-heads", "one", "later", "--key", key, "--proof", "growth.json")


def test_a_party_cosigns_what_it_saw(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "held").write_text(say(capsys, "head"))
    assert main(["vault", "cosign", "held", "--party-key", "party.key", "--make-key", "side-a.example"]) == 0
    said = capsys.readouterr()
    assert said.out.count("\n— ") == 2
    (place / "cosigned").write_text(said.out)
    say(capsys, "monitor", "--since", "cosigned")
    assert "a file of this name already" in say(
        capsys, "cosign", "held", "--party-key", "party.key", "--make-key", "side-a.example", code=1
    )


def test_removing_and_key_changes_are_on_record(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = stored(place, "c.pdf").name
    say(capsys, "remove", name[:10], "--reason", "asked for by the family")
    assert "(removed)" in say(capsys, "list")
    say(capsys, "rotate", "--reason", "yearly")
    assert "0 not as the log says" in say(capsys, "verify", "--sample", "2")
    (place / "vault" / "keys" / "signing.key").unlink()
    assert "rotate --lost" in say(capsys, "verify", code=1)
    say(capsys, "verify", "--read-only")
    say(capsys, "rotate", "--lost", "--reason", "disk died")
    say(capsys, "verify")


def test_what_is_asked_wrongly_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no vault here" in say(capsys, "list", "--vault", "nowhere", code=1)
    assert "not empty" in say(capsys, "init", "vault", "--name", "again", code=1)
    assert "no such item" in say(capsys, "show", "abcdef99", code=1)
    assert "at least 6 characters" in say(capsys, "show", "ab", code=1)
    assert "Name an entry or item" in say(capsys, "prove", code=2)
    assert "named by its SHA-256" in say(capsys, "promise", "nonsense", code=1)
    assert "goes with one file" in say(capsys, "add", "items", "--sender-hash", "ab", code=1)
    wrong = say(capsys, "add", "items/a.mp4", "--sender-hash", "ab", "--again", code=4)
    assert "DOES NOT FIT" in wrong


def test_a_package_goes_to_another_vault(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = say(capsys, "head", "--key").strip()
    name, withheld = stored(place, "a.mp4").name, stored(place, "b.jpg").name
    wrote = ("export", "case.zip", name[:10], withheld[:10], "--withhold", withheld[:10], "--reason", "asked for")
    assert "2 items, 1 of them withheld" in say(capsys, *wrote)
    assert "a file of this name already" in say(capsys, *wrote, code=1)
    assert "1 in it, 1 withheld" in say(capsys, "check-package", "case.zip", "--key", key)
    assert main(["vault", "init", "other", "--name", "other.example/vault"]) == 0
    taken = say(capsys, "import", "case.zip", "--vault", "other", "--key", key)
    assert f"{name[:12]}: deposited as entry 1" in taken
    assert "received from: mission.example/vault" in say(capsys, "show", name[:10], "--vault", "other")
    assert "on record already" in say(capsys, "import", "case.zip", "--vault", "other")
    content = bytearray((place / "case.zip").read_bytes())
    content[content.index(b"a.mp4a.mp4")] ^= 1
    (place / "bad.zip").write_bytes(content)
    say(capsys, "import", "bad.zip", "--vault", "other", code=3)
    assert len(json.loads(say(capsys, "list", "--json", "--vault", "other"))) == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here: it stamps for the test")
def test_stamps_with_and_without_a_network(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    authority = Authority(place / "authority", "Authority A")
    assert "no authority of time is set up" in say(capsys, "stamp", code=2)
    assert "1 certificates are kept" in say(capsys, "stamp", "--trust", "a", "authority/root.pem")
    say(capsys, "stamp", "--query", "head.tsq")
    (place / "head.tsr").write_bytes(authority.stamp((place / "head.tsq").read_bytes()))
    say(capsys, "promise", "ab" * 32)  # the log goes on while the query travels
    assert "head of 4 entries stamped" in say(capsys, "stamp", "--reply", "a", "head.tsr")
    assert "verified" in say(capsys, "stamp", "--list")
    assert "proved: logged before" in say(capsys, "show", stored(place, "a.mp4").name)
    with serve(authority) as address:
        (place / "contactline.toml").write_text(
            f'[vault.authorities]\na = "{address}"\nb = "http://127.0.0.1:9/"\n', encoding="utf-8"
        )
        said = say(capsys, "stamp", code=4)
    assert "a: head of 6 entries stamped" in said
    assert "b: http://127.0.0.1:9/: the authority gives no answer" in said


@contextmanager
def serve(authority: Authority) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = authority.stamp(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_examined_is_kept_first(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = place / "reports"
    reports.mkdir()
    head = "---\npublisher: Example\nside: third\npublished: 2017-07-05\n---\n"
    text = f"{head}Shelling\n\nTwo people were killed on 4 July.\n"
    (reports / "one.txt").write_text(text, encoding="utf-8")
    (reports / "clip.mp4").write_bytes(b"no report")
    run = ["examine", "reports", "--out", "dossier", "--vault", "vault"]
    assert main(run) in {0, 4}
    assert "1 file kept in the vault" in capsys.readouterr().out
    listed = json.loads(say(capsys, "list", "--json"))
    assert [item["private"]["name"] for item in listed] == ["a.mp4", "b.jpg", "c.pdf", "one.txt"]
    assert listed[-1]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert main(run) in {0, 4}
    capsys.readouterr()
    assert len(json.loads(say(capsys, "list", "--json"))) == 4
    assert main(["examine", "-", "--out", "d2", "--vault", "vault"]) == 2
    assert "standard input cannot be kept" in capsys.readouterr().err
    assert main(["examine", "reports", "--out", "d2", "--vault", "nowhere"]) == 1
    assert "no vault here" in capsys.readouterr().err
