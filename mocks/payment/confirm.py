"""CONFIRM to the agency: genuine ones, and forgeries that a conforming agency must refuse (§9.4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from mocks.kernel.operation import Callback, Message, Record
from mocks.payment.checksum import checksum
from mocks.payment.orders import stamp
from mocks.payment.rules import OK

TARGET, RETURN = "payment.confirm", "payment.return"


def body(order: Record, secret: str) -> bytes:
    """The CONFIRM of a settled order, as sent."""
    return _signed(_fields(order), secret)


def callback(order: Record, delays: Sequence[float]) -> Callback:
    """Delivery of the order's CONFIRM until it is acknowledged; seconds before each try, from the one before."""
    return Callback(
        TARGET, "CONFIRM", order["confirm"].encode(), delays=delays, acknowledged=acknowledged, keys=_keys(order)
    )


def acknowledged(status: int, answer: bytes) -> bool:
    """Whether the agency took it: HTTP 200 and ``MaLoi`` "00". The checksum it echoes is not looked at."""
    try:
        reply = json.loads(answer)
    except ValueError:
        return False
    return status == 200 and isinstance(reply, dict) and reply.get("MaLoi") == OK


def return_url(target: str, order: Record, secret: str) -> str:
    """Where the payer's browser goes back to: ``data``, ``responseCode``, ``secureCode`` (§9.7)."""
    query = {"data": order["reference"], "responseCode": order["code"]}
    joint = "&" if "?" in target else "?"
    return f"{target}{joint}{urlencode({**query, 'secureCode': checksum('RETURN', query, secret)})}"


@dataclass(frozen=True)
class Forgery:
    """What a forgery is made from. ``other``: another order, or None: an invented one."""

    order: Record
    other: Record | None
    secret: str
    now: datetime
    message: Message

    def fields(self) -> dict[str, Any]:
        """A CONFIRM that would be right if the order had just been paid."""
        order = {
            **self.order,
            "code": OK,
            "transaction": f"GD{self.message.token('forged', 16).upper()}",
            "bank": "MOCKBANK",
            "settled": stamp(self.now),
        }
        return _fields(order)


def wrong_amount(forgery: Forgery) -> bytes:
    """Rightly signed, but for a tenth of the amount (or one đồng more, of a small one)."""
    fields = forgery.fields()
    amount = fields["SoTien"]
    return _signed({**fields, "SoTien": amount // 10 or amount + 1}, forgery.secret)


def bad_checksum(forgery: Forgery) -> bytes:
    """Right in everything but the last character of the checksum."""
    fields = forgery.fields()
    right = checksum("CONFIRM", fields, forgery.secret)
    return _json({**fields, "MaXacThuc": right[:-1] + ("0" if right[-1] != "0" else "1")})


def unknown_order(forgery: Forgery) -> bytes:
    """Rightly signed, for a reference that was never opened."""
    reference = f"dvc{forgery.message.token('unknown', 12)}{stamp(forgery.now)}"
    return _signed({**forgery.fields(), "MaThamChieu": reference}, forgery.secret)


def other_dossier(forgery: Forgery) -> bytes:
    """Rightly signed, with this order's reference but the other order's dossier and transaction text."""
    other = forgery.other or {
        "dossier": "000.00.01.Y99-000000-9999",
        "info": "THANH TOAN HO SO 000.00.01.Y99-000000-9999",
    }
    fields = {**forgery.fields(), "MaHoSo": other["dossier"], "ThongTinGiaoDich": other["info"]}
    return _signed(fields, forgery.secret)


FORGERIES: Mapping[str, Callable[[Forgery], bytes]] = {
    "wrong_amount": wrong_amount,
    "bad_checksum": bad_checksum,
    "unknown_order": unknown_order,
    "other_dossier": other_dossier,
}


def forged(order: Record, kind: str, content: bytes) -> Callback:
    """One try of a forged or replayed message, marked as such in the journal's keys."""
    keys = {**_keys(order), "MaThamChieu": str(json.loads(content)["MaThamChieu"]), "forged": kind}
    return Callback(TARGET, "CONFIRM", content, acknowledged=acknowledged, keys=keys)


def _fields(order: Record) -> dict[str, Any]:
    return {
        "LoaiBanTin": "CONFIRM",
        "MaLoi": order["code"],
        "MaDoiTac": order["partner"],
        "MaThamChieu": order["reference"],
        "SoTien": order["amount"],
        "MaTienTe": order["currency"],
        "MaGiaoDich": order["transaction"],
        "MaNganHang": order["bank"],
        "ThoiGianGD": order["settled"],
        "ThongTinGiaoDich": order["info"],
    }


def _signed(fields: Mapping[str, Any], secret: str) -> bytes:
    return _json({**fields, "MaXacThuc": checksum("CONFIRM", fields, secret)})


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _keys(order: Record) -> dict[str, str]:
    return {name: value for name, value in (("MaThamChieu", order["reference"]), ("MaHoSo", order["dossier"])) if value}
