"""Mentions of victims across reports to persons: who may be whom, why, and how many at least and at most.

Comes in: resolved claims with the persons they tell apart, their reports, the incidents, people's judgements.
Goes out: a :class:`~contactline.records.persons.CasualtyRegister`: persons with every mention and the sum that joins
it, pairs left open for a person to decide, and tallies that never count a person twice.
Refuses: to resolve a conflict (two ages stay two ages); to join by a name alone what the rest speaks against; to choose
where two persons fit a mention equally well; to follow rules where somebody has judged.
Does not prove: that a person exists, was there, or came to harm. It tells who was said to, by whom, in which words.
"""
