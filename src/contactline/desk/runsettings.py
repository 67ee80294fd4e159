"""What a run over a corpus is asked for, and what its stages work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from contactline import __version__
from contactline.config import Options
from contactline.desk.joining import Kernel
from contactline.desk.rooms import load_room
from contactline.desk.stages import BuiltIn, Laid, MakeJudged, MakeRows, Tools
from contactline.desk.windows import Windows
from contactline.errors import ConfigError
from contactline.plugins import get_plugin, list_plugins
from contactline.ports import Engine, Reading
from contactline.records.judgements import LinkJudgement
from contactline.records.linkrows import LinkRow
from contactline.records.mandates import Mandate
from contactline.records.reports import Report


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What ``contactline run`` is asked for.

    Attributes:
        paths: files and folders.
        out: folder of the run.
        engine: its name.
        workers: 0 for one a core.
        master: address of a cluster, for the engines that have one.
        mandate: name or folder; ``None`` for the one that fits best.
        reader: its name.
        weights: of linking: the name of those that ship, or a file.
        judgements: file of people's judgements, as ``contactline judge export`` writes it.
        readers: options of the readers, by name.
        shard: reports to a part, about.
        windows: of time.
    """

    paths: tuple[Path, ...]
    out: Path
    engine: str = "processes"
    workers: int = 0
    master: str = ""
    mandate: str | None = None
    reader: str = "rules"
    weights: str = "hand"
    judgements: Path | None = None
    readers: Mapping[str, Options] = field(default_factory=dict)
    shard: int = 1_000
    windows: Windows = field(default_factory=Windows)


@dataclass(frozen=True, slots=True)
class Chain:
    """What the stages work with; exchangeable in tests.

    Attributes:
        version: of what links, so that another one links anew.
        weights: version of the weights of linking, as it is shown.
    """

    tools: Tools
    make_rows: MakeRows
    kernel: Kernel
    version: str = __version__
    weights: str = ""
    make_judged: MakeJudged | None = None


def load_chain(settings: RunSettings) -> Chain:
    """The built-in rooms, with the reader that the settings name.

    Raises:
        PluginError: there is no such reader.
        MissingExtraError: it needs something that is not installed.
        ConfigError: its options are wrong, or one that it needs is missing; the weights are not there or have mistakes.
    """
    model = load_room("contactline.link.model", "find_model")(settings.weights)
    options = settings.readers.get(settings.reader, {})
    return Chain(
        tools=BuiltIn(settings.reader, tuple(sorted(options.items()))),
        make_rows=_make_rows,
        # The weights themselves travel to the workers: on a cluster their file need not be there.
        kernel=partial(load_room("contactline.link.batch", "link_table"), model=model),
        version=f"{__version__} {model.version} {model.digest}",
        weights=model.version,
        make_judged=_make_judged,
    )


def _make_rows(report: Report, reading: Reading, mandate: Mandate) -> Sequence[LinkRow]:
    # A function that workers know by its name; the room is loaded where it is wanted.
    rows: Sequence[LinkRow] = load_room("contactline.link.rows", "make_rows")(report, reading, mandate)
    return rows


def _make_judged(report: Report, reading: Reading, mandate: Mandate, judgements: Sequence[LinkJudgement]) -> Laid:
    made: Laid = load_room("contactline.link.judged", "make_judged_rows")(report, reading, mandate, judgements)
    return made


def make_engine(name: str, workers: int = 0, master: str = "") -> Engine:
    """An engine by its name.

    Raises:
        PluginError: there is no such engine.
        MissingExtraError: it needs something that is not installed.
        ConfigError: it has no address.
    """
    make = get_plugin("engines", name)
    if not master:
        engine: Engine = make(workers)
        return engine
    try:
        return make(workers, master=master)  # type: ignore[no-any-return]
    except TypeError:
        known = ", ".join(list_plugins("engines"))
        raise ConfigError(f"the engine “{name}” has no --master", (f"engines are {known}",)) from None
