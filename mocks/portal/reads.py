"""Read services of the gateway (portal-payment-sso §3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mocks.kernel.operation import Message, Record, Refusal, Reply, State
from mocks.portal.codes import STATES
from mocks.portal.fields import plain
from mocks.portal.gateway import Caller, done, failed
from mocks.portal.rules import root, stem

CLAUSE = "portal-payment-sso §3"

_FOUND = '{"error_code":"0","message":"Thành công"'.encode()
"""The envelope of a success up to its result: a procedure is passed on as the bytes it is stored in."""


def read_procedure(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``LayThuTuc``: the whole procedure; lists are never null. The local code finds it too."""
    code = plain(message.body.maTTHC)
    tree = state.text("procedures", stem(code))
    if tree is None:
        refusal = Refusal("portal.procedure", CLAUSE, "mã TTHC có trong danh mục", code or "không có", "maTTHC")
        return failed("-1", refusal)
    return Reply(b'%s,"result":[%s]}' % (_FOUND, addressed(tree, message, state)))


def addressed(tree: bytes, message: Message, state: State) -> bytes:
    """A procedure with the addresses of its forms as the caller reaches this portal."""
    planted = state.settings["base"]
    return tree if message.base == planted else tree.replace(f'"{planted}/'.encode(), f'"{message.base}/'.encode())


def list_procedures(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``LayDanhSachTTHC``: code and name of the procedures; ``madonvi`` keeps those of its level-1 agency."""
    wanted = root(plain(message.body.madonvi))
    trees = [tree for _, tree in state.rows("procedures") if not wanted or _concerns(tree, wanted)]
    return done("Thành công", result=[{"MATTHC": tree["MATTHC"], "TENTTHC": tree["TENTTHC"]} for tree in trees])


def _concerns(tree: Record, wanted: str) -> bool:
    codes = [row["MADONVI"] for row in tree["COQUANTHUCHIEN"]]
    return any(root(code) == wanted for code in [*codes, tree["MACOQUANCONGBO"]])


def list_services(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``LayDVC``: the online services; its filters are not known, so all are given."""
    return done("Thành công", result={"data": [service["LayDVC"] for _, service in state.rows("services")]})


def list_agencies(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``LayDanhMucCoQuan``"""
    return done("Thành công", result=_rows(state.rows("agencies")))


def list_fields(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``LayDanhMucLinhVuc``"""
    return done("Thành công", result=_rows(state.rows("fields")))


def _rows(rows: Iterable[tuple[str, Record]]) -> list[Record]:
    return [record for _, record in rows]


def find_account(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``TraCuuTechID``: the account of a tax code or personal number; an empty list when there is none."""
    if plain(message.body.provider) != "wso2is":
        refusal = Refusal("portal.provider", CLAUSE, "wso2is", plain(message.body.provider) or "không có", "provider")
        return failed("-1", refusal)
    account = state.get("accounts", plain(message.body.mstorcmnd))
    return done("Thành công", result=[account] if account else [])


def find_dossier(message: Message, state: State, now: datetime, caller: Caller) -> Reply:  # noqa: ARG001
    """``TraCuuHoSo``: the dossier as the portal knows it; an empty list when it doesn't."""
    code = plain(message.body.mahoso)
    if not code:
        return failed("-1", Refusal("portal.field.mandatory", CLAUSE, "không được để trống", "không có", "mahoso"))
    record = state.get("dossiers", code)
    return done("Thành công", result=[row(record)] if record else [], keys={"MaHoSo": code})


def row(record: Record) -> Record:
    """A dossier's row, after the driving-licence twin of the gateway (§3; the portal's own fields are not known)."""
    given = record.get
    return {
        "MaTTHC": record["MaTTHC"],
        "MaDVC": stem(record["MaTTHC"]),
        "TenDVC": given("TenTTHC", ""),
        "MaHoSo": record["MaHoSo"],
        "HoTenNguoiNop": given("ChuHoSo", ""),
        "MaTrangThai": record["TrangThaiHoSo"],
        "TrangThaiHoSo": STATES[record["TrangThaiHoSo"]],
        "DonViXuLy": given("DonViXuLy", ""),
        "MaDonViXuLy": record["owner"],
        "NgayNop": shown(given("NgayNopHoSo", "")),
        "NgayTiepNhan": shown(given("NgayTiepNhan", "")),
        "NgayHenTra": shown(given("NgayHenTra", "")),
        "HinhThucNhanKQ": given("HinhThuc", ""),
    }


def shown(stamp: str) -> str:
    """``yyyyMMddHHmmss`` as ``dd/MM/yyyy HH:mm:ss``; blank stays blank."""
    if not stamp:
        return ""
    year, month, day, hour, minute, second = stamp[:4], stamp[4:6], stamp[6:8], stamp[8:10], stamp[10:12], stamp[12:]
    return f"{day}/{month}/{year} {hour}:{minute}:{second}"
