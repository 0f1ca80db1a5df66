"""From the synthetic world to the claims of an account (portal-payment-sso §13.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mocks.identity.messages import Claims
from mocks.kernel.operation import Record

_SEX = {"male": 1, "female": 2}
_MARITAL = {"single": 1, "married": 2, "divorced": 3, "widowed": 4}
ASSURANCE = "LoA2"
"""``loAs`` of every account: identified at level 2 (the value's spelling is our choice)."""


def citizen(person: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """The claims of a person of the world; ``names`` gives relatives' names by personal number."""
    relatives = {
        "Cha": person.father,
        "Me": person.mother,
        "VoChong": person.spouse,
        "ChuHo": person.head,
    }
    claims = Claims(
        sub=person.tech_id,
        LoaiTaiKhoan="1",
        SoCMND=person.old_number or "",
        SoDinhDanh=person.number,
        MaBHXH=getattr(person, "social_insurance", "") or "",
        HoVaTen=person.full_name,
        ThuDienTu=person.email,
        SoDienThoai=person.phone,
        GioiTinh=_SEX.get(person.sex),
        DanToc=person.ethnicity,
        TonGiao=person.religion,
        TinhTrangHonNhan=_MARITAL.get(person.marital),
        NgayThangNamSinh=f"{person.birth:%Y%m%d}",
        NoiDangKyKhaiSinh=person.birth_place.text,
        QueQuan=person.birth_place.text,
        ThuongTru=person.address.text,
        NoiOHienNay=person.address.text,
        QuocTich="Việt Nam",
        TrangThai="1",
        TechID=person.tech_id,
        loAs=ASSURANCE,
        DiaChi=person.address.text,
        **{claim: names.get(number or "", "") for claim, number in relatives.items()},
    )
    return claims.model_dump(exclude_none=True)


def organisation(firm: Any) -> dict[str, Any]:
    """The claims of an organisation of the world, as its account holds them: nobody has signed in for it yet."""
    claims = Claims(
        sub=firm.tech_id,
        LoaiTaiKhoan="2",
        MaSoThue=firm.code,
        MaSoDoanhNghiep=firm.code,
        TenDoanhNghiep=firm.name,
        ThuDienTu=firm.email,
        SoDienThoai=firm.phone,
        NguoiDaiDien=firm.representative.full_name,
        TrangThai="1",
        TechID=firm.tech_id,
        loAs=ASSURANCE,
        DiaChi=firm.address.text,
    )
    return claims.model_dump(exclude_none=True)


def joined(account: Record, person: Record | None) -> dict[str, Any]:
    """The claims of a sign-in; an organisation's carry who of its people signed in."""
    claims = dict(account["claims"])
    if person is not None:
        acting = {name: person["claims"][name] for name in ("HoVaTen", "SoDinhDanh", "NgayThangNamSinh")}
        claims |= acting
    return claims
