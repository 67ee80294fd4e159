"""Versions to grades: letters of sources, numbers of information, and what other schemes would say.

Comes in: the answers to an incident's questions with the statements behind them, memberships, reports, the mandate.
Goes out: a :class:`~contactline.records.grades.Grade` for every value but shown evidence and cited law, which are acts
of speech and neither true nor false; :class:`~contactline.records.grades.DerivedGrade` rows for the incident.
Refuses: to work out how reliable a source is; that is the mandate's register. To merge letter and number into one.
Does not prove: that a value is so. A grade says what speaks for and against it in what was read, by a table.
"""
