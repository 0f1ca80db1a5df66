"""What the payment platform says when a fault is set for it (portal-payment-sso §9.1, §9.9)."""

from __future__ import annotations

from mocks.kernel.operation import Complaint, Message, Reply, State, Trouble
from mocks.payment.checksum import checksum
from mocks.payment.rules import OTHER, TEXTS


def business(message: Message, state: State, trouble: Trouble) -> Reply:
    """``MaLoi``, "99" unless another is wanted, with the caller's identifiers and a right checksum."""
    code = trouble.code or OTHER
    about = {name: getattr(message.body, name, "") for name in ("MaDoiTac", "MaThamChieu", "ThoiGianGD")}
    answer = {"MaLoi": code, "MoTaLoi": trouble.text or TEXTS.get(code, TEXTS[OTHER]), **about}
    partner = state.settings["partners"].get(about["MaDoiTac"])
    return Reply({**answer, "MaXacThuc": checksum("ANSWER", answer, str(partner["secret"])) if partner else ""})


TROUBLES: dict[str, Complaint] = {"business": business}
