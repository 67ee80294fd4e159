"""Which articles report the same incident: 1,711 incidents of American police news (GVA), from the articles' own words.

Nothing but an article's title, text and day of publication is used; the incidents' records are the truth. Articles go
through the product as reports of anywhere would, with the open mandate that knows no place: once as whole reports
(their words, their names, when they came out), once by the accounts that the reader `rules` finds in them, where an
article stands in the incident of its main account, the one with most words that is not told as an older event.

The half of the incidents by hash was looked at while rules were made, the other was not; all articles are linked
together, and each half's articles are scored. `refitted` is fitted on 1,000 labelled articles of the half looked at.
Articles of two incidents are left out.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from _link_scores import Numbers, number_labels, score_b_cubed
from _link_worlds import World, fit_model
from _table import Absent, Line, Row
from contactline.desk.onereport import read_report
from contactline.desk.stages import BuiltIn
from contactline.link.batch import link_table
from contactline.link.model import Model
from contactline.link.rows import make_report_row, make_rows
from contactline.records.linkrows import LinkRow
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.reference.open_mandate import make_open_mandate
from contactline.tables import make_table

SHIPPED, FITTED = "shipped", "refitted"
LEAST = 90.0
_QUICK = 250


@dataclass(frozen=True, slots=True)
class Article:
    """An article and, as truth, its incident."""

    report: Report
    incident: str


def evaluate(data: Path, quick: bool) -> list[Line]:
    """Rows on articles."""
    path = data / "gva" / "incidents_dev.jsonl.gz"
    if not path.is_file():
        return [Absent("articles: GVA, B³ F1", f"no {path}")]
    articles = read_articles(path)[: _QUICK if quick else None]
    truth = number_labels([article.incident for article in articles])
    unseen = np.array([is_unseen(article.incident) for article in articles])
    whole, accounts = make_whole_rows(articles), make_account_rows(articles)
    model = _fit(whole, truth, unseen)
    found = {SHIPPED: number_labels(find_incidents(whole)), FITTED: number_labels(find_incidents(whole, model))}
    by_account = {SHIPPED: number_labels(find_incidents(accounts))}
    lines: list[Line] = []
    for half, mask in (("looked at", ~unseen), ("unseen", unseen)):
        lines.append(_judge(f"articles: GVA, half {half}, whole reports, B³ F1", truth, found, mask, quick))
        lines.append(_judge(f"articles: GVA, half {half}, by accounts, B³ F1", truth, by_account, mask, quick=True))
    return lines


def _judge(name: str, truth: Numbers, found: dict[str, Numbers], mask: NDArray[np.bool_], quick: bool) -> Row:
    scores = {which: score_b_cubed(truth, labels, mask) for which, labels in found.items()}
    alone = score_b_cubed(truth, np.arange(len(truth)), mask)
    shipped = scores[SHIPPED]
    told = f"P {100 * shipped.precision:.1f}, R {100 * shipped.recall:.1f}; each article alone {100 * alone.f1:.1f}"
    values = {which: 100 * score.f1 for which, score in scores.items()}
    return Row(name, values, told, least=None if quick else LEAST)


def is_unseen(incident: str) -> bool:
    """Whether an incident is in the half that nobody looked at."""
    return blake2b(incident.encode(), digest_size=2).digest()[0] % 2 == 1


def read_articles(path: Path) -> list[Article]:
    """All articles of one incident each, by their ids."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    incidents: defaultdict[str, set[str]] = defaultdict(set)
    documents = {}
    for record in records:
        for document in record["documents"]:
            incidents[document["doc_id"]].add(record["incident_uri"])
            documents[document["doc_id"]] = document
    return [
        Article(_make_report(documents[id_]), next(iter(incidents[id_])))
        for id_ in sorted(documents)
        if len(incidents[id_]) == 1
    ]


def _make_report(document: dict[str, str]) -> Report:
    meta = ReportMeta(published_on=date.fromisoformat(document["dct"]), language="en")
    return make_report(document["title"], document["content"], meta)


def make_whole_rows(articles: Sequence[Article]) -> list[list[LinkRow]]:
    """The row of each article as a whole."""
    mandate = make_open_mandate()
    return [[make_report_row(article.report, mandate)] for article in articles]


def make_account_rows(articles: Sequence[Article]) -> list[list[LinkRow]]:
    """The rows of each article's accounts."""
    mandate = make_open_mandate()
    reader, resolver = BuiltIn("rules")(mandate)
    return [
        make_rows(article.report, read_report(article.report, reader, resolver, mandate), mandate)
        for article in articles
    ]


def find_incidents(rows: Sequence[Sequence[LinkRow]], model: Model | None = None) -> list[str]:
    """A label for each article; the same where the product takes them for one incident."""
    linked = link_table(make_table(row for of_article in rows for row in of_article), model)
    incident = dict(zip(linked["id"].to_pylist(), linked["incident"].to_pylist(), strict=True))
    return [_choose(of_article, incident, number) for number, of_article in enumerate(rows)]


def _choose(rows: Sequence[LinkRow], incident: dict[str, str], number: int) -> str:
    if not rows:
        return f"alone {number}"
    main = max(rows, key=lambda row: (not row.recalled, len(set(row.words)), row.id))
    return incident[main.id]


def _fit(rows: Sequence[Sequence[LinkRow]], truth: Numbers, unseen: NDArray[np.bool_]) -> Model:
    """Weights refitted on labelled articles of the half looked at."""
    chosen = np.flatnonzero(~unseen)
    table = make_table(rows[number][0] for number in chosen)
    return fit_model([World(table, truth[chosen])])
