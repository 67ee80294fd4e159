from __future__ import annotations

from contactline.engines.local import LocalEngine
from contactline.plugins import get_plugin


def test_it_is_what_the_table_names() -> None:
    assert get_plugin("engines", "local") is LocalEngine


def test_no_items() -> None:
    assert list(LocalEngine().run(str, [], lambda item, error: "")) == []
