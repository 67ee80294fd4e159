"""contactline: an open, neutral investigation mechanism for incidents on a line of contact.

::

    files ─ collect ─▶ Report ─ read ─▶ Claims ─ resolve ─▶ Claims with places, actors, times
                                                                │
                                     publish ◀─ weigh ◀─ link ◀─┘
                                     dossier    versions  Incidents

Rooms pass records (``contactline.records``) and do not know each other; only ``contactline.desk`` wires them.
The machine proposes, people find. No side is presumed right; every rule is symmetric.
"""

from importlib.metadata import version

__version__ = version("contactline")
__all__ = ["__version__"]
