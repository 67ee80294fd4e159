"""The model's runtime, mostly with a stand-in for the model: rules decide its numbers, so that answers are known."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.errors import IntegrityError, MissingExtraError, PluginError
from contactline.read.analysis import ROOT, Analysis
from contactline.read.compact import session
from contactline.read.compact.align import align, choose_tops, lift_heads, lift_range
from contactline.read.compact.engine import CompactAnalyser
from contactline.read.compact.plan import Encoded, iter_parts, make_plan
from contactline.read.compact.session import MODEL_FOLDER, Model, PieceSplitter, load_card, verify_files
from contactline.read.compact.windows import Limits, make_windows
from contactline.read.compact.words import case_of, find_words
from contactline.read.document import Document

from .content import document_of

np = pytest.importorskip("numpy")

from contactline.read.compact.decode import decode_relations, decode_spans, decode_tree, make_scheme  # noqa: E402
from contactline.read.compact.interpret import Interpreter  # noqa: E402

TEXTS = st.text(
    st.one_of(st.sampled_from("aAbé1٣.,'’-“”\"()\n\t _\u200b\u0301µ½"), st.characters(exclude_categories=["Cs"])),
    max_size=300,
)
BITS = "Shells|hit|Arden.|Mr.|Ilves|didn't|82-mm|mortars,|he|said.|\n\n|U.S.|a.m.|20:40|1,200|.|!|“|”|al-Din's|…|Zebra"
PROSE = st.lists(st.sampled_from(BITS.split("|")), max_size=120).map(" ".join)


def forms(text: str) -> list[str]:
    return [word.form for word in find_words(text, 0, len(text))]


# ---------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He didn't say; they can’t.", "He|did|n't|say|;|they|ca|n’t|."),
        ("Arden's mayor and the brothers' house", "Arden|'s|mayor|and|the|brothers|'|house"),
        ("cannot gonna dont it's its", "can|not|gon|na|do|nt|it|'s|its"),
        ("an 82-mm mortar, 120mm too", "an|82|-|mm|mortar|,|120|mm|too"),
        ("a 40-year-old al-Din of the anti-tank unit", "a|40|-|year|-|old|al|-|Din|of|the|anti-tank|unit"),
        ("at 20:40 on 4/11/2023, 9/11, 04.11.2023", "at|20:40|on|4/11/2023|,|9/11|,|04.11.2023"),
        ("1,200 men, 3.5 km, 4th, 1990s, 50%, $5", "1,200|men|,|3.5|km|,|4th|,|1990s|,|50|%|,|$|5"),
        ("Mr. Ilves of the U.S. at 5 p.m. on Nov. 4", "Mr.|Ilves|of|the|U.S.|at|5|p.m.|on|Nov.|4"),
        ("J. Tamm and Lt. Gen. O'Hara", "J.|Tamm|and|Lt.|Gen.|O'Hara"),
        ("“No,” he said… -- then -", "“|No|,|”|he|said|…|--|then|-"),
        ("see https://a.example/b?c=1. Or x.y@z.example", "see|https://a.example/b?c=1|.|Or|x.y@z.example"),
        ("and/or (here) [there]", "and|/|or|(|here|)|[|there|]"),
        ("sol\u00addiers of Ar\u200bden", "soldiers|of|Arden"),
    ],
)
def test_words_are_those_of_the_treebanks(text: str, expected: str) -> None:
    assert forms(text) == expected.split("|")


@given(TEXTS)
def test_every_character_but_spaces_belongs_to_one_word(text: str) -> None:
    words = find_words(text, 0, len(text))
    covered = [place for word in words for place in range(word.start, word.end)]
    assert covered == sorted(set(covered))
    assert all(text[place].isspace() for place in set(range(len(text))) - set(covered))
    assert all(word.form for word in words)


@pytest.mark.parametrize(
    "piece", ["a", "a-", "a.", "1.", "1-", "a'", "a's", "-", "_", "a_", "@a", "A&", "n't", "’", "\u200b"]
)
def test_hostile_strings_take_linear_time(piece: str) -> None:
    begun = time.perf_counter()
    find_words(piece * 50_000, 0, len(piece) * 50_000)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("form", "case"), [("arms", 0), ("Arden", 1), ("A", 1), ("ARMY", 2), ("iPad", 3), ("T72", 4), ("…", 5), ("n't", 0)]
)
def test_the_case_feature(form: str, case: int) -> None:
    assert case_of(form) == case


# -------------------------------------------------------------------------------------------------------- windows


@st.composite
def cuttings(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[int]]:
    lengths = draw(st.lists(st.integers(1, 120), max_size=25))
    ends = list(itertools.accumulate(lengths))
    pieces = draw(st.lists(st.integers(1, 12), min_size=sum(lengths), max_size=sum(lengths)))
    return list(zip([0, *ends[:-1]], ends, strict=True)) if ends else [], pieces


@settings(deadline=None)
@given(cuttings(), st.sampled_from([64, 128, 384]), st.sampled_from([1, 3, 384]))
def test_every_word_is_owned_once(
    cutting: tuple[list[tuple[int, int]], list[int]], most: int, most_sentences: int
) -> None:
    sentences, pieces = cutting
    windows = make_windows(sentences, pieces, Limits(most, most_sentences))
    assert [word for w in windows for word in range(w.own_first, w.own_last)] == list(range(len(pieces)))
    for window in windows:
        assert window.first <= window.own_first < window.own_last <= window.last
        assert sum(pieces[window.first : window.last]) <= most - 2
        assert sum(pieces[window.first : window.own_first]) <= 64
        assert sum(window.own_first <= first < window.own_last for first, _ in sentences) <= most_sentences


@settings(deadline=None)
@given(cuttings())
def test_a_sentence_that_fits_is_seen_whole(cutting: tuple[list[tuple[int, int]], list[int]]) -> None:
    sentences, pieces = cutting
    windows = make_windows(sentences, pieces)
    for first, last in sentences:
        if sum(pieces[first:last]) <= 382:
            assert sum(w.own_first <= first and last <= w.own_last for w in windows) == 1


def test_context_is_what_the_window_before_holds() -> None:
    sentences = [(at, at + 20) for at in range(0, 800, 20)]
    windows = make_windows(sentences, [1] * 800)
    assert windows[0] == (0, 380, 0, 380)
    assert windows[1] == (340, 720, 380, 720)
    assert windows[2] == (680, 800, 720, 800)


def test_a_word_at_a_cut_has_words_on_both_sides() -> None:
    windows = make_windows([(0, 2000)], [1] * 2000)
    assert len(windows) > 5
    for before, after in itertools.pairwise(windows):
        assert before.last - before.own_last == 64
        assert after.own_first - after.first == 64


# ------------------------------------------------------------------------------------------------------ alignment


def is_tree(heads: Sequence[int], first: int, last: int) -> bool:
    roots = [node for node in range(first, last) if heads[node] == ROOT]
    reached = list(roots)
    for node in reached:
        reached += [child for child in range(first, last) if heads[child] == node]
        if len(reached) > last - first:
            return False
    return len(roots) == 1 and sorted(reached) == list(range(first, last))


@settings(deadline=None)
@given(st.one_of(TEXTS, PROSE), st.randoms(use_true_random=False))
def test_any_tree_of_words_gives_a_tree_of_tokens(text: str, random) -> None:
    document = document_of(text)
    plan = make_plan(document, fake_pieces)
    heads: list[int] = []
    for first, last in plan.sentences:
        order = list(range(first, last))
        random.shuffle(order)
        above = {order[0]: ROOT} | {node: order[random.randrange(place)] for place, node in enumerate(order) if place}
        heads += [above[word] for word in range(first, last)]
    alignment = align(plan.words, document.tokens)
    lifted = lift_heads(alignment, choose_tops(alignment, heads), heads)
    assert len(lifted) == len(document.tokens)
    assert all(is_tree(lifted, sentence.first, sentence.last) for sentence in document.sentences)


def test_tokens_of_several_words_and_words_of_several_tokens() -> None:
    document = document_of("Mr. Ilves saw 82-mm shells.")
    assert [token.text for token in document.tokens] == ["Mr", ".", "Ilves", "saw", "82-mm", "shells", "."]
    words = find_words(document.text, 0, len(document.text))
    assert [word.form for word in words] == ["Mr.", "Ilves", "saw", "82", "-", "mm", "shells", "."]
    alignment = align(words, document.tokens)
    heads = [1, 2, ROOT, 5, 5, 6, 2, 2]
    tops = choose_tops(alignment, heads)
    assert tops == (0, -1, 1, 2, 5, 6, 7)
    assert lift_heads(alignment, tops, heads) == (2, 0, 3, ROOT, 5, 3, 3)
    assert lift_range(alignment, 0, 2) == (0, 3)
    assert lift_range(alignment, 3, 4) == (4, 5)


# ------------------------------------------------------------------------------------------------------- decoding

LABELS = ("O", "B-X", "I-X", "B-Y", "I-Y")


def is_legal(labels: Sequence[str]) -> bool:
    return all(
        now[0] != "I" or (before != "O" and before[2:] == now[2:]) for before, now in itertools.pairwise(["O", *labels])
    )


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_spans_are_the_best_legal_ones(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 3, (5, len(LABELS))).astype(np.float32)
    best = max(
        (chosen for chosen in itertools.product(range(5), repeat=5) if is_legal([LABELS[i] for i in chosen])),
        key=lambda chosen: sum(scores[word, label] for word, label in enumerate(chosen)),
    )
    share = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    expected = []
    for word, label in enumerate(best):
        if LABELS[label][0] == "B":
            expected.append([word, word + 1, LABELS[label][2:], share[word, label]])
        elif LABELS[label][0] == "I":
            expected[-1][1] = word + 1
            expected[-1][3] = min(expected[-1][3], share[word, label])
    found = decode_spans(scores, make_scheme(LABELS), [(0, 5)])
    assert [run[:3] for run in found] == [tuple(run[:3]) for run in expected]
    assert [run.probability for run in found] == pytest.approx([run[3] for run in expected], rel=1e-4)


def test_no_span_goes_over_the_end_of_a_sentence() -> None:
    scores = np.full((4, 3), -5, np.float32)
    scores[[0, 1, 2, 3], [1, 2, 2, 0]] = 5
    found = decode_spans(scores, make_scheme(("O", "B-X", "I-X")), [(0, 2), (2, 4)])
    assert [run[:3] for run in found] == [(0, 2, "X")]


def test_a_head_may_have_bare_labels_in_any_order() -> None:
    scores = np.eye(3, dtype=np.float32)[[0, 1, 1, 2, 0]] * 9
    assert [run[:3] for run in decode_spans(scores, make_scheme(("B", "I", "O")), [(0, 5)])] == [(0, 3, ""), (4, 5, "")]


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_trees_are_the_best_with_one_root(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 3, (count, count + 1)).astype(np.float32)

    def worth(heads: Sequence[int]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(heads)))

    found = decode_tree(scores).tolist()
    every = [
        heads
        for heads in itertools.product(range(count + 1), repeat=count)
        if is_tree([head - 1 for head in heads], 0, count)
    ]
    assert tuple(found) in every
    assert worth(found) == pytest.approx(max(map(worth, every)))


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 200), st.integers(0, 10_000), st.sampled_from([0.0, 1.0]))
def test_any_scores_give_one_tree(count: int, seed: int, spread: float) -> None:
    scores = np.random.default_rng(seed).normal(0, spread, (count, count + 1)).astype(np.float32)
    assert is_tree((decode_tree(scores) - 1).tolist(), 0, count)


@pytest.mark.parametrize("count", [1, 7, 100])
def test_relations_are_the_best(count: int) -> None:
    random = np.random.default_rng(count)
    below, above = random.normal(size=(2, count, 96)).astype(np.float32)
    tensor = random.normal(size=(7, 97, 97)).astype(np.float32)
    left, right = (np.hstack([side, np.ones((count, 1), np.float32)]) for side in (below, above))
    assert (decode_relations(below, above, tensor) == np.einsum("wi,rij,wj->wr", left, tensor, right).argmax(1)).all()


# ------------------------------------------------------------------------------------------ the whole, stand-in model

RELATIONS = ("dep", "root")
ZEBRA = crc32(b"Zebra") % 20_000 + 1_000


def fake_pieces(words: Sequence[str]) -> list[tuple[int, ...]]:
    return [(crc32(word.encode()) % 20_000 + 1_000,) * min(12, 1 + len(word) // 5) for word in words]


class FakeRunner:
    """Finds every Zebra, whatever else stands in the window; everything else depends on the whole window."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.seen: list[Encoded] = []

    def run(self, window: Encoded) -> Mapping[str, object]:
        self.seen.append(window)
        count = len(window.first)
        random = np.random.default_rng(crc32(repr(window).encode()))
        spans = np.zeros((count, 3), np.float32)
        spans[:, 0] = 4
        spans[[window.ids[place] == ZEBRA for place in window.first], 1] = 8
        before = np.eye(count, count + 1)  # most words hang from the one before them
        made = {
            "arc": random.normal(size=(count, count + 1)) + 4 * before,
            "r1": random.normal(size=(count, 4)),
            "r2": random.normal(size=(count + 1, 4)),
            "upos": random.normal(size=(count, 2)),
            "strange": random.normal(size=(count, 2)),
            "doc": np.zeros(1),
        }
        return {name: made[name].astype(np.float32) if name in made else spans for name in self.names}


