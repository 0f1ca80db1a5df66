"""The JSON of the enterprise registration database and of the gateway in front of it.

Spellings are the wire's own, ``HOAdress`` and the singular ``BusinessActivity`` included
(axis-population-enterprise §3.2, §4.1, §4.4).
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """Base of the answers; documentation, and what the tests hold the answers against."""

    model_config = ConfigDict(extra="forbid")


class Token(Wire):
    """An access token; ``expires_in`` in seconds."""

    access_token: str
    token_type: str = "Bearer"
    expires_in: int
    scope: str = "default"


class Error(Wire):
    """A refused token call as RFC 6749 §5.2 has it."""

    error: str
    error_description: str


class Reason(Wire):
    """What the gateway says of a call it doesn't let through (§4.4)."""

    code: int
    message: str
    description: str


class Fault(Wire):
    fault: Reason


class MainInformation(Wire):
    """The enterprise itself; dates ``dd/MM/yyyy``. Both generations of the status fields are filled."""

    ENTERPRISE_ID: int
    ENTERPRISE_CODE: str
    ENTERPRISE_GDT_CODE: str
    IMP_BUSINESS_CODE: str
    ENTERPRISE_TYPE_ID: str
    ENTERPRISE_TYPE_NAME: str
    NAME: str
    SHORT_NAME: str
    NAME_F: str
    FOUNDING_DATE: str
    LAST_AMEND_DATE: str
    NUMBER_CHANGES: int
    ENTERPRISE_STATUS: str
    ENTERPRISE_STATUS_ID: str
    ENTERPRISE_STATUS_NAME: str
    LEGAL_NAMES: str
    CAPITAL_AMOUNT: float


class Representative(Wire):
    """A legal representative."""

    FULL_NAME: str
    GENDER_ID: str
    DATE_OF_BIRTH: str
    NATIONALITY_NAME: str
    PERS_DOC_NO: str
    PERS_DOC_NAME: str
    PERS_DOC_ISSUE_DATE: str
    PERS_DOC_ISSUE_PLACE: str
    PERS_DOC_EXPIRE_DATE: str


class HOAdress(Wire):
    """The head office; units above the ward may be empty since 1/7/2025."""

    CityID: str
    CityName: str
    DistrictID: str
    DistrictName: str
    WardID: str
    WardName: str
    StreetNumber: str
    AddressFullText: str


class BusinessActivity(Wire):
    """A line of business by VSIC code; IS_MAIN is ``Y`` or ``N``."""

    CODE: str
    NAME: str
    IS_MAIN: str


class Member(Wire):
    """A member or shareholder."""

    MEMBER_NAME: str
    AMOUNT: float
    RATIO_PERCENT: float
    COUNTRY: str


class Data(Wire):
    """The five blocks; all empty and MainInformation null when nothing was found."""

    MainInformation: MainInformation | None
    Representatives: Representative | list[Representative] | None
    HOAdress: HOAdress | None
    BusinessActivity: list[BusinessActivity]
    Member: list[Member]


class Answer(Wire):
    """The envelope: Status ``"1"`` for an answer, ``"0"`` with a Message for a refusal."""

    Status: str
    Message: str
    DataCount: int
    Data: Data | None


NOTHING: dict[str, Any] = {
    "MainInformation": None,
    "Representatives": None,
    "HOAdress": None,
    "BusinessActivity": [],
    "Member": [],
}


def found(data: dict[str, Any]) -> dict[str, Any]:
    """The answer that shows one enterprise."""
    return {"Status": "1", "Message": "Thành công", "DataCount": 1, "Data": data}


def not_found(code: str) -> dict[str, Any]:
    """The answer for a code nobody holds: not an error, MainInformation null (§3.2)."""
    return {"Status": "1", "Message": f"Không tìm thấy doanh nghiệp {code}", "DataCount": 0, "Data": dict(NOTHING)}


def refused(reason: str) -> dict[str, Any]:
    """The answer to a question that can't be asked (§3.4)."""
    return {"Status": "0", "Message": reason, "DataCount": 0, "Data": None}


def fault(code: int, message: str, description: str) -> dict[str, Any]:
    """The gateway's fault body (§4.4)."""
    return {"fault": {"code": code, "message": message, "description": description}}
