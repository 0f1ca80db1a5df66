"""The enterprise database's view of a run: the world's firms, and the client that may ask."""

from __future__ import annotations

from typing import Any

from mocks.kernel.operation import Put, Record, RunSpec, SystemSeed

TYPES = {
    "llc_one_member": ("1", "Công ty trách nhiệm hữu hạn một thành viên"),
    "llc": ("2", "Công ty trách nhiệm hữu hạn hai thành viên trở lên"),
    "joint_stock": ("3", "Công ty cổ phần"),
    "private": ("5", "Doanh nghiệp tư nhân"),
}
"""Type id and name; the ids are our choice (axis-population-enterprise §3.4)."""

STATUSES = {
    "active": ("ACT", "Đang hoạt động"),
    "suspended": ("SUS", "Tạm ngừng kinh doanh"),
    "dissolved": ("CLO", "Đã giải thể"),
}
"""Status code and name; only ACT is public (axis-population-enterprise §3.4)."""


def seed(spec: RunSpec) -> SystemSeed:
    """The city's consumer key and secret, and every organisation of the world by its code."""
    client = {"key": spec.secret("enterprise.key"), "secret": spec.secret("enterprise.secret")}
    return SystemSeed(
        settings={"client": client},
        records=[
            Put("organisations", firm.code, organisation(firm, number))
            for number, firm in enumerate(spec.world.organisations, start=1)
        ],
        environment={
            "CITY_ENTERPRISE_URL": f"{spec.base}/enterprise",
            "CITY_ENTERPRISE_KEY": client["key"],
            "CITY_ENTERPRISE_SECRET": client["secret"],
        },
    )


def organisation(firm: Any, number: int) -> Record:
    """The Data blocks of a firm; ``number`` is its id in the register (axis-population-enterprise §3.2)."""
    return {
        "MainInformation": _main(firm, number),
        "Representatives": _representative(firm.representative),
        "HOAdress": _address(firm.address),
        "BusinessActivity": [
            {"CODE": activity.code, "NAME": activity.name, "IS_MAIN": "Y" if activity.main else "N"}
            for activity in firm.activities
        ],
        "Member": [],
    }


def _main(firm: Any, number: int) -> Record:
    type_id, type_name = TYPES[firm.type]
    status, status_name = STATUSES[firm.status]
    return {
        "ENTERPRISE_ID": number,
        "ENTERPRISE_CODE": f"NB{number:08d}",
        "ENTERPRISE_GDT_CODE": firm.code,
        "IMP_BUSINESS_CODE": "",
        "ENTERPRISE_TYPE_ID": type_id,
        "ENTERPRISE_TYPE_NAME": type_name,
        "NAME": firm.name,
        "SHORT_NAME": firm.short_name,
        "NAME_F": "",
        "FOUNDING_DATE": f"{firm.founded:%d/%m/%Y}",
        "LAST_AMEND_DATE": "",
        "NUMBER_CHANGES": 0,
        "ENTERPRISE_STATUS": status,
        "ENTERPRISE_STATUS_ID": status,
        "ENTERPRISE_STATUS_NAME": status_name,
        "LEGAL_NAMES": firm.representative.full_name,
        "CAPITAL_AMOUNT": firm.capital,
    }


def _representative(person: Any) -> Record:
    return {
        "FULL_NAME": person.full_name,
        "GENDER_ID": "1" if person.sex == "male" else "2",
        "DATE_OF_BIRTH": f"{person.birth:%d/%m/%Y}",
        "NATIONALITY_NAME": "Việt Nam",
        "PERS_DOC_NO": person.number,
        "PERS_DOC_NAME": "Căn cước công dân",
        "PERS_DOC_ISSUE_DATE": "",
        "PERS_DOC_ISSUE_PLACE": "",
        "PERS_DOC_EXPIRE_DATE": "",
    }


def _address(address: Any) -> Record:
    return {
        "CityID": address.province_code,
        "CityName": address.province,
        "DistrictID": "",
        "DistrictName": "",
        "WardID": address.ward_code,
        "WardName": address.ward,
        "StreetNumber": address.detail,
        "AddressFullText": address.text,
    }
