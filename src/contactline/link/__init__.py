"""Claims to incidents: which reports seem to speak of one happening.

Comes in: reports with their read and resolved claims, the mandate, the incidents of an earlier run.
Goes out: a :class:`~contactline.link.link.Linking` with incidents (each membership with its score and reason), denials
tied to what they answer, and origins: which reports share their words or their root.
Refuses: nothing. A claim that names neither place nor time and has no strong tie stays without an incident, and a
problem says so; it is never pressed into the nearest one.
Does not prove: that an incident happened, or that its claims are about one happening. An incident is a hypothesis.
Who is blamed, by whom, and whose side anybody is on never enters the score: linking by blame would quietly part the
contradictions that weighing has to show.
"""
