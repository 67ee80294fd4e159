"""The only place that wires rooms together.

What comes in: settings, a store, a clock and somebody to report progress to. What goes out: a dossier in a folder, and
an :class:`~contactline.desk.summary.Examined` that says what was done. It refuses to write over files that it did not
make and to work in a folder where another run is at work. It adds no judgement of its own: every value comes from a
room.
"""
