"""``contactline vault``: keep items and prove that nothing was added, back-dated or removed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from contactline.cli.printing import print_error, print_line
from contactline.cli.vaultwords import (
    SHORT,
    describe_entry,
    describe_item,
    describe_package,
    describe_taken,
    describe_verified,
    print_json,
    print_key_warning,
    print_package,
    print_proved,
    print_stamp,
    print_taken,
    print_verified,
)
from contactline.config import KEY_VARIABLE, load_settings
from contactline.errors import ConfigError

if TYPE_CHECKING:
    from contactline.desk.stamping import Stamping
    from contactline.desk.vaulting import Vaulting

F = TypeVar("F", bound=Callable[..., Any])

_PRIVATE: Final = ("name", "received from", "channel", "released by", "address", "notes")
_CUSTODY: Final = ("captured", "handed over", "fetched", "forwarded")
_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
_KEYS: Final = click.option(
    "--key", "keys", multiple=True, metavar="LINE", help="A key that you hold, as “vault head --key” printed it."
)
_REASON: Final = click.option("--reason", required=True, metavar="WORDS", help="Why; it stands in the log.")
_AUTHOR: Final = click.option(
    "--author",
    required=True,
    envvar="CONTACTLINE_AUTHOR",
    metavar="NAME",
    help="Who acts, for the log. By default what CONTACTLINE_AUTHOR holds.",
)
_SOME_PROBLEMS: Final = 4
_INTEGRITY: Final = 3


def _vault_option(command: F) -> F:
    return click.option(
        "--vault",
        "folder",
        type=click.Path(path_type=Path),
        default=Path("vault"),
        envvar="CONTACTLINE_VAULT",
        metavar="DIR",
        help="The vault. By default what CONTACTLINE_VAULT holds, or the folder “vault” here.",
    )(command)


def _open(folder: Path) -> Vaulting:
    from contactline.desk.clock import SystemClock
    from contactline.desk.vaulting import Vaulting

    return Vaulting(folder, SystemClock(), os.environ.get(KEY_VARIABLE, ""))


def _open_stamping(folder: Path) -> Stamping:
    from contactline.desk.clock import SystemClock
    from contactline.desk.stamping import Stamping

    return Stamping(folder, SystemClock(), os.environ.get(KEY_VARIABLE, ""))


@click.group()
def vault() -> None:
    """Keep items under their hash, with a log of custody that an outsider can check.

    The signing key is encrypted if CONTACTLINE_VAULT_PASSPHRASE is set when it is made.
    """


@vault.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Names the log in every proof, such as mission.example/vault. No spaces.")
@_AUTHOR
def init(folder: Path, name: str, author: str) -> int:
    """Set up a vault in a new FOLDER."""
    opened = _open(folder)
    opened.create(name, author)
    print_line(f"A vault is set up in {folder}. Its key, to hand to everybody who is to check it:")
    print_line(f"  {opened.key_lines()[0]}")
    if not os.environ.get(KEY_VARIABLE):
        print_line(f"Its signing key is not encrypted; to have one that is, set {KEY_VARIABLE} and run vault rotate.")
    return 0


@vault.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_vault_option
@_AUTHOR
@click.option("--custody", type=click.Choice(_CUSTODY), help="How custody began.")
@click.option("--from", "received_from", default="", metavar="WHO", help="Who handed it over.")
@click.option("--channel", default="", metavar="WAY", help="By what way: e-mail, press office, …")
@click.option("--released-by", default="", metavar="WHO", help="Who made it public.")
@click.option("--address", default="", metavar="URL", help="Where it was found.")
@click.option("--claimed-time", default="", metavar="WORDS", help="When it is said to have been made, in those words.")
@click.option("--case", default="", metavar="ID", help="The case that it is for.")
@click.option("--notes", default="", metavar="WORDS", help="Working notes.")
@click.option("--sender-hash", default="", metavar="HEX", help="SHA-256 or SHA-512 that the sender gave; one file.")
@click.option("--again", is_flag=True, help="Record once more what was deposited before in the same words.")
@_JSON
def add(paths: tuple[Path, ...], folder: Path, author: str, again: bool, as_json: bool, **known: Any) -> int:
    """Deposit files, and all files in folders.

    Every file is hashed before anything else reads it. Names of files and people stand beside the log, which only
    commits to them. A run that was cut short goes on when the same command is run again.
    """
    from contactline.records.custody import Acquisition, Custody

    sender_hash = known.pop("sender_hash")
    custody = Custody(known.pop("custody") or Custody.UNKNOWN)
    acquisition = Acquisition(name="", custody=custody, **known)
    taken = []
    for each in _open(folder).iter_deposits(paths, acquisition, author, sender_hash, again=again):
        taken.append(each)
        if not as_json:
            print_taken(each)
    if as_json:
        print_json([describe_taken(each) for each in taken])
    elif not taken:
        print_line("There was no file to deposit.")
    is_right = all(each.deposited and each.deposited.matches is not False for each in taken)
    return 0 if is_right else _SOME_PROBLEMS


@vault.command()
@click.argument("sha256")
@_vault_option
@_AUTHOR
@click.option("--from", "received_from", default="", metavar="WHO", help="Who names it.")
@click.option("--notes", default="", metavar="WORDS", help="Working notes.")
def promise(sha256: str, folder: Path, author: str, received_from: str, notes: str) -> int:
    """Record the SHA256 of an item that somebody will hand over later. The item's deposit then refers to it."""
    entry = _open(folder).promise(sha256, received_from, author, notes)
    print_line(f"Recorded as entry {entry.index}. Hand this back as a receipt: contactline vault prove {entry.index}")
    return 0


