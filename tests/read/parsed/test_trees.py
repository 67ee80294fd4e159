"""What hangs on what, whatever stands between."""

from __future__ import annotations

from contactline.read.parsed.negation import is_denied

from .parses import tree_of, word

SHELLED = """
Southmark nsubj 5
, punct 1
sources obl 1
say parataxis 1
shelled root 0
Tolm obj 5
, punct 5
killing advcl 5
two obj 8
"""
PASSIVE = """
Tolm nsubj:pass 3
was aux:pass 3
shelled root 0
by case 5
Southmark obl:agent 3
and cc 7
burnt conj 3
"""
RELATIVE = """
forces root 0
who nsubj 3
opened acl:relcl 1
fire obj 3
and cc 6
fled conj 3
"""


def test_the_subject_of_a_participle_is_that_of_the_verb_above() -> None:
    tree = tree_of(SHELLED, {"killing": "VBG"})
    assert word(tree, tree.subject(7)) == "southmark"


def test_a_passive_names_what_was_hit_and_by_whom() -> None:
    tree = tree_of(PASSIVE, {"shelled": "VBN", "burnt": "VBN"})
    assert tree.is_passive(2)
    assert word(tree, tree.patient(2)) == "tolm"
    assert word(tree, tree.agent(2)) == "southmark"
    assert tree.subject(2) is None


def test_a_joined_participle_shares_what_was_hit() -> None:
    tree = tree_of(PASSIVE, {"shelled": "VBN", "burnt": "VBN"})
    assert tree.is_passive(6)
    assert word(tree, tree.patient(6)) == "tolm"


def test_who_stands_for_the_noun_before() -> None:
    tree = tree_of(RELATIVE)
    assert word(tree, tree.subject(2)) == "forces"
    assert word(tree, tree.subject(5)) == "forces"


def test_a_stretch_has_only_its_own_part_of_the_tree() -> None:
    tree = tree_of(SHELLED)
    assert tree.reaches(4, 8)
    assert not tree.reaches(7, 5)
    assert tree.top(7, 9) == 7


NOT = """
units nsubj 4
did aux 4
not advmod 4
fire root 0
"""
NO_SHOTS = """
no det 2
shots nsubj:pass 4
were aux:pass 4
fired root 0
"""
FAILED = """
troops nsubj 4
did aux 4
not advmod 4
fail root 0
to mark 6
fire xcomp 4
"""
NO_FEWER = """
no advmod 2
fewer advmod 3
five nsubj:pass 5
were aux:pass 5
killed root 0
"""
OTHER_VERB = """
he nsubj 4
did aux 4
not advmod 4
condemn root 0
the det 6
shelling obj 4
"""
OR = """
units nsubj 4
did aux 4
not advmod 4
shell root 0
or cc 6
storm conj 4
"""


def test_not_denies_its_verb() -> None:
    assert is_denied(tree_of(NOT), 3, 4)


def test_no_shots_were_fired() -> None:
    assert is_denied(tree_of(NO_SHOTS), 3, 4)


def test_not_failing_to_fire_is_firing() -> None:
    assert not is_denied(tree_of(FAILED), 5, 6)


def test_no_fewer_than_five_denies_nothing() -> None:
    assert not is_denied(tree_of(NO_FEWER), 4, 5)


def test_a_negation_reaches_over_or() -> None:
    assert is_denied(tree_of(OR), 5, 6)


def test_who_did_not_condemn_the_shelling_says_that_there_was_one() -> None:
    assert not is_denied(tree_of(OTHER_VERB), 5, 6)
