"""Templates to HTML. Every string that a template prints passes through one place, where none can disguise itself."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contactline._kit.folding import show_controls
from contactline.publish.masking import MARK
from contactline.publish.phrases import RESULT_MARKS, STATE_MARKS


def render(template: str, **context: object) -> bytes:
    """Render one page as UTF-8. A lone surrogate, which UTF-8 cannot hold, was made visible before."""
    return _environment().get_template(template).render(context).encode("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("contactline.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show,
    )
    style = files("contactline.publish").joinpath("templates", "style.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(style)  # noqa: S704 - our own file
    environment.globals["state_marks"] = {state.value: mark for state, mark in STATE_MARKS.items()}
    environment.globals["result_marks"] = {result.value: mark for result, mark in RESULT_MARKS.items()}
    environment.tests["linkable"] = is_linkable
    return environment


def is_linkable(address: str) -> bool:
    """Whether an address may become a link: public web addresses, never ``file:`` and the like, none masked."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and address.isprintable() and MARK not in address


def _show(value: Any) -> Any:
    """What a template prints: bidi controls and the like become visible marks. Markup is ours and passes."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return show_controls(value)