PARSER = ("arc", "r1", "r2", "upos")
SPANS = {
    "ner": ("O", "B-LOC", "I-LOC"),
    "cue": ("O", "B-Source", "I-Source"),
    "content": ("O", "B-Content", "I-Content"),
    "Victim": ("O", "B", "I"),
    "arole": ("O", "B-Actor", "I-Actor"),
    "event": ("O", "B-shelling", "I-shelling"),
    "act": ("O", "B-denies", "I-denies"),
    "modality": ("O", "B-hedged", "I-hedged"),
    "cas": ("O", "B-killed", "I-killed"),
}


def fake_model(*names: str) -> Model:
    labels = SPANS | {"upos": ("NOUN", "VERB"), "xpos": ("NN", "VB"), "strange": ("O", "B-?")}
    tensor = np.random.default_rng(1).normal(size=(2, 5, 5)).astype(np.float32)
    return Model(fake_pieces, FakeRunner(names), Interpreter(labels, RELATIONS, tensor))


def analyse(document: Document, *names: str) -> Analysis:
    return CompactAnalyser(model=fake_model(*names), threads=1).analyse(document)


def zebras(document: Document) -> list[int]:
    return [number for number, token in enumerate(document.tokens) if token.text == "Zebra"]


def is_whole(analysis: Analysis, document: Document) -> bool:
    lengths = {len(analysis.heads), len(analysis.deprels), len(analysis.upos)}
    return lengths == {len(document.tokens)} and all(
        is_tree(analysis.heads, sentence.first, sentence.last) for sentence in document.sentences
    )


