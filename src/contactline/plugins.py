"""One explicit table of what can be chosen by name. Built-ins are "module:attribute" strings, resolved on first use.

A package adds its own through an entry point: group ``contactline.readers``, name as chosen, value "module:attribute".
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Final

from contactline.errors import PluginError

BUILTIN: Final[dict[str, dict[str, str]]] = {
    "readers": {
        "compact": "contactline.read.compact.reader:make_compact_reader",
        "rules": "contactline.read.rules:RulesReader",
        "spacy": "contactline.read.spacy:make_spacy_reader",
        "llm": "contactline.read.llm.reader:make_llm_reader",
    },
    "stores": {
        "memory": "contactline.stores.memory:MemoryStore",
        "sqlite": "contactline.stores.sqlite:SqliteStore",
    },
    "engines": {
        "local": "contactline.engines.local:LocalEngine",
        "processes": "contactline.engines.processes:ProcessEngine",
        "spark": "contactline.engines.spark:SparkEngine",
    },
    "formats": {
        ".txt": "contactline.collect.plain:parse_plain",
        ".md": "contactline.collect.markdown:parse_markdown",
        ".html": "contactline.collect.html:parse_html",
        ".htm": "contactline.collect.html:parse_html",
    },
}


def list_plugins(group: str) -> tuple[str, ...]:
    """Names that can be chosen in a group, built-ins and installed ones."""
    installed = {point.name for point in entry_points(group=f"contactline.{group}")}
    return tuple(sorted(BUILTIN.get(group, {}).keys() | installed))


def get_plugin(group: str, name: str) -> Any:
    """The class or function that a name stands for.

    Raises:
        PluginError: nobody offers it, or it cannot be imported.
    """
    target = BUILTIN.get(group, {}).get(name)
    if target is None:
        for point in entry_points(group=f"contactline.{group}", name=name):
            target = point.value
    if target is None:
        raise PluginError(
            f"there is no “{name}” among the {group}", hint="Choose one of: " + ", ".join(list_plugins(group))
        )
    module, _, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise PluginError(f"the plug-in “{name}” ({target}) cannot be loaded: {error}", subject=group) from error
