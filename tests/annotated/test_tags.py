from __future__ import annotations

from contactline.annotated.tags import HEADS, make_row
from contactline.annotated.texts import AnnotatedText

from .samples import FACTS, SOURCE, NoNames, cut, make_text


def spans(text: AnnotatedText, head: str) -> list[tuple[str, str]]:
    """Label and words of every span of a head."""
    row = make_row(text, cut, NoNames())
    found: list[tuple[str, list[str]]] = []
    for word, tag in zip(row["words"], row[head], strict=True):  # type: ignore[call-overload]
        if tag.startswith("B-"):
            found.append((tag[2:], [word]))
        elif tag.startswith("I-"):
            assert found[-1][0] == tag[2:]
            found[-1][1].append(word)
    return [(label, " ".join(words)) for label, words in found]


def small(passage: str, claims: str) -> AnnotatedText:
    return make_text(f"{FACTS}---\n# A day\n\n{passage}\n---\n{claims}\n")


def test_a_row_holds_the_words_and_sentences_of_the_report() -> None:
    text = make_text()
    row = make_row(text, cut, NoNames())
    words, spaces = row["words"], row["spaces"]
    assert isinstance(words, list)
    assert isinstance(spaces, list)
    joined = "".join(word + " " * space for word, space in zip(words, spaces, strict=True))
    assert joined.split() == text.report.text.split()
    assert row["sent"] == sorted(row["sent"])  # type: ignore[call-overload]
    assert set(row["sent"]) == {0, 1, 2}  # type: ignore[call-overload]
    assert (row["doc"], row["conflict"]) == ("northland/01-shelling-of-tolm", "northland")
    assert all(len(row[head]) == len(words) for head in HEADS)  # type: ignore[arg-type]


def test_the_heads_of_the_example() -> None:
    text = make_text()
    assert spans(text, "cue") == [
        ("Source", "The Ministry of Defence of Northland"),
        ("Cue", "said"),
        ("Source", "It"),
        ("Cue", "denied"),
    ]
    assert [words.split()[0] for _, words in spans(text, "content")] == ["Southmark", "its"]
    assert spans(text, "event") == [("shelling", "shells"), ("shelling", "shelled"), ("small_arms_fire", "opened fire")]
    assert spans(text, "act") == [("accuses", "said"), ("denies", "denied")]
    assert spans(text, "modality") == [("negated", "opened fire")]
    assert spans(text, "cas") == [
        ("killed", "two civilians"),
        ("killed", "two civilians"),
        ("wounded", "a 40-year-old farmer"),
    ]
    assert spans(text, "arole") == [
        ("Actor", "Southmark"),
        ("Place", "Tolm"),
        ("Actor", "Southmark forces"),
        ("Place", "the village of Tolm"),
        ("Means", "120-mm mortars"),
        ("Time", "Tuesday evening"),
        ("Actor", "its units"),
    ]


def test_acts_of_several_words_have_underscores() -> None:
    assert ("partly_denies", "denied") in spans(make_text(SOURCE.replace("act=denies", "act=partly denies")), "act")


def test_spans_that_touch_are_kept_apart() -> None:
    text = small(
        "{s1 It} {q1 said}: {o1 {k1 two soldiers} {k2 a boy} died}. More.",
        "k1: killed 2 military side=NL\nk2: killed 1 civilian side=NL\n"
        "c1: act=states kind=killing speaker=s1/NL cue=q1 content=o1 cas=k1,k2",
    )
    assert spans(text, "cas") == [("killed", "two soldiers"), ("killed", "a boy")]


def test_the_outermost_content_is_one_span_and_inner_speakers_are_tagged() -> None:
    text = small(
        "{s1 It} {q1 said} that {o1 {s2 Varna} {q2 claims} {o2 {e2 shelling}}}. More.",
        "c1: act=states kind=none speaker=s1/NL cue=q1 content=o1\n"
        "c2: act=accuses kind=shelling speaker=s2/SM cue=q2 content=o2 trigger=e2",
    )
    assert spans(text, "content") == [("Content", "Varna claims shelling")]
    assert ("Source", "Varna") in spans(text, "cue")


def test_pieces_of_a_content_are_spans_of_their_own() -> None:
    text = small(
        "{o1 {e1 Shelling}}, {s1 it} {q1 said}, {o2 went on}. More.",
        "c1: act=states kind=shelling speaker=s1/NL cue=q1 content=o1+o2 trigger=e1",
    )
    assert spans(text, "content") == [("Content", "Shelling"), ("Content", "went on")]


def test_a_span_begins_anew_with_its_sentence() -> None:
    text = small(
        "{s1 It} {q1 said}: {o1 The {e1 shelling} went on. Nobody slept}.",
        "c1: act=states kind=shelling speaker=s1/NL cue=q1 content=o1 trigger=e1",
    )
    assert spans(text, "content") == [("Content", "The shelling went on ."), ("Content", "Nobody slept")]


def test_modality_stands_on_casualties_where_there_is_no_trigger() -> None:
    text = small(
        "{k1 Two men} may have died. More.",
        "k1: killed 2 unsaid side=NL\nc1: act=states kind=killing speaker=-/NL cas=k1 modality=hedged",
    )
    assert spans(text, "modality") == [("hedged", "Two men")]


def test_what_is_passed_on_and_denied_is_negated() -> None:
    text = small(
        "{s1 It} {q1 denied} {s2 Varna}'s {q2 claim} of {o1 {e1 shelling}}. More.",
        "c1: act=accuses kind=shelling speaker=s2/SM cue=q2 content=o1 trigger=e1 actor=s1/NL modality=reported\n"
        "c2: act=denies kind=shelling speaker=s1/NL cue=q1 content=o1 trigger=e1 polarity=negative answers=c1",
    )
    assert spans(text, "modality") == [("negated", "shelling")]
    assert spans(text, "act") == [("denies", "denied"), ("accuses", "claim")]


def test_an_actor_that_is_a_place_too_is_an_actor() -> None:
    text = small(
        "{a1 The trench} {e1 fired} at us. More.",
        "c1: act=accuses kind=small_arms_fire speaker=-/NL trigger=e1 actor=a1/SM from=a1",
    )
    assert spans(text, "arole") == [("Actor", "The trench")]


def test_a_speaker_without_a_cue_is_no_source() -> None:
    text = small(
        "{s1 Varna}: {o1 {e1 shelling} went on}. More.",
        "c1: act=states kind=shelling speaker=s1/SM content=o1 trigger=e1",
    )
    assert spans(text, "cue") == []
