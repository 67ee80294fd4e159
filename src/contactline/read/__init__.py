"""Reports into claims: who says what happened, and what they do by saying it.

**Comes in:** one :class:`~contactline.records.reports.Report` and a spotter of known names.
**Goes out:** a :class:`~contactline.ports.Reading`: claims in reading order, each value at its words, and problems.
**Refuses** nothing: a report that cannot be understood gives no claims and a problem that says so.
**Does not prove** anything: a claim is what its speaker says, as a rule read it (``construction`` names the rule), and
its ``confidence`` is a table written by hand, not a probability that was measured.

The flow::

    report ─ document ─▶ sentences, quotations
                 ├─ attribution ─▶ who says which stretch      (drafts, claimwords, headlines, speakers, performatives)
                 ├─ frames ──────▶ what a stretch says happened (mentions, casualties, times, lexicon)
                 ├─ background ──▶ which sentences only recall older events
                 └─ assemble ────▶ claims
"""
