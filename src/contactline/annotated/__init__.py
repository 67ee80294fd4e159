"""Annotated reports: texts of our own with every claim marked, to train readers on and to measure them by.

In: files in the format of ``annotated/GUIDELINE.md`` and the ``conflict.toml`` beside them. Out: the report as the
product would see it, its claims with spans, a mandate for the conflict, rows for a trainer, and all mistakes at once,
each with file and line. Refused: nothing; a line that cannot be understood becomes a mistake. Not proven: that an
annotation is right, only that it is well formed and agrees with itself.

::

    file ─ parse ─▶ AnnotatedText ─ check ─▶ mistakes, balance
                                  └ tags ──▶ rows for the trainer
    conflict.toml ─ conflict ─▶ Conflict ─▶ Mandate
"""
