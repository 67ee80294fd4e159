"""The ground the rules walk on: inflected lexicons, noun phrases, clauses, capitals, and appositions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from contactline.read.capitals import capitals_tell
from contactline.read.clauses import cut_clauses, find_subject
from contactline.read.lexicon import inflect_noun, inflect_verb, line_words, noun_triggers, outcomes, verb_triggers
from contactline.read.names import find_name_runs, is_demonym, is_kind_word
from contactline.records.claims import Part
from contactline.records.names import SpotSort

from .content import document_of, headline_view, spot, view_of


@pytest.mark.parametrize(
    ("lemma", "plural"),
    [("post", "posts"), ("army", "armies"), ("trench", "trenches"), ("boy", "boys"), ("fire brigade", "fire brigades")],
)
def test_plurals(lemma: str, plural: str) -> None:
    assert inflect_noun(lemma) == plural


@pytest.mark.parametrize(
    ("lemma", "form", "word"),
    [
        ("shell", "past", "shelled"),
        ("open fire", "ing", "opening fire"),
        ("strike back", "past", "struck back"),
        ("throw back", "past", "thrown back"),
        ("bury", "past", "buried"),
        ("use", "ing", "using"),
        ("take prisoner", "past", "taken prisoner"),
    ],
)
def test_verb_forms(lemma: str, form: str, word: str) -> None:
    assert word in inflect_verb(lemma)[form]


@pytest.mark.parametrize(
    ("words", "lemma"),
    [
        ("was thrown back by", "throw back"),
        ("violated the ceasefire regime again", "violate the ceasefire regime"),
        ("stepped on a mine", "step on a mine"),
    ],
)
def test_the_longest_phrase_wins(words: str, lemma: str) -> None:
    assert [hit.entry.lemma for hit in verb_triggers().find(words.split())] == [lemma]


def test_tables_find_nothing_in_other_words() -> None:
    words = ["the", "ministers", "signed", "a", "treaty"]
    for table in (verb_triggers(), noun_triggers(), outcomes(), line_words()):
        assert list(table.find(words)) == []


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Three Ardelian soldiers left.", ["Three Ardelian soldiers"]),
        ("units of the Kestrian army", ["units", "the Kestrian army"]),
        ("the previous day two children", ["two children"]),
        ("Captain Ardo Khan left", ["Captain", "Ardo Khan"]),
        ("a resident of Sorel and her granddaughter", ["a resident", "Sorel", "her granddaughter"]),
        ("Ardelian forces regularly position themselves", ["Ardelian forces", "position"]),
        ("Fierce battles went on", []),
        ("Grossly violating the truce", []),
        ("An 18-year-old was hit", ["An 18-year-old"]),
    ],
)
def test_noun_phrases(text: str, phrases: list[str]) -> None:
    view = view_of(text)
    assert [view.quote(p.first, p.last).words for p in view.phrases if p.sort != "pronoun"] == phrases


@pytest.mark.parametrize(
    ("text", "preposition"),
    [
        ("between Ardelia and Kestria", "between"),
        ("a resident of Sorel and her daughter", ""),
        ("soldiers and villagers", ""),
        ("near Sorel and Movren", "near"),
    ],
)
def test_a_preposition_governs_a_list_but_not_other_people(text: str, preposition: str) -> None:
    assert view_of(text).phrases[-1].before == preposition


def test_an_opening_quotation_mark_is_no_possessive() -> None:
    view = view_of("as Ardelia 'violates' the truce")
    assert not any(phrase.possessive for phrase in view.phrases)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The army shelled the village and the post.", 1),
        ("The army shelled the village and the enemy attacked the post.", 2),
        ("Troops opened fire, killing two.", 2),
        ("The army fired in response to shelling.", 2),
        ("The army refrained from shelling the village.", 1),
        ("He said that the post was hit while the army fired.", 3),
    ],
)
def test_clauses(text: str, count: int) -> None:
    view = view_of(text)
    clauses = cut_clauses(view)
    assert (clauses[0].first, clauses[-1].last) == (0, len(view.tokens))
    assert all(one.last == other.first for one, other in pairwise(clauses))
    assert len(clauses) == count


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The army shelled the village.", "shelled", "The army"),
        ("Ardelian forces, which used mortars, left.", "used", "Ardelian forces"),
        ("The army opened fire, killing two.", "killing", "The army"),
        ("Grossly violating the ceasefire, Kestrian forces left.", "violating", "Kestrian forces"),
        ("Ardelia’s practice of shelling villages goes on.", "shelling", "Ardelia"),
        ("The army tried to advance but shelled a village.", "shelled", "The army"),
        ("He said “shelling villages Kestria breaks the law.”", "shelling", "Kestria"),
    ],
)
def test_subjects(text: str, verb: str, subject: str) -> None:
    view = view_of(text)
    found = find_subject(view, cut_clauses(view), view.lows.index(verb))
    assert found is not None
    assert view.mention(found).text == subject


@pytest.mark.parametrize(
    ("text", "part", "tell"),
    [
        ("Village Shelled By Northern Troops", Part.HEADLINE, False),
        ("Two killed in shelling near Sorel", Part.HEADLINE, True),
        ("Anything At All In Body", Part.BODY, True),
    ],
)
def test_capitals_in_headlines(text: str, part: Part, tell: bool) -> None:
    assert capitals_tell(view_of(text).tokens, part) is tell


def test_name_runs_end_at_the_word_for_their_kind() -> None:
    view = view_of("in Tovren District Hospital and Kathar sector, near St Petrov, said ISPR")
    runs = find_name_runs(view, ())
    assert [view.quote(run.first, run.last).words for run in runs][:2] == ["Tovren District", "Kathar sector"]
    assert [run.kind_word for run in runs][:2] == [True, True]
    assert runs[-1].is_acronym


def test_known_names_are_no_runs() -> None:
    text = "near Sorel and Movren"
    view = view_of(text, spot(text, "Sorel", SpotSort.ACTOR, "x"))
    assert [view.quote(run.first, run.last).words for run in find_name_runs(view, ())] == ["Movren"]


@pytest.mark.parametrize(
    ("word", "is_one"), [("Ardelian", True), ("Japanese", True), ("Talish", False), ("Sorel", False)]
)
def test_demonyms_by_their_ending(word: str, is_one: bool) -> None:
    assert is_demonym(word) is is_one


@pytest.mark.parametrize(
    ("word", "is_one"), [("district", True), ("heights", True), ("districts", False), ("direction", False)]
)
def test_kind_words_belong_to_one_name(word: str, is_one: bool) -> None:
    assert is_kind_word(word) is is_one


def test_a_view_of_a_headline_knows_its_part() -> None:
    assert headline_view("Two killed near Sorel").part is Part.HEADLINE
    assert view_of("Two were killed near Sorel.").part is Part.BODY
    assert document_of("Body.", "Head").report.headline is not None
