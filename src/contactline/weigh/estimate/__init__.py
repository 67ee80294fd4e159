"""Accounts of one incident in; who fired, who came first and how many fell out, with its sum or why there is none.

What comes in: statements of an incident, by side and origin, and parameters tied to roles. What goes out:
:class:`~contactline.records.estimates.Estimate`. The model is written out in ``docs/explanation/weighing.md``.

It refuses to put a number on one origin alone, on hedged or relayed words, and on whether an incident was staged, which
claims cannot tell. It does not prove anything: an estimate says how the accounts would be spread if each side spoke as
sides in that role usually do.
"""
