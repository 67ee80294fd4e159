from __future__ import annotations

import re
from pathlib import Path

import pytest

from contactline.annotated.balance import count_balance
from contactline.annotated.check import check_folder, check_text, find_folders

from .samples import PATH, SOURCE, TOML, cut, find_mistakes, make_text, write_folder

MORE = {
    "k1": "k1: killed 2 civilian side=NL",
    "c1": re.search(r"c1: .*", SOURCE)[0],  # type: ignore[index]
    "c2": re.search(r"c2: .*", SOURCE)[0],  # type: ignore[index]
    "c3": re.search(r"c3: .*", SOURCE)[0],  # type: ignore[index]
}


def test_the_example_of_the_guideline_has_no_mistakes() -> None:
    assert find_mistakes(SOURCE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        # marks
        ("{p0 Tolm},", "{p0 Tolm,}", 6, "mark p0 ends with “,”"),
        ("{p0 Tolm}", "{p0  Tolm}", 6, "mark p0 begins with “ ”"),
        ("{e2 opened fire}", '{e2 "opened fire"}', 10, 'mark e2 ends with “"”'),
        ("time=d1 ", "", 9, "mark d1 is used by no claim"),
        ("cas=k2,k3", "cas=k2", 10, "mark k3 is in no claim's cas="),
        ("time=d1", "time=d7", 16, "no words are marked d7"),
        ("k1: killed", "k9: killed", 12, "no words are marked k9"),
        # claims
        ("cas=k1", "cas=k2,k7", 15, "cas=k7 has no casualty line"),
        ("speaker=-/NL", "speaker=-/SM", 15, "“-” is the publisher, who is of NL"),
        ("order=first", "order=first answers=c9", 17, "there is no such claim"),
        ("order=first", "order=first answers=c3", 17, "is the claim itself"),
        ("stated=d2", "stated=d2 answers=c1", 16, "answers= belongs to denies"),
        ("content=o2 trigger", "content=o2+a2 trigger", 17, "pieces of its content overlap"),
        ("cue=q2 content=o2", "cue=e2 content=o2", 17, "content o2 holds its own cue e2"),
        ("speaker=s2/NL cue=q2", "speaker=a2/NL cue=q2", 17, "content o2 holds its own speaker a2"),
        ("kind=small_arms_fire", "kind=none", 17, "kind=none has no trigger"),
        ("trigger=e0", "trigger=e0,a0", 15, "a trigger is one mark"),
        ("cas=k1 headline", "cas=k1", 15, "stands in the headline; add the flag"),
        ("order=first", "order=first headline", 17, "take the flag away"),
        ("place=p1", "place=p0,p1", 16, "uses marks of the headline and of the body"),
        # acts
        ("act=denies", "act=accuses", 17, "accuses with polarity=negative"),
        ("stated=d2", "stated=d2 modality=future", 16, "accuses with modality=future"),
        ("polarity=negative ", "", 17, "a denial of an occurrence needs polarity=negative"),
        ("act=denies kind=small_arms_fire", "act=observes kind=small_arms_fire", 17, "observes is for missions"),
        ("kind=shelling speaker=s1/NL", "kind=monitoring speaker=s1/NL", 16, "accuses needs a hostile kind"),
        ("actor=a1/SM", "actor=a1/NL", 16, "the speaker's own side acts too"),
        (
            "act=accuses kind=shelling speaker=s1",
            "act=admits kind=shelling speaker=s1",
            16,
            "the other side acts: row 5",
        ),
        (
            "act=accuses kind=shelling speaker=s1/NL",
            "act=claims responsibility kind=shelling speaker=s1/NL",
            16,
            "(row 5)",
        ),
        ("act=accuses kind=shelling speaker=s1/NL", "act=accuses kind=shelling speaker=s1/third", 16, "(row 1)"),
        ("act=accuses kind=shelling speaker=s1/NL", "act=reports own loss kind=shelling speaker=s1/NL", 16, "(row 3)"),
        (
            "act=accuses kind=shelling speaker=s1/NL",
            "act=reports enemy loss kind=shelling speaker=s1/NL",
            16,
            "k2 is of NL",
        ),
        ("act=denies", "act=reports own loss", 17, "needs cas=…"),
        # casualties
        ("k1: killed 2", "k1: killed 3", 12, "says 2, the line another number"),
        ("k3: wounded 1", "k3: wounded 40", 14, "says 1, the line another number"),
        ("k1: killed 2", "k1: killed 0", 12, "holds no word such as “no”"),
        ("k1: killed 2", "k1: killed ?", 12, "says 2, the line another number"),
        ("k1: killed 2", "k1: killed 4+", 12, "says 2, the line another number"),
        # sides and order
        ("side: NL", "side: XX", 0, "side “XX” is not in conflict.toml"),
        ("k1: killed 2 civilian side=NL", "k1: killed 2 civilian side=XX", 12, "k1: side “XX” is not in"),
        ("actor=a1/SM", "actor=a1/XX", 16, "c2: side “XX” is not in"),
        ("c3: act", "c0: act", 17, "c0 stands below c2"),
    ],
)
def test_what_the_guideline_excludes(old: str, new: str, line: int, words: str) -> None:
    assert old in SOURCE
    found = [mistake for mistake in find_mistakes(SOURCE.replace(old, new, 1)) if words in mistake.message]
    assert [(mistake.line, mistake.warning) for mistake in found] == [(line, False)]