@vault.command("list")
@_vault_option
@_JSON
def list_(folder: Path, as_json: bool) -> int:
    """List all items, in the order in which they came."""
    items = _open(folder).list_items()
    if as_json:
        print_json([describe_item(item) for item in items])
        return 0
    for item in items:
        gone = "" if item.is_kept else "  (removed)"
        again = f"  ({item.deposits} deposits)" if item.deposits > 1 else ""
        size = f"{int(item.entry.get('size')):,} bytes"
        print_line(f"{item.sha256[:SHORT]}  entry {item.entry.index:>4}  {size:>20}  {item.words['name']}{again}{gone}")
    if not items:
        print_line("Nothing was deposited yet.")
    return 0


@vault.command()
@click.argument("item")
@_vault_option
@_JSON
def show(item: str, folder: Path, as_json: bool) -> int:
    """Show everything on record about an ITEM (the beginning of its SHA-256 will do)."""
    told = _open(folder).tell(item)
    if as_json:
        print_json([{**describe_entry(entry), "private": words} for entry, words in told])
        return 0
    print_line(told[0][0].item)
    print_proved(_open_stamping(folder).prove(told[0][0].index))
    for entry, words in told:
        print_line(f"entry {entry.index}: {entry.kind}, {entry.at:%Y-%m-%d %H:%M:%S} UTC, by {entry.actor}")
        for name, value in (*entry.body, *sorted(words.items())):
            print_line(f"  {name}: {value or 'withheld'}")
    return 0


@vault.command()
@click.argument("item")
@click.argument("out", type=click.Path(path_type=Path))
@_vault_option
@_AUTHOR
@_REASON
def get(item: str, out: Path, folder: Path, author: str, reason: str) -> int:
    """Write a copy of an ITEM to the file OUT, checked on the way. The log records it."""
    entry = _open(folder).export(item, out, reason, author)
    print_line(f"{out} holds {entry.item}; recorded as entry {entry.index}.")
    return 0


@vault.command()
@click.argument("item")
@_vault_option
@_AUTHOR
@_REASON
def remove(item: str, folder: Path, author: str, reason: str) -> int:
    """Take an ITEM's bytes away. Its hash, its history and the reason stay."""
    entry = _open(folder).remove(item, reason, author)
    print_line(f"The bytes of {entry.item} are gone; entry {entry.index} says why.")
    return 0


@vault.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("items", nargs=-1)
@_vault_option
@_AUTHOR
@_REASON
@click.option("--withhold", multiple=True, metavar="ITEM", help="Leave this item's bytes out; its record goes along.")
@click.option("--show", multiple=True, type=click.Choice(_PRIVATE), help="Show these words, which are else left out.")
@click.option(
    "--since", multiple=True, type=click.Path(path_type=Path), metavar="HEAD", help="A head handed out before."
)
@click.option("--stamped", is_flag=True, help="Go back to the latest head with a verified stamp of time.")
@_JSON
def export(
    out: Path, items: tuple[str, ...], folder: Path, author: str, reason: str, as_json: bool, **choice: Any
) -> int:
    """Write ITEMS, or all there are, to the sealed package OUT (a zip file). Others check it without this program."""
    from contactline.desk.vaultresults import PackChoice

    shown = PackChoice(choice["withhold"], choice["show"], choice["since"], choice["stamped"])
    done = _open(folder).pack(items, out, reason, author, shown)
    if as_json:
        print_json({"sha256": done.sha256, "size": done.head.size, "items": done.items, "withheld": done.withheld})
        return 0
    print_line(f"{out}: {done.items} items, {done.withheld} of them withheld; SHA-256 {done.sha256}")
    print_line(f"To check it: python3 verify/verify.py in it, or contactline vault check-package {out}")
    return 0


