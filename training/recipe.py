"""What each stage reads: which sets, how much of each in one pass, and what measures the result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from data import Document, guess_case, load_attacks, load_domain, load_names, load_reports, load_treebank
from windows import Codec, Text, Window, draw_windows, full_windows

ATTACK_SHARE = 0.42
"""Most that MUC's long texts may take of one pass over the public sets."""
REPLAY_SHARE = 0.65
"""Part of the second stage that is public text, so that nothing is forgotten and the parse still gains."""
DOMAIN_PASSES = 2
"""re3d is small and near to our texts: it is read so many times in one pass."""


@dataclass(slots=True)
class Recipe:
    """Texts of one stage.

    Args:
        draw: windows of one pass, drawn with the generator given.
        tests: windows that measure the result, by name.
    """

    draw: Callable[[np.random.Generator], list[Window]]
    tests: Mapping[str, list[Window]]


@dataclass(slots=True)
class Public:
    """The public sets in numbers: read whole in a pass, and MUC, of which a pass takes a share."""

    whole: list[Text]
    attacks: list[Text]
    tests: dict[str, list[Window]]

    def choose(self, rng: np.random.Generator) -> list[Text]:
        """Texts of one pass over everything, MUC cut to its share."""
        room = sum(text.pieces for text in self.whole) * ATTACK_SHARE / (1 - ATTACK_SHARE)
        return self.whole + _fill(self.attacks, room, rng)


def _fill(texts: list[Text], room: float, rng: np.random.Generator) -> list[Text]:
    chosen = []
    for i in rng.permutation(len(texts)):
        if room <= 0:
            break
        chosen.append(texts[i])
        room -= texts[i].pieces
    return chosen


def load_public(folder: Path, codec: Codec, limit: int | None) -> Public:
    """The public sets of ``folder``, each cut to ``limit`` documents for a trial."""

    def encode(documents: list[Document]) -> list[Text]:
        return [codec.encode(document) for document in documents[:limit]]

    ewt, gum = load_treebank(folder, "ewt_train"), load_treebank(folder, "gumopen_train")
    dev = load_treebank(folder, "ewt_dev")
    names = [load_names(folder, name) for name in ("wikigold", "crossner_politics")]
    domain, held = load_domain(folder)
    attacks = load_attacks(folder, "roles_train")
    guess_case(attacks, [*ewt, *gum, *names[0], *names[1]])
    whole = [*ewt[:limit], *gum[:limit], *_only_names(dev)[:limit], *(d for group in names for d in group)]
    whole += DOMAIN_PASSES * domain[:limit]
    tests = {
        "ewt_dev": _without_names(dev),
        "ewt_test": load_treebank(folder, "ewt_test"),
        "gum_dev": load_treebank(folder, "gumopen_dev"),
        "re3d_held": held,
        "muc_dev": load_attacks(folder, "roles_dev"),
    }
    return Public(
        [codec.encode(document) for document in whole],
        encode(attacks),
        {name: full_windows(encode(documents)) for name, documents in tests.items()},
    )


def _only_names(documents: list[Document]) -> list[Document]:
    """EWT's dev part teaches names (UNER's test part measures them); its trees are kept for measuring."""
    copies = []
    for document in documents:
        named = [s for s in document.sentences if "ner" in s.tags]
        sentences = [type(s)(s.words, {"ner": s.tags["ner"]}) for s in named]
        copies.append(Document("uner", sentences))
    return [document for document in copies if document.sentences]


def _without_names(documents: list[Document]) -> list[Document]:
    for document in documents:
        for sentence in document.sentences:
            sentence.tags.pop("ner", None)
    return documents


def first_stage(folder: Path, codec: Codec, limit: int | None = None) -> Recipe:
    """Everything public."""
    public = load_public(folder, codec, limit)
    return Recipe(lambda rng: draw_windows(public.choose(rng), rng), public.tests)


def second_stage(
    reports: Path, held: Path | None, folder: Path | None, codec: Codec, limit: int | None = None
) -> Recipe:
    """Our own reports, with a sample of the public texts where there are some."""
    own = [codec.encode(document) for document in load_reports(reports)]
    public = load_public(folder, codec, limit) if folder else Public([], [], {})
    tests = dict(public.tests)
    if held:
        tests["reports_held"] = full_windows([codec.encode(document) for document in load_reports(held)])
    room = sum(text.pieces for text in own) * REPLAY_SHARE / (1 - REPLAY_SHARE)

    def draw(rng: np.random.Generator) -> list[Window]:
        windows = draw_windows(public.choose(rng), rng)
        chosen, left = [], room
        for i in rng.permutation(len(windows)):
            if left <= 0:
                break
            chosen.append(windows[i])
            left -= windows[i].pieces
        return draw_windows(own, rng) + chosen

    return Recipe(draw, tests)
