"""spaCy's trees brought over to the document's tokens. Trees are written by hand, so that no pipeline is needed.

Each word is ``form/part of speech/tag/relation/head``, heads counted from 1, 0 for the root.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest

from contactline.errors import MissingExtraError, PluginError
from contactline.read.analysis import ROOT, Analysis
from contactline.read.cleartree import Node, convert
from contactline.read.document import Document, make_document
from contactline.read.spacy import SpacyAnalyser, make_analysis, make_spacy_reader
from contactline.records.reports import ReportMeta, make_report

PASSIVE = (
    "Three/NUM/CD/nummod/2 soldiers/NOUN/NNS/nsubjpass/4 were/AUX/VBD/auxpass/4 killed/VERB/VBN/ROOT/0 "
    "by/ADP/IN/agent/4 fire/NOUN/NN/pobj/5 from/ADP/IN/prep/6 Kestria/PROPN/NNP/pobj/7 "
    "in/ADP/IN/prep/4 Tolm/PROPN/NNP/pobj/9 ././punct/4"
).replace("././punct/4", "./PUNCT/./punct/4")
PREDICATE = (
    "The/DET/DT/det/2 report/NOUN/NN/nsubj/3 is/AUX/VBZ/ROOT/0 not/PART/RB/neg/3 true/ADJ/JJ/acomp/3 "
    "of/ADP/IN/prep/5 Tolm/PROPN/NNP/pobj/6"
)


def nodes_of(written: str) -> list[Node]:
    nodes = []
    for word in written.split():
        form, upos, xpos, relation, head = word.rsplit("/", 4)
        nodes.append(Node(form.lower(), upos, xpos, relation, int(head) - 1 if head != "0" else ROOT))
    return nodes


def tree_of(written: str) -> dict[str, tuple[str, str]]:
    """For every form its relation and the form of its head, for short sentences where no form stands twice."""
    forms = [word.split("/")[0] for word in written.split()]
    heads, relations = convert(nodes_of(written))
    return {
        form: (relation, "" if head == ROOT else forms[head])
        for form, head, relation in zip(forms, heads, relations, strict=True)
    }


def test_prepositions_hang_on_their_nouns() -> None:
    tree = tree_of(PASSIVE)
    assert tree["soldiers"] == ("nsubj:pass", "killed")
    assert tree["were"] == ("aux:pass", "killed")
    assert tree["fire"] == ("obl:agent", "killed")
    assert tree["by"] == ("case", "fire")
    assert tree["Kestria"] == ("nmod", "fire")
    assert tree["from"] == ("case", "Kestria")
    assert tree["Tolm"] == ("obl", "killed")
    assert tree["killed"] == ("root", "")


def test_a_predicate_governs_its_be() -> None:
    tree = tree_of(PREDICATE)
    assert tree["true"] == ("root", "")
    assert tree["is"] == ("cop", "true")
    assert tree["report"] == ("nsubj", "true")
    assert tree["not"] == ("advmod", "true")
    assert tree["Tolm"] == ("obl", "true")


def test_there_were_losses() -> None:
    tree = tree_of(
        "There/PRON/EX/expl/2 were/VERB/VBD/ROOT/0 no/DET/DT/det/4 losses/NOUN/NNS/attr/2 at/ADP/IN/prep/2 "
        "posts/NOUN/NNS/pobj/5"
    )
    assert tree["were"] == ("root", "")
    assert tree["losses"] == ("nsubj", "were")
    assert tree["posts"] == ("obl", "were")


def test_clauses_behind_prepositions() -> None:
    tree = tree_of(
        "Units/NOUN/NNS/nsubj/2 withdrew/VERB/VBD/ROOT/0 after/ADP/IN/prep/2 shelling/VERB/VBG/pcomp/3 "
        "the/DET/DT/det/6 village/NOUN/NN/dobj/4"
    )
    assert tree["shelling"] == ("advcl", "withdrew")
    assert tree["after"] == ("mark", "shelling")
    assert tree["village"] == ("obj", "shelling")


def test_prepositions_of_two_words() -> None:
    because = tree_of(
        "It/PRON/PRP/nsubj/2 stopped/VERB/VBD/ROOT/0 because/SCONJ/IN/prep/2 of/ADP/IN/prep/3 fire/NOUN/NN/pobj/4"
    )
    assert because["fire"] == ("obl", "stopped")
    assert because["because"] == ("case", "fire")
    assert because["of"] == ("fixed", "because")
    behind = tree_of(
        "They/PRON/PRP/nsubj/2 fired/VERB/VBD/ROOT/0 from/ADP/IN/prep/2 behind/ADP/IN/pcomp/3 hills/NOUN/NNS/pobj/4"
    )
    assert behind["hills"] == ("obl", "fired")
    assert behind["from"] == behind["behind"] == ("case", "hills")


def test_coordination_hangs_on_the_first() -> None:
    tree = tree_of(
        "Mortars/NOUN/NNS/nsubj/6 ,/PUNCT/,/punct/1 guns/NOUN/NNS/conj/1 and/CCONJ/CC/cc/3 tanks/NOUN/NNS/conj/3 "
        "fired/VERB/VBD/ROOT/0 at/ADP/IN/prep/6 Tolm/PROPN/NNP/pobj/7 and/CCONJ/CC/cc/7 on/ADP/IN/conj/7 "
        "Ardo/PROPN/NNP/pobj/10"
    )
    assert tree["guns"] == tree["tanks"] == ("conj", "Mortars")
    assert tree["Ardo"] == ("conj", "Tolm")
    assert tree["on"] == ("case", "Ardo")
    assert tree["and"] == ("cc", "Ardo")  # the second "and"; the first is looked at in the numbers
    heads, _ = convert(
        nodes_of("A/NOUN/NN/ROOT/0 ,/PUNCT/,/punct/1 B/NOUN/NN/conj/1 and/CCONJ/CC/cc/3 C/NOUN/NN/conj/3")
    )
    assert heads[3] == 4


def test_other_names() -> None:
    tree = tree_of(
        "Arden/PROPN/NNP/poss/3 's/PART/POS/case/1 army/NOUN/NN/nsubj/4 denied/VERB/VBD/ROOT/0 shooting/NOUN/NN/dobj/4 "
        ",/PUNCT/,/punct/4 which/PRON/WDT/nsubj/8 began/VERB/VBD/relcl/5 Tuesday/PROPN/NNP/npadvmod/8 "
        "to/PART/TO/aux/11 draw/VERB/VB/advcl/8 it/PRON/PRP/dative/11 in/ADP/RP/prt/11"
    )
    assert tree["Arden"] == ("nmod:poss", "army")
    assert tree["began"] == ("acl:relcl", "shooting")
    assert tree["Tuesday"] == ("obl:npmod", "began")
    assert tree["to"] == ("mark", "draw")
    assert tree["it"] == ("iobj", "draw")
    assert tree["in"] == ("compound:prt", "draw")


@pytest.mark.parametrize("written", [PASSIVE, PREDICATE])
def test_a_tree_stays_a_tree(written: str) -> None:
    heads, relations = convert(nodes_of(written))
    assert relations.count("root") == 1
    for index in range(len(heads)):
        steps = 0
        while heads[index] != ROOT:
            index, steps = heads[index], steps + 1
            assert steps <= len(heads)


def test_without_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "spacy":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "spacy", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError) as caught:
        make_spacy_reader()
    assert "contactline[spacy]" in caught.value.diagnostics()


# -- with spaCy


@pytest.fixture
def blank() -> Any:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    return spacy.blank("en")


def doc_of(nlp: Any, written: str, text: str, entities: tuple[str, ...] = ()) -> Any:
    from spacy.tokens import Doc

    cells = [word.rsplit("/", 4) for word in written.split()]
    position, spaces = 0, []
    for form, *_ in cells:
        position = text.index(form, position) + len(form)
        spaces.append(text[position : position + 1] == " ")
    return Doc(
        nlp.vocab,
        words=[form for form, *_ in cells],
        spaces=spaces,
        pos=[upos for _, upos, *_ in cells],
        tags=[xpos for _, _, xpos, *_ in cells],
        deps=[relation for *_, relation, _ in cells],
        heads=[int(head) - 1 if head != "0" else number for number, (*_, head) in enumerate(cells)],
        ents=list(entities) or None,
    )


def document_of(text: str) -> Document:
    return make_document(make_report(None, text, ReportMeta()))


def heads_of(analysis: Analysis, document: Document) -> dict[str, tuple[str, str]]:
    texts = [token.text for token in document.tokens]
    return {
        text: (relation, "" if head == ROOT else texts[head])
        for text, head, relation in zip(texts, analysis.heads, analysis.deprels, strict=True)
    }


def test_words_come_over_to_the_tokens_of_the_document(blank: Any) -> None:
    text = "Arden's army didn't fire 82-mm shells."
    written = (
        "Arden/PROPN/NNP/poss/3 's/PART/POS/case/1 army/NOUN/NN/nsubj/6 did/AUX/VBD/aux/6 n't/PART/RB/neg/6 "
        "fire/VERB/VB/ROOT/0 82/NUM/CD/nummod/9 -/PUNCT/HYPH/punct/9 mm/NOUN/NN/nmod/10 shells/NOUN/NNS/dobj/6 "
        "./PUNCT/./punct/6"
    )
    document = document_of(text)
    analysis = make_analysis(document, [(0, doc_of(blank, written, text, ("B-GPE", *["O"] * 10)))])
    tree = heads_of(analysis, document)
    assert tree["Arden"] == ("nmod:poss", "army")
    assert tree["82-mm"] == ("compound", "shells")
    assert tree["didn't"] == ("aux", "fire")
    assert analysis.deprels.count("root") == 1
    assert [(label.first, label.last, label.label) for label in analysis.entities] == [(0, 1, "LOC")]
    assert analysis.xpos[[token.text for token in document.tokens].index("didn't")] == "VBD"


def test_text_that_is_not_ascii(blank: Any) -> None:
    text = "🔥 Şuşa was hit."
    written = "🔥/SYM/SYM/dep/4 Şuşa/PROPN/NNP/nsubjpass/4 was/AUX/VBD/auxpass/4 hit/VERB/VBN/ROOT/0 ./PUNCT/./punct/4"
    document = document_of(text)
    tree = heads_of(make_analysis(document, [(0, doc_of(blank, written, text))]), document)
    assert tree["Şuşa"] == ("nsubj:pass", "hit")


def test_one_root_in_every_sentence(blank: Any) -> None:
    text = "Fire: posts hit."
    written = "Fire/NOUN/NN/ROOT/0 :/PUNCT/:/punct/1 posts/NOUN/NNS/nsubj/4 hit/VERB/VBD/ROOT/0 ./PUNCT/./punct/4"
    document = document_of(text)
    analysis = make_analysis(document, [(0, doc_of(blank, written, text))])
    assert heads_of(analysis, document)["hit"] == ("parataxis", "Fire")


def test_universal_dependencies_stay_as_they_are(blank: Any) -> None:
    text = "Posts were hit in Tolm."
    written = (
        "Posts/NOUN/NNS/nsubj:pass/3 were/AUX/VBD/aux:pass/3 hit/VERB/VBN/root/0 in/ADP/IN/case/5 "
        "Tolm/PROPN/NNP/obl/3 ./PUNCT/./punct/3"
    )
    document = document_of(text)
    tree = heads_of(make_analysis(document, [(0, doc_of(blank, written, text))]), document)
    assert tree["Tolm"] == ("obl", "hit")
    assert tree["hit"] == ("root", "")


def test_a_pipeline_runs_sentence_by_sentence(blank: Any) -> None:
    """A component that parses by one rule stands for a pipeline: all hang on the first word."""
    from spacy.language import Language

    @Language.component("all_on_the_first")
    def parse(doc: Any) -> Any:
        for token in doc:
            token.head, token.dep_ = doc[0], "ROOT" if token.i == 0 else "dep"
        return doc

    blank.add_pipe("all_on_the_first")
    document = document_of("One two\nthree four. " * 3 + "Five " * 9_000)
    analysis = SpacyAnalyser(blank).analyse(document)
    assert len(analysis.heads) == len(document.tokens)
    for sentence in document.sentences:
        roots = [t for t in range(sentence.first, sentence.last) if analysis.heads[t] == ROOT]
        assert len(roots) == 1


def test_a_pipeline_that_is_not_there(blank: Any) -> None:
    with pytest.raises(PluginError) as caught:
        SpacyAnalyser("no_such_pipeline")
    assert "spacy download no_such_pipeline" in caught.value.diagnostics()
