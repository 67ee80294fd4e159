"""Dossier to pages and exchange files.

Comes in: one :class:`~contactline.records.dossiers.Dossier`, complete in itself. Goes out: ``index.html``, one page
for each incident, ``claims.jsonl``, ``incidents.json``, ``problems.jsonl`` and ``incidents.geojson`` in one folder, the
same bytes for the same dossier.

It refuses a value without a claim, a quote that is not in its report's text, and an id that is no file name. It never
prints the full name of a victim under 18, a coordinate finer than two decimals, or a character that disguises a text.

It does not prove anything: a page shows who said what and where the words stand. It neither checks nor weighs a claim.
"""
