"""The reader ``compact``: its analyser and the assembly on a parse."""

from __future__ import annotations

from contactline.read.compact.engine import CompactAnalyser
from contactline.read.parsed.reader import ParsedReader


def make_compact_reader(threads: int = 0) -> ParsedReader:
    """A reader on the shipped model, asked for with ``--reader compact``.

    Args:
        threads: windows read at the same time; 0 for one a core. Changes the speed alone.

    Raises:
        PluginError: the model's folder is not complete.
        IntegrityError: ``model.json`` is damaged; on first use: another file is.
    """
    analyser = CompactAnalyser(threads=threads or None)
    return ParsedReader(analyser, curves=analyser.curves)