def test_reports_of_no_losses_are_no_reports_of_losses() -> None:
    source = SOURCE.replace("{k1 two civilians} killed", "{k1 no civilians} killed").replace(
        "k1: killed 2", "k1: killed 0"
    )
    source = source.replace(
        "act=accuses kind=shelling speaker=-/NL trigger=e0 actor=a0/SM",
        "act=reports own loss kind=shelling speaker=-/NL trigger=e0 target=a0/NL",
    )
    assert any("“no losses” is states" in mistake.message for mistake in find_mistakes(source))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{a1 Southmark forces}", "{a1 the Zarbian forces}", "“Zarbian” is not among the names of [sides.SM]"),
        ("{a1 Southmark forces}", "{a1 soldiers from Nordhaven}", "“Nordhaven” is not among the names of [sides.SM]"),
        ("publisher: Ministry of Defence of Northland", "publisher: Old Tribune", "publisher “Old Tribune”"),
        ("{p1 the village of Tolm}", "{p1 the village of Onk}", "has a name that is not in [places]"),
        ("trigger=e1 actor=a1/SM", "trigger=e1 target=a1/SM", "accuses without an actor"),
        ("act=accuses kind=shelling speaker=s1", "act=states kind=shelling speaker=s1", "row 3 makes it accuses"),
    ],
)
def test_what_may_be_right_is_only_a_warning(old: str, new: str, words: str) -> None:
    assert old in SOURCE
    found = [mistake for mistake in find_mistakes(SOURCE.replace(old, new, 1)) if words in mistake.message]
    assert [mistake.warning for mistake in found] == [True]
    assert "look again: " in str(found[0])


@pytest.mark.parametrize(
    "words", ["the ministry's troops", "it", "residents of Varna", "Farmers", "Southmarkers", "THE FOES"]
)
def test_words_that_name_nobody_else_give_no_warning(words: str) -> None:
    assert not find_mistakes(SOURCE.replace("{a1 Southmark forces}", f"{{a1 {words}}}"))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("a woman of 70", "1"),
        ("a man born in 1958", "1"),
        ("Ivan Petrov, 52", "1"),
        ("a mother of three", "1"),
        ("a crew of three", "3"),
        ("his driver and two passengers", "3"),
        ("two farmers and a boy", "3"),
        ("twenty-three soldiers", "23"),
        ("more than 20 people", "21+"),
        ("more than 20 people", "20+"),
        ("fewer than five people", "<5"),
        ("two or three men", "2-3"),
        ("dozens of men", "?"),
        ("a number of men", "?"),
        ("several soldiers", "?"),
        ("nobody", "0"),
        ("a dozen men", "~12"),
        ("the 12th Brigade's driver", "1"),
        ("any losses", "0"),
        ("TWO MEN", "2"),
    ],
)
def test_numbers_that_agree_with_their_words(words: str, number: str) -> None:
    source = SOURCE.replace("{k1 two civilians}", f"{{k1 {words}}}").replace("k1: killed 2", f"k1: killed {number}")
    assert not find_mistakes(source)


