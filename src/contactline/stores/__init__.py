"""Where records are kept: in memory, or in one SQLite file. Each implements :class:`contactline.ports.Store`.

What comes in: records. What goes out: the same records, in a fixed order. A store appends and never overwrites a
report or a reading. It refuses files of other programs and of newer versions. It does not prove who wrote to it; it
does notice a stored report whose content no longer fits its id.
"""
