"""Versions, comparisons and cautions as rows of ``incidents.json``. What may not be shown is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from contactline.publish.exports import ComparisonRow, ContradictionRow, RemarkRow, ValueRow, VersionRow, VoiceRow
from contactline.publish.graderows import make_grade_row
from contactline.publish.view import View
from contactline.records.incidents import Comparison, Remark, Version, VersionValue, Voice


def make_version_row(view: View, version: Version) -> VersionRow:
    """What one side says on one question."""
    return VersionRow(
        question=version.question,
        side=version.side,
        state=cast("Any", version.state.value),
        values=[_value(view, value) for value in version.values],
        as_of=say_date(version.as_of),
        silent=list(version.silent),
        silent_until=say_date(version.silent_until),
    )


def _value(view: View, value: VersionValue) -> ValueRow:
    return ValueRow(
        value=view.hide(value.value),
        state=value.state.value,
        min=value.minimum,
        max=value.maximum,
        relayed=value.relayed,
        claims=list(value.claims),
        voices=[_voice(view, voice) for voice in value.voices],
        note=view.hide(value.note),
        past=value.is_past,
        grade=make_grade_row(view, value.grade) if value.grade else None,
    )


def _voice(view: View, voice: Voice) -> VoiceRow:
    return VoiceRow(
        name=view.hide(voice.name),
        outlets=[view.hide(outlet) for outlet in voice.outlets],
        first=say_date(voice.first),
        last=say_date(voice.last),
        revised_on=say_date(voice.revised_on),
        withdrawn=voice.withdrawn,
    )


def say_date(day: date | None) -> str | None:
    """A day as ISO 8601."""
    return day.isoformat() if day else None


def make_comparison_row(view: View, comparison: Comparison) -> ComparisonRow:
    """The versions of a question set side by side."""
    return ComparisonRow(
        question=comparison.question,
        result=comparison.result.value,
        reason=view.hide(comparison.reason),
        internal=list(comparison.internal),
        contradictions=[
            ContradictionRow(side=one.side, text=view.hide(one.text), one=list(one.one), other=list(one.other))
            for one in comparison.contradictions
        ],
    )


def make_remark_row(view: View, remark: Remark) -> RemarkRow:
    """A caution."""
    return RemarkRow(kind=remark.kind.value, text=view.hide(remark.text), claims=list(remark.claims))
