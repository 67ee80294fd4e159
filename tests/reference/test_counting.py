"""A deployment's own parameters of counts: read with the mandate, with all mistakes, and outside its digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contactline.errors import MandateError
from contactline.reference.counting import COUNTS_FILE, render_counts
from contactline.reference.loading import load_mandate
from contactline.weigh.estimate.counts_model import load_counts
from mandatefolder import write_folder


def write(folder: Path, text: str) -> Path:
    write_folder(folder)
    (folder / COUNTS_FILE).write_text(text, encoding="utf-8")
    return folder


def test_own_parameters_are_read_and_change_no_digest(tmp_path: Path) -> None:
    models = load_counts()
    own = replace(
        models, killed=replace(models.killed, version="ours 1"), wounded=replace(models.wounded, version="ours 1")
    )
    mandate = load_mandate(write(tmp_path / "m", render_counts(own)))
    plain = load_mandate(write_folder(tmp_path / "n"))
    assert mandate.counts == own
    assert (plain.counts, plain.digest) == (None, mandate.digest)


def test_mistakes_are_told_with_those_of_the_folder(tmp_path: Path) -> None:
    text = render_counts(load_counts()).replace("error = 0.1", "error = 2.0").replace("sd = 0.08", 'sd = "small"')
    with pytest.raises(MandateError) as caught:
        load_mandate(write(tmp_path / "m", text))
    assert any("fixed" in mistake for mistake in caught.value.mistakes)
    assert any("role.third" in mistake for mistake in caught.value.mistakes)