@settings(deadline=None, max_examples=60)
@given(st.one_of(TEXTS, PROSE, PROSE.map(lambda text: text.replace(".", "") * 12)))
def test_nothing_is_lost(text: str) -> None:
    document = document_of(text, "Zebra in the headline")
    analysis = analyse(document, *PARSER, "ner")
    assert is_whole(analysis, document)
    assert [(found.first, found.last) for found in analysis.entities] == [(at, at + 1) for at in zebras(document)]


@settings(deadline=None, max_examples=40)
@given(st.one_of(TEXTS, PROSE))
def test_every_word_of_every_sentence_is_in_one_part_of_one_window(text: str) -> None:
    plan = make_plan(document_of(text), fake_pieces, Limits(64))
    parts = [part for window in iter_parts(plan) for part in window]
    assert [word for part in parts for word in range(*part)] == list(range(len(plan.words)))
    for window, owned in zip(plan.windows, iter_parts(plan), strict=True):
        assert owned[0][0] == window.own_first
        assert owned[-1][1] == window.own_last


LONG = {
    "sentences": "Shells hit the village near the river at dawn. " * 1100 + "Zebra was hit.",
    "no punctuation": "shells hit the village near the river at dawn " * 1100 + "Zebra",
    "capitals": "SHELLS HIT THE VILLAGE, THE ARMY SAID; NOBODY WAS HURT " * 1000 + " Zebra.",
    "table": "\n".join(f"{row}\t20:40\tArden\t82-mm\t{row * 3}" for row in range(2000)) + "\nZebra",
    "marks": "… — !!! ??? ((( ))) “” " * 500 + "Zebra",
    "one word": "a" * 20_000 + " Zebra",
    "lines": "\n".join(["-"] * 3000) + "\nZebra",
}


