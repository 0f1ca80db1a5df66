"""What the city's portal client asks of the National Public Service Portal (portal-payment-sso §2–5)."""

from __future__ import annotations

from typing import Any

from pact import match

from contracts.consumers import Interaction
from fixtures.reference_city.connectors.portal import Portal, PortalError
from fixtures.reference_city.settings import Settings

PROVIDER = "portal"
LOGIN, CALL = "/XrdAdapter/RestService/forward/mapi/login", "/XrdAdapter/RestService/forward/mapi/g"
DESTINATION = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
USER, PASSWORD = "Y99", "mock-password"
SESSION = "0123456789abcdef0123456789abcdef"
PROCEDURE = "1.012907"
DOSSIER = "000.00.01.Y99-991231-0001"
JSON = "application/json"

ACCOUNT = ("an account", {"username": USER, "password": PASSWORD})
OPEN = ("an open session", {"session": SESSION, "agency": USER})
KNOWN = ("a dossier", {"MaHoSo": DOSSIER, "agency": USER})


def client(url: str, password: str = PASSWORD) -> Portal:
    """The real client against ``url``."""
    return Portal(
        Settings(
            portal_url=url,
            portal_username=USER,
            portal_password=password,
            portal_dstcode=DESTINATION,
            portal_agency=USER,
        )
    )


def signed_in(url: str) -> Portal:
    """A client that holds :data:`SESSION` already, so that one interaction is one call."""
    portal = client(url)
    portal._log_in = lambda: SESSION  # type: ignore[method-assign]
    return portal


def call(body: dict[str, Any]) -> Any:
    """The request of one ``mapi/g`` call."""

    def define(building: Any) -> Any:
        return (
            building.with_request("POST", CALL)
            .with_header("dstcode", DESTINATION)
            .with_body({"session": SESSION, "madonvi": USER, **body}, JSON)
        )

    return define


def answer(body: dict[str, Any]) -> Any:
    """Every business answer is HTTP 200 (portal-payment-sso §2)."""
    return lambda building: building.will_respond_with(200).with_body(body, JSON)


def success(**more: Any) -> Any:
    """``error_code`` "0" and the words «thành công» (portal-payment-sso §4.2)."""
    return answer({"error_code": "0", "message": match.regex("Thành công", regex="(?i).*thành công.*"), **more})


def refused(code: str, words: str = ".+") -> Any:
    """A business refusal with ``code`` whose text matches ``words``."""
    shown = "hồ sơ đã tồn tại" if "tồn tại" in words else "bị từ chối"
    return answer({"error_code": code, "message": match.regex(shown, regex=words)})


def login(password: str) -> Any:
    """The request of a login."""

    def define(building: Any) -> Any:
        body = {"username": USER, "password": password}
        return building.with_request("POST", LOGIN).with_header("dstcode", DESTINATION).with_body(body, JSON)

    return define


def dossier(**changes: str) -> dict[str, Any]:
    """A dossier with the fields the portal demands (portal-payment-sso §4.1)."""
    return {
        "MaHoSo": DOSSIER,
        "MaTTHC": PROCEDURE,
        "TenTTHC": "Cấp lại chứng chỉ hành nghề môi giới bất động sản",
        "MaLinhVuc": "G17-BD",
        "TenLinhVuc": "Kinh doanh bất động sản",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Thử Nghiệm",
        "LoaiDoiTuong": "1",
        "NgayTiepNhan": "20991231083000",
        "TrangThaiHoSo": "1",
        "HinhThuc": "0",
        "DonViXuLy": "Sở Xây dựng",
        "TaiLieuNop": [],
        **changes,
    }


def write(service: str, data: list[dict[str, Any]], **extra: str) -> Any:
    return call({"service": service, **extra, "data": data})


def put(url: str, updating: str, item: dict[str, Any]) -> None:
    """Send one dossier through the client and let it read the answer."""
    portal = signed_in(url)
    portal._require_success(portal._write("DongBoHoSoMC", [item], isUpdating=updating))


def logged_in(url: str) -> None:
    assert client(url)._log_in() == SESSION


def turned_away(url: str) -> None:
    error = raised(client(url, "wrong-password")._log_in)
    assert error.code == "-1"


def raised(action: Any) -> PortalError:
    """The PortalError that ``action`` must raise."""
    try:
        action()
    except PortalError as error:
        return error
    raise AssertionError("the client took a refusal for a success")


def expired(url: str) -> None:
    portal = signed_in(url)
    assert raised(lambda: portal._require_success(portal._post("/g", EXPIRED_CALL))).retryable