@vault.command("check-package")
@click.argument("package", type=click.Path(path_type=Path))
@_KEYS
@_JSON
def check_package(package: Path, keys: tuple[str, ...], as_json: bool) -> int:
    """Check a sealed PACKAGE, without any vault and without a network."""
    from contactline.desk.proving import check_package as verify_package

    opened = verify_package(package, keys)
    if as_json:
        print_json(describe_package(opened))
    else:
        print_package(opened)
    return 0


@vault.command("import")
@click.argument("package", type=click.Path(path_type=Path))
@_vault_option
@_AUTHOR
@_KEYS
def import_(package: Path, folder: Path, author: str, keys: tuple[str, ...]) -> int:
    """Verify a sealed PACKAGE, then deposit its items. Nothing is taken from one that does not verify."""
    opened, done = _open(folder).unpack(package, keys, author)
    print_package(opened)
    for each in done:
        state = "deposited as" if each.is_new else "on record already, as"
        print_line(f"  {each.digests.sha256[:SHORT]}: {state} entry {each.entry.index}")
    return 0


@vault.command()
@_vault_option
@click.option("--key", "show_key", is_flag=True, help="Print the key instead, to hand to who is to check the vault.")
def head(folder: Path, show_key: bool) -> int:
    """Print the signed head of the log: give it to the parties, they can hold the vault to it."""
    opened = _open(folder)
    if show_key:
        print_line("\n".join(opened.key_lines()))
    else:
        click.echo(str(opened.head()), nl=False)
    return 0


@vault.command()
@click.argument("name", required=False)
@_vault_option
@click.option("--since", type=click.Path(path_type=Path), metavar="HEAD", help="Prove that the log goes on from HEAD.")
@click.option("--private", is_flag=True, help="Show the names and words that the entry only commits to.")
@click.pass_context
def prove(context: click.Context, name: str | None, folder: Path, since: Path | None, private: bool) -> int:
    """Print a proof, as JSON, that an entry (NAME: its number, or an item) is in the log."""
    if (name is None) == (since is None):
        raise click.UsageError("Name an entry or item, or give --since HEAD.", context)
    opened = _open(folder)
    content = opened.prove_growth(since) if since else opened.prove(name or "", with_private=private)
    click.echo(content)
    return 0


@vault.command()
@click.argument("proof", type=click.Path(path_type=Path))
@_KEYS
@click.option("--file", type=click.Path(path_type=Path), help="Check too that this file is the entry's item.")
def check(proof: Path, keys: tuple[str, ...], file: Path | None) -> int:
    """Check a PROOF, without any vault and without a network."""
    from contactline.desk.proving import check_proof
    from contactline.vault.proofs import Shown

    found = check_proof(proof, keys, file)
    if not isinstance(found, Shown):
        old, new = found
        print_line(f"The log “{new.origin}” of {new.size} entries goes on from the head over {old.size}.")
        print_key_warning(is_own=bool(keys))
        return 0
    entry = found.entry
    print_line(f"Entry {entry.index} is in the log “{found.head.origin}” of {found.head.size} entries:")
    print_line(f"  {entry.kind}, {entry.at:%Y-%m-%d %H:%M:%S} UTC by the vault's clock, by {entry.actor}")
    if entry.item:
        print_line(f"  item {entry.item}{': the file is this item' if file else ''}")
    print_line("This does not prove that what the item shows is true, or who handed it over.")
    print_key_warning(is_own=found.is_own_key)
    return 0


@vault.command()
@_vault_option
@click.option("--since", required=True, type=click.Path(path_type=Path), metavar="HEAD", help="A head that you hold.")
@_KEYS
@_JSON
def monitor(folder: Path, since: Path, keys: tuple[str, ...], as_json: bool) -> int:
    """Check that nothing was rewritten since a HEAD that you hold, and tell what came since."""
    old, new, entries = _open(folder).monitor(since, keys)
    if as_json:
        print_json({"old": old.size, "now": new.size, "since": [describe_entry(entry) for entry in entries]})
        return 0
    print_line(f"The log “{new.origin}” goes on from your head: {old.size} entries then, {new.size} now.")
    for kind, count in sorted(Counter(entry.kind for entry in entries).items()):
        print_line(f"  {count} × {kind}")
    print_key_warning(is_own=bool(keys))
    return 0


@vault.command("compare-heads")
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--proof", type=click.Path(path_type=Path), help="What “vault prove --since” gave between the two.")
@click.option("--key", "keys", multiple=True, required=True, metavar="LINE", help="The key of the log.")
def compare_heads(one: Path, other: Path, proof: Path | None, keys: tuple[str, ...]) -> int:
    """Compare two heads that different people were given: were they shown one log?"""
    from contactline.desk.proving import compare_heads as compare

    if compare(one, other, keys, proof):
        print_line("Both heads are of one log.")
        return 0
    print_error(
        "The heads are of different sizes: they do not tell by themselves.\n"
        "  Ask for a proof between them: contactline vault prove --since ONE, and give it with --proof."
    )
    return 1