@pytest.mark.parametrize("kind", LONG)
def test_the_last_value_of_a_long_report_is_seen(kind: str) -> None:
    document = document_of(LONG[kind], "Zebra")
    analysis = analyse(document, *PARSER, "ner")
    assert is_whole(analysis, document)
    assert [found.first for found in analysis.entities] == zebras(document) == [0, zebras(document)[-1]]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u200b", "."])
def test_reports_with_next_to_nothing(text: str) -> None:
    document = document_of(text)
    assert len(analyse(document, *PARSER, "ner").heads) == len(document.tokens)


def test_a_sentence_longer_than_a_window_has_one_root() -> None:
    document = document_of("word " * 2000)
    analysis = analyse(document, *PARSER)
    assert len(document.sentences) == 1
    assert analysis.deprels.count("root") == 1
    assert "parataxis" in analysis.deprels
    assert analysis.heads.count(ROOT) == 1


def test_each_head_has_its_field() -> None:
    analysis = analyse(document_of("Zebra"), *SPANS, "strange", "doc")
    fields = ("entities", "sources", "contents", "roles", "events", "acts", "modality", "casualties")
    found = {name: [span.label for span in getattr(analysis, name)] for name in fields}
    assert found == {
        "entities": ["LOC"],
        "sources": ["Source"],
        "contents": ["Content"],
        "roles": ["Actor", "Victim"],
        "events": ["shelling"],
        "acts": ["denies"],
        "modality": ["hedged"],
        "casualties": ["killed"],
    }
    assert analysis.cues == ()
    assert 0.9 < analysis.entities[0].probability < 1