def test_an_abbreviation_and_an_inner_quotation_may_end_a_mark() -> None:
    assert not find_mistakes(SOURCE.replace("{d1 Tuesday evening}", "{d1 Tuesday, 8 p.m.}"))
    assert not find_mistakes(SOURCE.replace("{a1 Southmark forces}", '{a1 the Southmark unit "Dawn"}'))


def test_sentences_are_counted_with_the_headline() -> None:
    long = SOURCE.replace("{s2 It}", "It was said. " * 10 + "{s2 It}")
    assert [str(mistake) for mistake in find_mistakes(long)] == [
        f"{PATH}:6: has 13 sentences with the headline; write 3 to 12"
    ]
    short = SOURCE.replace("}. {s2 It}", "}, and {s2 it}")
    assert "has 2 sentences" in str(find_mistakes(short)[0])


def test_claims_stand_in_reading_order() -> None:
    second, third = (MORE[new].replace(f"{new}:", f"{old}:") for new, old in (("c3", "c2"), ("c2", "c3")))
    swapped = "\n".join([SOURCE.partition("c1:")[0] + MORE["c1"], second, third])
    assert any("c3 stands in an earlier sentence than c2" in mistake.message for mistake in find_mistakes(swapped))


def test_an_answer_goes_to_the_first_of_claims_that_repeat_each_other() -> None:
    again = MORE["c2"].replace("c2:", "c3:")
    last = MORE["c3"].replace("c3:", "c4:") + " answers=c3"
    source = f"{SOURCE.partition('c3:')[0]}{again}\n{last}\n"
    assert [mistake.message for mistake in find_mistakes(source)] == [
        "c4: answers=c3 repeats c2 (same side, act and kind); answer the first"
    ]


def test_file_names() -> None:
    assert "is not of the form 01-short-name.txt" in str(find_mistakes(SOURCE, "northland/Shelling.txt")[0])


def test_a_folder_without_its_conflict(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "northland", t01_one=SOURCE)
    (folder / "conflict.toml").unlink()
    checked = check_folder(folder, cut)
    assert [mistake.message.partition(";")[0] for mistake in checked.mistakes] == ["is missing"]
    assert not checked.is_sound
    assert check_text(make_text(), None, cut) == ()


def test_folders_of_conflicts_are_found(tmp_path: Path) -> None:
    one, other = (write_folder(tmp_path / name, t01_one=SOURCE) for name in ("one", "other"))
    (tmp_path / "empty").mkdir()
    assert find_folders(tmp_path) == [one, other]
    assert find_folders(one) == [one]
    assert check_folder(one, cut).is_sound


def test_files_that_are_no_text(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "northland")
    assert "has no texts" in str(check_folder(folder, cut).mistakes[0])
    (folder / "01-one.txt").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read as UTF-8" in str(check_folder(folder, cut).mistakes[0])


def test_the_balance_counts_by_side() -> None:
    balance = count_balance([make_text(), make_text()]).describe()
    assert balance["texts"] == 2
    assert balance["acts"] == {"accuses": {"NL": 4}, "denies": {"NL": 2}}
    assert balance["casualty_lines"] == {"NL": 6}
    assert balance["published"] == {"NL": 2}
    assert TOML