EXPIRED_CALL = {"session": "f" * 32, "madonvi": USER, "service": "LayDanhSachTTHC"}
ROW = {
    "MaHoSo": DOSSIER,
    "NguoiXuLy": "Cán bộ Thử",
    "ThoiDiemXuLy": "20991231090000",
    "NoiDungXuLy": "Tiếp nhận",
    "TrangThai": "2",
}

STATELESS = dossier(MaHoSo="000.00.01.Y99-991231-0003", TrangThaiHoSo="")

INTERACTIONS = (
    Interaction(
        "a login with the agency's password",
        [ACCOUNT],
        login(PASSWORD),
        success(session=match.regex(SESSION, regex="[0-9a-f]{32}")),
        logged_in,
    ),
    Interaction("a login with a wrong password", [ACCOUNT], login("wrong-password"), refused("-1"), turned_away),
    Interaction(
        "a call with a session that isn't open",
        [ACCOUNT],
        lambda building: (
            building.with_request("POST", CALL).with_header("dstcode", DESTINATION).with_body(EXPIRED_CALL, JSON)
        ),
        refused("-2"),
        expired,
    ),
    Interaction(
        "the list of procedures",
        [OPEN],
        call({"service": "LayDanhSachTTHC"}),
        answer({"error_code": "0", "result": match.each_like({"MATTHC": PROCEDURE, "TENTTHC": match.str("Cấp lại")})}),
        lambda url: _expect(PROCEDURE in signed_in(url).procedures()),
    ),
    Interaction(
        "a procedure's full record",
        [OPEN],
        call({"service": "LayThuTuc", "maTTHC": PROCEDURE}),
        answer(
            {
                "error_code": "0",
                "result": [
                    {
                        "MATTHC": PROCEDURE,
                        "TENTTHC": match.str("Cấp lại chứng chỉ"),
                        "LINHVUCTHUCHIEN": match.each_like({"MALINHVUC": match.str("G17-BD")}),
                        "CACHTHUCTHUCHIEN": match.each_like(
                            {
                                "KENH": match.str("2"),
                                "THOIGIAN": match.each_like({"DONVITINH": match.str("Ngày làm việc")}),
                            }
                        ),
                        "THANHPHANHOSO": match.each_like(
                            {"GIAYTO": match.each_like({"MAGIAYTO": match.str("G17-01")})}
                        ),
                        "KETQUATHUCHIEN": match.each_like({"MAKETQUA": match.str("KQ.G17.000207")}),
                    }
                ],
            }
        ),
        lambda url: _expect(signed_in(url).procedure(PROCEDURE)["MATTHC"] == PROCEDURE),
    ),
    Interaction(
        "a look-up of a dossier the portal doesn't know",
        [OPEN],
        call({"service": "TraCuuHoSo", "mahoso": "000.00.01.Y99-991231-0009"}),
        answer({"error_code": "0", "result": []}),
        lambda url: _expect(not signed_in(url).knows("000.00.01.Y99-991231-0009")),
    ),
    Interaction(
        "a new dossier",
        [OPEN],
        write("DongBoHoSoMC", [dossier(MaHoSo="000.00.01.Y99-991231-0002")], isUpdating="False"),
        success(),
        lambda url: put(url, "False", dossier(MaHoSo="000.00.01.Y99-991231-0002")),
    ),
    Interaction(
        "a new dossier under a code that exists",
        [OPEN, KNOWN],
        write("DongBoHoSoMC", [dossier()], isUpdating="False"),
        refused("3", "(?i).*đã tồn tại.*"),
        lambda url: _expect(raised(lambda: put(url, "False", dossier())).code == "3"),
    ),
    Interaction(
        "a dossier without its state",
        [OPEN],
        write("DongBoHoSoMC", [STATELESS], isUpdating="False"),
        refused("-1", ".*TrangThaiHoSo.*"),
        lambda url: _expect(raised(lambda: put(url, "False", STATELESS)).code == "-1"),
    ),
    Interaction(
        "an update of a dossier",
        [OPEN, KNOWN],
        write("DongBoHoSoMC", [dossier(TrangThaiHoSo="2")], isUpdating="True"),
        success(),
        lambda url: put(url, "True", dossier(TrangThaiHoSo="2")),
    ),
    Interaction(
        "a step of a dossier",
        [OPEN, KNOWN],
        write("CapNhatTienDoHoSoMC", [ROW]),
        success(),
        lambda url: signed_in(url).sync_progress([ROW]),
    ),
)


def _expect(condition: bool) -> None:
    assert condition, "the client understood the answer otherwise than its contract says"