def test_a_model_without_heads_or_parser_leaves_them_empty() -> None:
    assert analyse(document_of("Zebra bit."), "doc") == Analysis()
    assert analyse(document_of("Zebra bit."), "arc", "r1", "r2").upos == ()
    assert analyse(document_of("Zebra bit."), "ner").heads == ()


def test_spans_cover_the_tokens_that_they_touch() -> None:
    document = document_of("The Zebra-based unit and Zebra/Zebra.")
    found = [document.tokens[span.first].text for span in analyse(document, "ner").entities]
    assert found == ["Zebra-based", "Zebra", "Zebra"]


MANY = [document_of(text[:9000], kind) for kind, text in LONG.items()] + [
    document_of(""),
    document_of("Zebra bit. " * 90),
]


@pytest.fixture(scope="module")
def alone() -> list[Analysis]:
    analyser = CompactAnalyser(model=fake_model(*PARSER, "ner", "Victim"), threads=1)
    return [analyser.analyse(document) for document in MANY]


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("batch", [1, 3, 16])
def test_threads_and_batches_change_nothing(threads: int, batch: int, alone: list[Analysis]) -> None:
    analyser = CompactAnalyser(model=fake_model(*PARSER, "ner", "Victim"), threads=threads)
    assert list(analyser.analyse_many(iter(MANY), batch)) == alone


