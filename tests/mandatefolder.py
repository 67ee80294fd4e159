"""A small mandate folder of an invented line of contact, written to disk, for tests of loading and resolving.

The two sides mirror each other name by name, so that a test can swap them (see :data:`MIRROR`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

TOML = """format = 1
name = "strait"
title = "Strait of Osk, invented"
version = "1"
licence = "Apache-2.0"
note = "Invented for tests."
zone = "Asia/Tbilisi"
period = { from = 2019-01-01, to = 2021-12-31 }
languages = ["en", "az", "uk"]
order = "alphabetical"

[[side]]
id = "SU"
title = "Sudmarkian side"

[[side]]
id = "NO"
title = "Norlandic side"
note = "Norland"
"""

SOURCES = """id,title,address,note
inv,Invented,,for tests
"""

ACTORS = """id,kind,side,parent,role,source
norland,state,NO,,,inv
no-mod,ministry,NO,norland,,inv
no-mfa,ministry,NO,norland,,inv
no-army,military,NO,norland,,inv
no-pgo,prosecutor,NO,norland,,inv
no-media,group,NO,norland,,inv
ann-keld,person,NO,no-mod,spokesperson of the Ministry of Defence of Norland,inv
herald,outlet,NO,,,inv
nap,agency,NO,,,inv
sudmark,state,SU,,,inv
su-mod,ministry,SU,sudmark,,inv
su-mfa,ministry,SU,sudmark,,inv
su-army,military,SU,sudmark,,inv
su-pgo,prosecutor,SU,sudmark,,inv
su-media,group,SU,sudmark,,inv
bel-torv,person,SU,su-mod,spokesperson of the Ministry of Defence of Sudmark,inv
courier,outlet,SU,,,inv
sap,agency,SU,,,inv
mission,mediator,third,,,inv
wire,agency,third,,,inv
westria,state,third,,,inv
we-mfa,ministry,third,westria,,inv
"""


def _names(state: str, adjective: str, people: str, capital: str, prefix: str) -> str:
    other = {"no": "SU", "su": "NO"}[prefix]
    return f"""{state.lower()},{state},name,en,Latn,,inv
{state.lower()},Republic of {state},alias,en,Latn,,inv
{state.lower()},{adjective},adjective,en,Latn,,inv
{state.lower()},{people},people,en,Latn,,inv
{state.lower()},{capital},metonym,en,Latn,,inv
{state.lower()},{adjective} side,metonym,en,Latn,,inv
{state.lower()},{adjective} intruders,pejorative,en,Latn,{other},inv
{prefix}-mod,Ministry of Defence of the Republic of {state},name,en,Latn,,inv
{prefix}-mfa,Ministry of Foreign Affairs of the Republic of {state},name,en,Latn,,inv
{prefix}-army,Armed Forces of {state},name,en,Latn,,inv
{prefix}-army,the enemy,pejorative,en,Latn,{other},inv
{prefix}-pgo,Prosecutor General's Office of {state},name,en,Latn,,inv
{prefix}-media,{adjective} media,name,en,Latn,,inv
"""


ACTOR_NAMES = (
    "actor,name,type,language,script,used_by,source\n"
    + _names("Norland", "Norlandic", "Norlanders", "Norhaven", "no")
    + _names("Sudmark", "Sudmarkian", "Sudmarkians", "Sudhaven", "su")
    + """ann-keld,Ann Keld,name,en,Latn,,inv
