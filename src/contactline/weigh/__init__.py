"""An incident to versions side by side: what each side says on every question, and how the two answers compare.

Comes in: one incident, its claims and reports, the mandate, the origins that linking found.
Goes out: a :class:`~contactline.records.incidents.Weighing`: questions, a version for every question and side ("not
stated" included), a comparison with its reason in one sentence, coverage, origins and the ladder of casualty figures.
Refuses: to let a conditional, a habit or a plan stand as a statement; to show words that an opponent relays as a firm
statement of the side they are ascribed to; to give a value without the claims it rests on.
Does not prove: anything about what happened. No side is presumed right, nothing is counted up to a verdict, and two
sides that agree may both be wrong. Swapping the sides in the input swaps the columns and changes nothing else.
"""
