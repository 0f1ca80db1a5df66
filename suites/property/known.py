"""What a caller knows of each JSON mock in a run: values that mean something there.

Generated strings alone would never pass the door (a session, a client's secret, a checksum), so that only refusals
would be tried. Each system therefore has lists of such values, which take the place of generated ones by chance.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fixtures import services
from mocks.kernel.operation import Put, Record
from mocks.kernel.run import Run
from mocks.payment import orders
from mocks.payment.checksum import ORDERS, checksum
from mocks.payment.messages import Init
from mocks.payment.rules import OK
from mocks.portal.gateway import DESTINATION

Json = dict[str, Any]

BACK = "http://127.0.0.1:9/dang-nhap/quay-lai"
PAST, NEVER = "2020-01-01T00:00:00+07:00", "2199-01-01T00:00:00+07:00"
MANY = 12


@dataclass(frozen=True)
class Knowledge:
    """What a caller knows of one system.

    ``body`` holds values by field name, at any depth; ``query`` and ``path`` by parameter. ``records`` are in the run
    from the start. Every call carries one of ``headers``. ``finish`` completes a body whose fields depend on each
    other.
    """

    body: Mapping[str, Sequence[str]]
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    path: Mapping[str, Sequence[str]] = field(default_factory=dict)
    records: Sequence[Put] = ()
    headers: Sequence[Mapping[str, str]] = ({},)
    finish: Callable[[Json], Json] = lambda body: body
    targets: Mapping[str, str] = field(default_factory=dict)


def portal(run: Run) -> Knowledge:
    """An open session, the city's password, the procedures, some people, and how a dossier is written."""
    session, codes = "5e" * 16, [services.load(name).code for name in services.bundled()]

    def finish(body: Json) -> Json:
        """A call of a service is made in the open session, unless the session itself is what was broken."""
        given = body.get("session")
        return {**body, "session": session} if "service" in body and not isinstance(given, list | dict) else body

    return Knowledge(
        body={
            "madonvi": ["Y99", "Y99.01", "000.00.01.Y99"],
            "username": ["Y99"],
            "password": [run.environment["CITY_PORTAL_PASSWORD"]],
            "maTTHC": codes,
            "mstorcmnd": [number for number, _ in run.store.state("portal").rows("accounts")][:5],
            "provider": ["wso2is"],
            "mahoso": ["H1"],
            "isUpdating": ["False", "True"],
            **{name: list(values) for name, values in DOSSIER.items()},
            "MaTTHC": codes,
        },
        query={"q": [*codes, "H1"]},
        path={"MaTTHC": codes},
        records=[Put("sessions", session, {"username": "Y99", "agency": "Y99", "expires": NEVER})],
        headers=[{"dstcode": DESTINATION}],
        finish=finish,
    )


DOSSIER: Mapping[str, Sequence[str]] = {
    "MaHoSo": ("H1", "000.00.01.Y99-261122-0001"),
    "TenTTHC": ("Cấp lại chứng chỉ",),
    "MaLinhVuc": ("G17-01",),
    "TenLinhVuc": ("Kinh doanh bất động sản",),
    "LoaiDoiTuong": ("1", "2"),
    "KenhThucHien": ("2",),
    "NgayTiepNhan": ("20261122080000",),
    "TrangThaiHoSo": ("1", "2", "4", "9", "10"),
    "HinhThuc": ("0",),
    "DonViXuLy": ("Sở Xây dựng",),
    "NguoiXuLy": ("Nguyễn Văn A",),
    "ThoiDiemXuLy": ("20261122080000",),
    "TrangThai": ("2", "4"),
}
"""Values of the mandatory fields of a dossier and of a progress row (portal-payment-sso §4.1–4.2)."""


def identity(run: Run) -> Knowledge:
    """The city's client; open sign-ins, codes and tokens, many of each because most are good only once."""
    client, secret = run.environment["CITY_SSO_CLIENT_ID"], run.environment["CITY_SSO_CLIENT_SECRET"]
    account = next(number for number, _ in run.store.state("identity").rows("accounts"))
    asked = {"client_id": client, "redirect_uri": BACK, "state": "s", "scope": "openid", "nonce": "", "acr": ""}
    granted = {**asked, "account": account, "person": "", "issued": PAST, "expires": NEVER}
    logins, codes, tokens, renewing = (_keys(label) for label in ("login", "code", "access", "refresh"))
    addresses = [BACK, f"{BACK}?x=ở đây", f"{BACK}/%2e%2e"]
    return Knowledge(
        body={
            "client_id": [client],
            "client_secret": [secret],
            "redirect_uri": [BACK],
            "grant_type": ["authorization_code", "refresh_token"],
            "code": codes,
            "refresh_token": renewing,
            "token": [*tokens, *renewing],
            "access_token": tokens,
            "sessionDataKey": logins,
            "decision": ["refuse", "expire", "sign_in"],
            "account": [account],
        },
        query={
            "client_id": [client],
            "redirect_uri": addresses,
            "response_type": ["code"],
            "scope": ["openid"],
            "sessionDataKey": logins,
            "id_token_hint": tokens,
            "post_logout_redirect_uri": addresses,
        },
        records=[
            *(Put("logins", key, {**asked, "expires": NEVER}) for key in logins),
            *(Put("codes", key, {**granted, "used": False}) for key in codes),
            *(Put("tokens", key, {**granted, "refresh": other}) for key, other in zip(tokens, renewing, strict=True)),
            *(Put("refresh", key, {**granted, "access": other}) for key, other in zip(renewing, tokens, strict=True)),
        ],
        headers=[{}, *({"Authorization": f"Bearer {token}"} for token in tokens)],
        targets={"identity.redirect": BACK},
    )