herald,Herald,name,en,Latn,,inv
herald,herald.no,alias,en,Latn,,inv
nap,Norland Press Agency,name,en,Latn,,inv
nap,NAP,acronym,en,Latn,,inv
bel-torv,Bel Torv,name,en,Latn,,inv
courier,Courier,name,en,Latn,,inv
courier,courier.su,alias,en,Latn,,inv
sap,Sudmark Press Agency,name,en,Latn,,inv
sap,SAP,acronym,en,Latn,,inv
mission,Strait Monitoring Mission,name,en,Latn,,inv
mission,SMM,acronym,en,Latn,,inv
wire,Meridian Wire,name,en,Latn,,inv
westria,Westria,name,en,Latn,,inv
westria,Westrian,adjective,en,Latn,,inv
we-mfa,Ministry of Foreign Affairs of Westria,name,en,Latn,,inv
"""
)

PLACES = """id,kind,parent,source
norland,country,,inv
norhaven,city,norland,inv
west-district,district,norland,inv
westrand,town,west-district,inv
velyke,village,west-district,inv
oakford-west,village,west-district,inv
lurma-west,village,west-district,inv
sudmark,country,,inv
sudhaven,city,sudmark,inv
east-district,district,sudmark,inv
fuzan,town,east-district,inv
xarliq,village,east-district,inv
oakford-east,village,east-district,inv
lurma-east,village,east-district,inv
line,line,,inv
"""

PLACE_NAMES = """place,name,type,language,script,used_by,source
norland,Norland,name,en,Latn,,inv
norhaven,Norhaven,name,en,Latn,,inv
west-district,Westrand district,name,en,Latn,,inv
westrand,Westrand,name,en,Latn,,inv
velyke,Velyke Pole,name,uk,Latn,NO,inv
velyke,Велике Поле,name,uk,Cyrl,NO,inv
velyke,Böyük Çöl,name,az,Latn,SU,inv
oakford-west,Oakford,name,en,Latn,,inv
lurma-west,Lurma,name,en,Latn,,inv
sudmark,Sudmark,name,en,Latn,,inv
sudhaven,Sudhaven,name,en,Latn,,inv
east-district,Füzan rayonu,name,az,Latn,,inv
east-district,Fuzan district,name,en,Latn,,inv
fuzan,Füzan,name,az,Latn,,inv
xarliq,Xarlıqcə,name,az,Latn,SU,inv
xarliq,Khorod,name,uk,Latn,NO,inv
oakford-east,Oakford,name,en,Latn,,inv
lurma-east,Lurma,name,en,Latn,,inv
line,line of contact,name,en,Latn,,inv
line,LoC,alias,en,Latn,,inv
"""

_POINTS = {
    "westrand": (40.0, 60.0, "settlement"),
    "velyke": (40.1, 60.1, "settlement"),
    "oakford-west": (40.1, 60.0, "settlement"),
    "lurma-west": (40.2, 60.0, "settlement"),
    "east-district": (44.0, 61.0, "district"),
    "fuzan": (44.0, 61.0, "settlement"),
    "xarliq": (44.1, 61.1, "settlement"),
    "oakford-east": (44.1, 61.0, "settlement"),
    "lurma-east": (44.2, 61.0, "settlement"),
}

GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": id_,
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {"precision": precision, "source": "inv"},
            }
            for id_, (lon, lat, precision) in _POINTS.items()
        ],
    },
    indent=1,
)

AGREEMENTS = """id,date,title,form,signatories,contested_by,names,source
harbour,2018-05-01,Harbour statement on the cease-fire,statement,norland sudmark,,Harbour agreement,inv
lakeside,2018-06-01,Lakeside agreement on monitors,agreement,norland sudmark,,Lakeside agreements;Lakeside accord,inv
"""

FILES = {
    "mandate.toml": TOML,
    "sources.csv": SOURCES,
    "actors.csv": ACTORS,
    "actor_names.csv": ACTOR_NAMES,
    "places.csv": PLACES,
    "place_names.csv": PLACE_NAMES,
    "places.geojson": GEOJSON,
    "agreements.csv": AGREEMENTS,
}

MIRROR = {
    "Norland": "Sudmark",
    "Norlandic": "Sudmarkian",
    "Norlanders": "Sudmarkians",
    "Norhaven": "Sudhaven",
    "Ann": "Bel",
    "Keld": "Torv",
    "Herald": "Courier",
    "NAP": "SAP",
    "Westrand": "Füzan",
}
MIRROR |= {other: own for own, other in MIRROR.items()}
_WORD = re.compile(r"\b\w+\b")


def mirror(text: str) -> str:
    """The same words with the two sides exchanged."""
    return _WORD.sub(lambda match: MIRROR.get(match[0], match[0]), text)


def write_folder(folder: Path, **changes: str) -> Path:
    """Write the mandate, some files replaced: by stem, the GeoJSON as ``points``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        stem = name.replace("places.geojson", "points").split(".")[0]
        (folder / name).write_text(changes.get(stem, content), encoding="utf-8")
    return folder
