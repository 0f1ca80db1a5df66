"""The axis as a run finds it: which systems may connect, and which agencies each of them serves."""

from __future__ import annotations

from fixtures.tables import rows
from mocks.kernel.operation import Put, Record, RunSpec, SystemSeed

CITY = "Y99"
MINISTRY = "G17"


def seed(spec: RunSpec) -> SystemSeed:
    """The city and the ministry as centre systems with a secret each; agencies by their QĐ 20/2020 code."""
    agencies = directory()
    systems = {
        code: {"name": agencies[code]["name"], "secret": spec.secret(f"axis.{code}")} for code in (CITY, MINISTRY)
    }
    return SystemSeed(
        settings={
            "systems": systems,
            "aliases": {agency["code102"]: code for code, agency in agencies.items()},
            "city": CITY,
        },
        records=[Put("agencies", code, agency) for code, agency in agencies.items()],
        environment={
            "CITY_AXIS_URL": f"{spec.base}/axis",
            "CITY_AXIS_SYSTEM_ID": agencies[CITY]["code102"],
            "CITY_AXIS_SECRET": systems[CITY]["secret"],
            "CITY_AXIS_MINISTRY": MINISTRY,
        },
    )


def directory() -> dict[str, Record]:
    """The agencies with a known pair of codes, under the city and the ministry, in the table's order."""
    names = {row["code"]: row["name"] for row in rows("agencies")}
    pairs = [row for row in rows("agency_pairs") if _centre(row["code"]) in (CITY, MINISTRY)]
    return {row["code"]: _agency(position, row, names) for position, row in enumerate(pairs, start=1)}


def _agency(position: int, row: dict[str, str], names: dict[str, str]) -> Record:
    code = row["code"]
    return {
        "id": f"{position:06d}",
        "pid": "" if code == _centre(code) else _centre(code),
        "code": code,
        "code102": row["old_code"],
        "name": names[code],
        "mail": f"vanthu@{code.lower().replace('.', '-')}.example",
        "system": _centre(code),
    }


def _centre(code: str) -> str:
    return code.partition(".")[0]