def test_reports_are_taken_as_they_are_needed() -> None:
    taken = []
    analyser = CompactAnalyser(model=fake_model("ner"), threads=1)
    found = analyser.analyse_many((taken.append(document) or document for document in MANY), batch=2)
    next(found)
    assert len(taken) == 2


def test_each_run_holds_one_window_as_the_model_wants_it() -> None:
    model = fake_model("ner")
    CompactAnalyser(model=model, threads=1).analyse(document_of("Two Shells hit ARDEN. " * 200))
    for window in model.runner.seen:
        assert len(window.ids) == len(window.cases) == len(window.sides) <= 384
        assert (window.ids[0], window.ids[-1]) == (101, 102)
        assert (window.cases[0], window.cases[-1]) == (5, 5)
        assert window.first[0] == 1
        assert list(window.first) == sorted(set(window.first))


# ---------------------------------------------------------------------------------------------------------- files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model folder that is whole as far as digests go."""
    vocabulary = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "shell": 3, "##s": 4, "a": 5, "##a": 6}
    tokenizer = {
        "version": "1.0",
        "truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }
    files = {"model.onnx": b"graph", "rel.npy": b"numbers", "tokenizer.json": json.dumps(tokenizer).encode()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    card = {
        "version": "7",
        "labels": {"ner": ["O", "B-LOC", "I-LOC"]},
        "rels": ["root"],
        "outputs": ["ner"],
        "sha256": {name: session.hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    (tmp_path / "model.json").write_text(json.dumps(card))
    return tmp_path


def test_a_whole_folder_passes(folder: Path) -> None:
    card = load_card(folder)
    verify_files(folder, card)
    assert card.version == CompactAnalyser(folder).version == "7"
    assert card.limits == Limits()


@pytest.mark.parametrize("name", ["model.onnx", "rel.npy", "tokenizer.json"])
def test_an_altered_byte_is_found(folder: Path, name: str) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(IntegrityError) as caught:
        CompactAnalyser(folder).analyse(document_of("Shells hit Arden."))
    assert str(path) in caught.value.diagnostics()
    assert "pip install --force-reinstall contactline" in caught.value.diagnostics()
    assert f"git checkout -- {path}" in caught.value.diagnostics()


def test_swapped_files_are_found(folder: Path) -> None:
    (folder / "rel.npy").replace(folder / "kept")
    (folder / "model.onnx").replace(folder / "rel.npy")
    (folder / "kept").replace(folder / "model.onnx")
    with pytest.raises(IntegrityError):
        verify_files(folder, load_card(folder))


def test_a_file_without_a_digest_is_not_trusted(folder: Path) -> None:
    card = json.loads((folder / "model.json").read_text())
    del card["sha256"]["rel.npy"]
    (folder / "model.json").write_text(json.dumps(card))
    with pytest.raises(IntegrityError):
        verify_files(folder, load_card(folder))


@pytest.mark.parametrize("name", ["model.json", "model.onnx", "rel.npy", "tokenizer.json"])
def test_an_absent_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PluginError) as caught:
        CompactAnalyser(folder)
    assert name in caught.value.diagnostics()
    assert "pip install" in caught.value.diagnostics()


def test_an_absent_tensor_of_pairs_is_named(folder: Path) -> None:
    card = json.loads((folder / "model.json").read_text()) | {"pairs": {"act": ["none", "states"]}}
    (folder / "model.json").write_text(json.dumps(card))
    with pytest.raises(PluginError) as caught:
        load_card(folder)
    assert session.PAIRS in caught.value.diagnostics()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": "1", "labels": []}'])
def test_a_card_that_says_something_else_is_damaged(folder: Path, text: str) -> None:
    (folder / "model.json").write_text(text)
    with pytest.raises(IntegrityError):
        load_card(folder)


@pytest.mark.parametrize("window", [{"pieces": 10}, {"pieces": 9999}, {"panes": 4}, {"pieces": "many"}])
def test_a_window_that_cannot_be_is_damage(folder: Path, window: dict[str, object]) -> None:
    card = json.loads((folder / "model.json").read_text()) | {"window": window}
    (folder / "model.json").write_text(json.dumps(card))
    with pytest.raises(IntegrityError):
        load_card(folder)


def test_words_are_split_into_at_most_twelve_pieces(folder: Path) -> None:
    pytest.importorskip("tokenizers")
    split = PieceSplitter(folder / "tokenizer.json")
    assert split(["Shells", "shell", "", "\u00ad", "zzz", "aa" * 30]) == [
        (3, 4),
        (3,),
        (100,),
        (100,),
        (100,),
        (5, *(6,) * 11),
    ]
    assert split(["shell", "Shells"]) == [(3,), (3, 4)]


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(session, "import_module", refuse)
    with pytest.raises(MissingExtraError) as caught:
        CompactAnalyser(folder).analyse(document_of("Shells hit Arden."))
    assert "contactline[compact]" in caught.value.diagnostics()


def test_libraries_load_on_use() -> None:
    code = "import sys, contactline.read.compact.engine; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "onnxruntime", "tokenizers"} & set(loaded)


# ------------------------------------------------------------------------------------------------- the real weights

weights = pytest.mark.skipif(not MODEL_FOLDER.is_dir(), reason=f"the model is not here: {MODEL_FOLDER}")


@pytest.fixture(scope="module")
def real() -> CompactAnalyser:
    pytest.importorskip("onnxruntime")
    return CompactAnalyser(threads=1)


@weights
def test_a_plain_sentence_is_parsed(real: CompactAnalyser) -> None:
    document = document_of("The army said on Monday that rebels shelled the village with mortars.")
    analysis = real.analyse(document)
    words = {token.text: number for number, token in enumerate(document.tokens)}
    found = {word: document.tokens[analysis.heads[at]].text for word, at in words.items() if analysis.heads[at] != ROOT}
    assert found["army"] == "said"
    assert found["rebels"] == found["village"] == found["mortars"] == "shelled"
    assert analysis.root_of(words["mortars"]) == words["said"]
    assert analysis.is_a(words["rebels"], "nsubj")
    assert analysis.xpos[words["shelled"]] == "VBD"


@weights
def test_weights_see_the_last_name_of_a_long_report(real: CompactAnalyser) -> None:
    body = "Shells hit the village near the river at dawn, officials said. " * 300 + "President Anna Tamm left Paris."
    document = document_of(body)
    last = len(document.tokens) - 6
    named = {document.tokens[found.first].text for found in real.analyse(document).entities if found.first >= last}
    assert {"Anna", "Paris"} <= named or {"President", "Paris"} <= named


@weights
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_weights_answer_the_same_on_any_threads(real: CompactAnalyser, threads: int) -> None:
    some = [document_of(text[:6000], kind) for kind, text in LONG.items()]
    alone = [real.analyse(document) for document in some]
    assert list(CompactAnalyser(threads=threads).analyse_many(some, batch=5)) == alone


@weights
def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, damaged)
    content = bytearray((damaged / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (damaged / "model.onnx").write_bytes(content)
    with pytest.raises(IntegrityError):
        CompactAnalyser(damaged).analyse(document_of("Shells hit Arden."))