@vault.command()
@click.argument("head_file", metavar="HEAD", type=click.Path(path_type=Path))
@click.option("--party-key", "key_file", required=True, type=click.Path(path_type=Path), help="Your own key's file.")
@click.option("--make-key", metavar="NAME", help="Make the key first, under this name.")
def cosign(head_file: Path, key_file: Path, make_key: str | None) -> int:
    """Sign a HEAD that you saw, with the time, and print it. The vault cannot show you another log afterwards."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.proving import cosign as sign
    from contactline.desk.proving import make_party_key

    passphrase = os.environ.get(KEY_VARIABLE, "")
    if make_key:
        print_error(f"Your key, to hand to others: {make_party_key(make_key, key_file, passphrase)}")
    click.echo(str(sign(head_file, key_file, passphrase, SystemClock())), nl=False)
    return 0


@vault.command()
@_vault_option
@_AUTHOR
@click.option("--trust", nargs=2, metavar="NAME FILE", help="Keep the certificates (PEM) to trust for an authority.")
@click.option("--query", type=click.Path(path_type=Path), metavar="FILE", help="Write a query, to carry to a network.")
@click.option("--reply", nargs=2, metavar="NAME FILE", help="Take the reply of an authority that was carried here.")
@click.option("--list", "show", is_flag=True, help="List all stamps, and whether they verify.")
@click.pass_obj
def stamp(
    config: Path | None,
    /,
    folder: Path,
    author: str,
    trust: tuple[str, str] | None,
    query: Path | None,
    reply: tuple[str, str] | None,
    show: bool,
) -> int:
    """Have the head stamped by the authorities of time in the settings, or work on stamps without a network."""
    stamping = _open_stamping(folder)
    if trust:
        count = stamping.trust(trust[0], Path(trust[1]))
        print_line(f"{count} certificates are kept for {trust[0]}.")
    elif query:
        print_line(f"{query} asks for a stamp over the head of {stamping.write_query(query).size} entries.")
    elif reply:
        print_stamp(stamping.take_reply(Path(reply[1]), reply[0], author))
    elif show:
        for each in stamping.list_all():
            print_stamp(each)
    else:
        return _fetch_stamps(stamping, load_settings(config, Path.cwd()).vault.authorities, author)
    return 0


def _fetch_stamps(stamping: Stamping, authorities: Mapping[str, str], author: str) -> int:
    if not authorities:
        raise ConfigError(
            "no authority of time is set up",
            (),
            subject="[vault.authorities]",
            hint="Name two at least in contactline.toml, or carry a query: contactline vault stamp --query FILE.",
        )
    done = stamping.fetch_all(authorities, author)
    for each in done:
        if each.stamp:
            print_stamp(each.stamp)
        else:
            print_error(f"{each.authority}: {each.error}")
    if len(authorities) == 1:
        print_line("One authority alone has to be believed; two of different owners are better.")
    return 0 if all(each.stamp for each in done) else _SOME_PROBLEMS


@vault.command()
@_vault_option
@_AUTHOR
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Read N items only, which nobody can foresee.")
@click.option("--read-only", is_flag=True, help="Do not record the result in the log; needs no key.")
@click.option("--again", is_flag=True, help="Begin anew instead of going on where the last run was cut short.")
@_JSON
def verify(folder: Path, author: str, sample: int | None, read_only: bool, again: bool, as_json: bool) -> int:
    """Read the log and all stored bytes again and hash them; the log records the result."""
    from contactline.cli.progress import show_progress

    with show_progress(quiet=as_json) as progress:
        done = _open(folder).verify(author, progress, sample=sample, record=not read_only, again=again)
    if as_json:
        print_json(describe_verified(done))
    else:
        print_verified(done)
    return _INTEGRITY if done.wrong else 0


@vault.command()
@_vault_option
@_AUTHOR
@_REASON
@click.option("--lost", is_flag=True, help="The old key is gone; the log says so openly.")
def rotate(folder: Path, author: str, reason: str, lost: bool) -> int:
    """Go on with a new signing key; the old one approves it and is revoked."""
    fresh = os.environ.get("CONTACTLINE_VAULT_NEW_PASSPHRASE", os.environ.get(KEY_VARIABLE, ""))
    key = _open(folder).rotate(author, fresh, reason, lost=lost)
    print_line(f"The new key, to hand to everybody who is to check the vault:\n  {key}")
    return 0
