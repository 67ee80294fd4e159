"""The tables. Records are kept as the codec writes them; columns hold what is asked for."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table

VERSION = 3
"""Grows with every change that older programs cannot read. Kept in the file as ``PRAGMA user_version``.

2: judgements of people, and what linking runs changed. 3: judgements of people on persons. An older file gets these
tables, empty, when it is opened.
"""

APPLICATION = 0x434C4E45
"""Marks the file as ours (``PRAGMA application_id``): the letters CLNE."""

metadata = MetaData()

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
receipts = Table(
    "receipts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("locator", String, nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# The latest receipt of every locator: a view of `receipts`, kept so that a million locators need no grouping.
heads = Table(
    "heads",
    metadata,
    Column("locator", String, primary_key=True),
    Column("receipt", Integer, ForeignKey("receipts.number"), nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
)
heads_by_report = Index("heads_by_report", heads.c.report)
readings = Table(
    "readings",
    metadata,
    Column("report", String, ForeignKey("reports.id"), primary_key=True),
    Column("settings", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
incident_runs = Table(
    "incident_runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("settings", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# A row for each run that changed something, written with its incidents.
incident_changes = Table(
    "incident_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("settings", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# Acts of people: only ever added.
judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
)
person_judgements = Table(
    "person_judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
)
intake_problems = Table(
    "intake_problems",
    metadata,
    Column("locator", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
notes = Table(
    "notes",
    metadata,
    Column("name", String, primary_key=True),
    Column("text", String, nullable=False),
)
