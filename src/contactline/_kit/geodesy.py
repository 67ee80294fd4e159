"""Distances on the globe."""

from __future__ import annotations

import math

_EARTH_KM = 6371.0  # mean radius; the sphere is off by at most half a percent


def measure_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance in kilometres (haversine) between two points of latitude and longitude in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*first, *second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
