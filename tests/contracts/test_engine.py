"""One suite for every engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contactline.engines.local import LocalEngine
from contactline.errors import IntegrityError
from contactline.ports import Engine


@pytest.fixture(params=[LocalEngine])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.param()
    return made


def divide(number: int) -> str:
    return str(12 // number)


def guard(number: int, error: Exception) -> str:
    return f"{number}: {type(error).__name__}"


def test_results_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.run(divide, [3, 1, 2], guard)) == ["4", "12", "6"]


def test_one_bad_item_does_not_end_the_run(engine: Engine) -> None:
    assert list(engine.run(divide, [3, 0, 2], guard)) == ["4", "0: ZeroDivisionError", "6"]


def test_changed_content_is_not_swallowed(engine: Engine) -> None:
    def stage(number: int) -> str:
        raise IntegrityError("changed")

    with pytest.raises(IntegrityError):
        list(engine.run(stage, [1], guard))


def test_an_interruption_is_not_swallowed(engine: Engine) -> None:
    def stage(number: int) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(engine.run(stage, [1], guard))


def test_items_are_taken_one_by_one(engine: Engine) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in (1, 2, 3):
            taken.append(number)
            yield number

    results = engine.run(divide, items(), guard)
    assert next(results) == "12"
    assert taken == [1]