def enterprise(run: Run) -> Knowledge:
    """The consumer's key and secret, a live and an expired token, some enterprises' codes."""
    key, secret = run.environment["CITY_ENTERPRISE_KEY"], run.environment["CITY_ENTERPRISE_SECRET"]
    basic = base64.b64encode(f"{key}:{secret}".encode()).decode()
    tokens = {"a" * 32: NEVER, "b" * 32: PAST}
    codes = [code for code, _ in run.store.state("enterprise").rows("organisations")][:5]
    return Knowledge(
        body={"grant_type": ["client_credentials"]},
        query={"msdn": [*codes, "0000000000", "000000000000"]},
        records=[Put("tokens", token, _token(key, expires)) for token, expires in tokens.items()],
        headers=[{"Authorization": f"Basic {basic}"}, *({"Authorization": f"Bearer {token}"} for token in tokens)],
    )


def payment(run: Run) -> Knowledge:
    """The partner and its secret, an open and a paid order. What is whole enough gets the partner's own checksum."""
    partner, secret = run.environment["CITY_PAYMENT_PARTNER"], run.environment["CITY_PAYMENT_SECRET"]

    def finish(body: Json) -> Json:
        order = ORDERS.get(str(body.get("LoaiBanTin")), ())
        whole = order and all(name in body for name in order) and body["MaDoiTac"] == partner
        signed = isinstance(body.get("MaXacThuc"), str) and body["MaXacThuc"]
        return {**body, "MaXacThuc": checksum(body["LoaiBanTin"], body, secret)} if whole and signed else body

    return Knowledge(
        body={
            "MaDoiTac": [partner],
            "MaThamChieu": ["OPEN", "PAID", *(f"THAM-CHIEU-{number}" for number in range(MANY))],
            "SoTien": ["200000", "1"],
            **{name: [f"{name} ở đây"] for name in RECEIPT},
            "lam": ["huy", "tra"],
            "ngan_hang": list(orders.BANKS),
        },
        path={"token": ["open", "paid"]},
        records=[*_order(partner, "OPEN", orders.INITIATED), *_order(partner, "PAID", orders.PAID)],
        finish=finish,
    )


RECEIPT: tuple[str, ...] = ("MaDVC", "TenDVC", "MaTTHC", "TenTTHC", "MaDonVi", "TenDonVi", "MaHoSo")
RECEIPT += ("TKThuHuong", "MaNHThuHuong", "TenTKThuHuong")
"""What the receipt of a public service can't do without (portal-payment-sso §9.3)."""

KNOWN: Mapping[str, Callable[[Run], Knowledge]] = {
    "portal": portal,
    "identity": identity,
    "enterprise": enterprise,
    "payment": payment,
}
"""The mocks whose messages are JSON or forms, by name."""


def _order(partner: str, reference: str, state: str) -> list[Put]:
    """An order of ``partner`` in ``state``, with its payer's page."""
    values = {**dict.fromkeys(Init.model_fields, "x"), "LoaiBanTin": "INIT", "PhienBan": "1.0.6", "MaTienTe": "VND"}
    values |= {"MaDoiTac": partner, "MaThamChieu": reference, "SoTien": "200000", "ThoiGianGD": "20261122080000"}
    payer = ("NoiDungThanhToan", "HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop")
    receipt = {"MaDichVu": "2", **dict.fromkeys((*RECEIPT, *payer), "x"), "DSKhoanNop": [{"SoTien": "200000"}]}
    init = Init.model_validate({**values, "ThongTinBienLai": receipt})
    order = orders.opened(init, reference.lower(), datetime.fromisoformat(PAST))
    if state == orders.PAID:
        order = orders.settled(order, OK, "MOCKBANK", "GD1", datetime.fromisoformat(PAST))
    return [orders.stored(order), Put("pages", reference.lower(), {"reference": reference})]


def _keys(label: str) -> list[str]:
    return [f"{label}{number:04d}" for number in range(MANY)]


def _token(client: str, expires: str) -> Record:
    return {"client": client, "issued": PAST, "expires": expires}
