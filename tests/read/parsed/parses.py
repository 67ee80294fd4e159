"""Parses written by hand: one line a token, ``word relation governor``, governors counted from 1, 0 for the root."""

from __future__ import annotations

from contactline.read.analysis import ROOT, Analysis
from contactline.read.document import Document, make_document
from contactline.read.parsed.trees import Tree, make_tree
from contactline.records.reports import ReportMeta, make_report

_TAGS = {"nsubj": "NOUN", "obj": "NOUN", "obl": "NOUN", "nmod": "NOUN", "aux": "AUX", "det": "DET", "case": "ADP"}


def parse(lines: str, fine: dict[str, str] | None = None) -> tuple[Document, Analysis]:
    """One sentence with its tree; ``fine`` gives Penn tags of words."""
    rows = [line.split() for line in lines.strip().splitlines()]
    document = make_document(make_report(None, " ".join(word for word, _, _ in rows), ReportMeta()))
    assert [token.text for token in document.tokens] == [word for word, _, _ in rows]
    verbs = {"root", "conj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "parataxis"}
    tags = [_TAGS.get(rel.partition(":")[0], "VERB" if rel in verbs else "X") for _, rel, _ in rows]
    return document, Analysis(
        heads=tuple(int(head) - 1 if head != "0" else ROOT for _, _, head in rows),
        deprels=tuple(rel for _, rel, _ in rows),
        upos=tuple(tags),
        xpos=tuple((fine or {}).get(word, "VBD") for word, _, _ in rows),
    )


def tree_of(lines: str, fine: dict[str, str] | None = None) -> Tree:
    """The tree alone."""
    document, analysis = parse(lines, fine)
    return make_tree(document, analysis, document.tokens)


def word(tree: Tree, index: int | None) -> str:
    """The word at an index, or the empty string."""
    return tree.lows[index] if index is not None else ""
