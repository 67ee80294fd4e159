"""Mentions to places, actors, sides, times and agreements, and what sides make of an act.

**Comes in:** a :class:`~contactline.records.mandates.Mandate`; reports and readings.
**Goes out:** :class:`~contactline.resolve.resolve.Resolver` gives the same claims (same ids, same order) with what
their words stand for, and problems for all that was chosen, assumed or left open; its ``names`` find the
mandate's names in any text. :func:`~contactline.resolve.choose.choose_mandate` tells which mandate fits when none is
named.
**Refuses:** to guess in silence. A variant spelling, a homonym told by its surroundings, a day taken from the text
before and a side taken from who fired are each a problem of severity ``info``; what stays text is a ``warning``.
**Does not prove** that a place, person or time is the right one: only which rule chose it. Coordinates are the
mandate's own published centres, never finer than a settlement, and a side is never inferred from a place.
"""
