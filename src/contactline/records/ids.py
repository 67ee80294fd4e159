"""Ids. Derived records have content ids; a side is a short word of the mandate."""

from __future__ import annotations

from typing import Final, NewType

ReportId = NewType("ReportId", str)
ClaimId = NewType("ClaimId", str)
IncidentId = NewType("IncidentId", str)
JudgementId = NewType("JudgementId", str)
MentionId = NewType("MentionId", str)
PersonId = NewType("PersonId", str)
ActorId = NewType("ActorId", str)
PlaceId = NewType("PlaceId", str)
AgreementId = NewType("AgreementId", str)
SideId = NewType("SideId", str)

THIRD: Final = SideId("third")
"""The side of everybody who belongs to neither of the two."""
