"""Weighed incidents to the counts of a period.

Comes in: incidents, their weighings with graded versions, the reports and the mandate.
Goes out: a :class:`~contactline.records.periods.PeriodView`: claimed and corroborated incidents with bands, by who is
said to have fired and who says so, kind, place and week, always with what was read.
Refuses: to rank. Rows stand in a printed order, sides in the mandate's. To add up probabilities of who fired.
Does not prove: how many incidents there were. It counts what was reported and read.
"""
