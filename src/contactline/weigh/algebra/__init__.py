"""How two answers to one question stand to each other: one file for each sort of value, pure and symmetric.

Comes in: what one side says, and what the other says, as values of one sort.
Goes out: a :data:`~contactline.weigh.algebra.verdicts.Verdict`: agrees, compatible or conflicts, and why.
Refuses: to call values that cannot both be true an agreement.
Does not prove: who is right. Two sides that agree may both be wrong.

The rules in a lawyer's words stand in ``docs/explanation/weighing.md``; their numbers are the constants here.
"""
