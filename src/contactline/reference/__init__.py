"""Data that a deployment may replace, and the code that reads it strictly.

**Comes in:** mandate folders (``mandates/`` here, or any folder of the same shape) and the lexicons of the rooms
(``lexicons/``, one CSV file each, a source on every row that states a fact).
**Goes out:** a checked :class:`~contactline.records.mandates.Mandate`; rows of a lexicon.
**Refuses:** a mandate with any mistake. All mistakes are named at once, each with its file and line.
**Does not prove** that a row is true: only that it is well formed, refers to rows that exist and names a source.
"""
