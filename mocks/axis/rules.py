"""What the axis demands of a call and of an envelope: pure functions, None or the refusal.

Sources are sections of axis-population-enterprise. The national list of error codes is not public; the
numbers of the provincial guide (§1.4) are used where one fits.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mocks.axis.messages import Envelope
from mocks.kernel.operation import Record, Refusal

DOOR = "axis-population-enterprise §1.1"
OPERATIONS = "axis-population-enterprise §1.2"
TRANSPORT = "axis-population-enterprise §1.3"
EDXML = "axis-population-enterprise §1.5"
STATUSES = "axis-population-enterprise §1.7"

VERSION = "3.0.201608"
PREFIX = "xroadvnpt-"
UNSIGNED = {"version", "sign-header-key", "sign-header", "hash-header"}
"""Protocol headers that carry the signature and so are not under it."""

MESSAGE_TYPES = ("edoc", "status")
STATUS_CODES = ("01", "02", "03", "04", "05", "06", "13", "15", "16")

CODES = {
    "axis.system": "15",
    "axis.sign_header": "15",
    "axis.sign_header_key": "15",
    "axis.signed_value": "15",
    "axis.unsigned_header": "15",
    "axis.hash_header": "15",
    "axis.file": "10",
    "axis.hash_file": "10",
    "axis.from": "19",
    "axis.sender": "19",
    "axis.receiver": "18",
    "axis.attachment": "21",
    "axis.edxml": "22",
    "axis.element": "22",
    "axis.manifest": "22",
    "axis.status_code": "22",
}
"""ErrorCode by rule (§1.4); the rest is ``100``, the number the SDK gives to a call it refuses itself."""

NEXT = {
    "initial": {"processing", "done", "fail"},
    "processing": {"processing", "done", "fail"},
    "done": {"done"},
    "fail": {"fail"},
}
"""Transport states of a copy and where each may go; a repeat is harmless (§1.3)."""

STATES = ("done", "fail", "processing")


def code(refusal: Refusal) -> str:
    """The ErrorCode of a refusal."""
    return CODES.get(refusal.rule, "100")


def parameters(headers: Mapping[str, str]) -> dict[str, str]:
    """The logical headers of a call: lower-case names without ``XroadVnpt-``."""
    return {name[len(PREFIX) :].lower(): value for name, value in headers.items() if name.lower().startswith(PREFIX)}


def authenticate(given: Mapping[str, str], systems: Mapping[str, Any], aliases: Mapping[str, str]) -> Refusal | None:
    """The header protocol: version, time stamp, a registered system, and its HMAC over what it signed (§1.1)."""
    return (
        _version(given)
        or _timestamp(given.get("timestamp", ""))
        or _registered(given, systems, aliases)
        or _signed(given)
        or _hashed(given, systems[caller(given, aliases)]["secret"])
    )


def caller(given: Mapping[str, str], aliases: Mapping[str, str]) -> str:
    """The calling system's agency code in its QĐ 20/2020 form."""
    organ = given.get("systemid", "")
    return aliases.get(organ, organ)


def _version(given: Mapping[str, str]) -> Refusal | None:
    if given.get("version") == VERSION:
        return None
    return Refusal("axis.version", DOOR, VERSION, given.get("version", ""), "XroadVnpt-version")


def _timestamp(value: str) -> Refusal | None:
    shape = re.fullmatch(r"(\d{8}T\d{6})(Z|[+-]\d{1,4})?", value, re.ASCII)
    try:
        if shape and datetime.strptime(shape[1], "%d%m%YT%H%M%S"):  # noqa: DTZ007 - the offset is no real zone
            return None
    except ValueError:
        pass
    return Refusal("axis.timestamp", DOOR, "ddMMyyyyTHHmmss+SSSS", value, "XroadVnpt-timestamp")


def _registered(given: Mapping[str, str], systems: Mapping[str, Any], aliases: Mapping[str, str]) -> Refusal | None:
    if caller(given, aliases) in systems:
        return None
    return Refusal("axis.system", DOOR, "hệ thống đã đăng ký với trục", given.get("systemid", ""), "XroadVnpt-systemid")


def _signed(given: Mapping[str, str]) -> Refusal | None:
    """sign-header is a JSON object of every prefixed header as sent, and sign-header-key names the same."""
    signed = _object(given.get("sign-header", ""))
    if signed is None:
        received = given.get("sign-header", "")[:200]
        return Refusal(
            "axis.sign_header", DOOR, "đối tượng JSON gồm các header đã ký", received, "XroadVnpt-sign-header"
        )
    values = {name.lower().removeprefix(PREFIX): value for name, value in signed.items()}
    return _named(given, values) or _covered(given, values) or _unaltered(given, values)


def _object(value: str) -> dict[str, str] | None:
    try:
        found = json.loads(octets(value))
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and all(isinstance(one, str) for one in found.values()):
        return found
    return None


def _named(given: Mapping[str, str], values: Mapping[str, str]) -> Refusal | None:
    listed = {name.strip().lower().removeprefix(PREFIX) for name in given.get("sign-header-key", "").split(";")}
    if listed == set(values):
        return None
    expected, received = ";".join(sorted(values)), given.get("sign-header-key", "")
    return Refusal("axis.sign_header_key", DOOR, expected, received, "XroadVnpt-sign-header-key")


def _covered(given: Mapping[str, str], values: Mapping[str, str]) -> Refusal | None:
    for name in given:
        if name not in UNSIGNED and name not in values:
            expected = f"XroadVnpt-{name} nằm trong XroadVnpt-sign-header"
            return Refusal("axis.unsigned_header", DOOR, expected, "header chưa ký", f"XroadVnpt-{name}")
    return None


def _unaltered(given: Mapping[str, str], values: Mapping[str, str]) -> Refusal | None:
    for name, value in values.items():
        if octets(given.get(name, "")) != value.encode():
            return Refusal("axis.signed_value", DOOR, value, given.get(name, ""), f"XroadVnpt-{name}")
    return None


def _hashed(given: Mapping[str, str], secret: str) -> Refusal | None:
    expected = hmac.new(secret.encode(), octets(given["sign-header"]), hashlib.sha256).hexdigest()
    received = given.get("hash-header", "")
    if hmac.compare_digest(received.lower().encode(), expected.encode()):
        return None
    says = "hex HMAC-SHA256 của XroadVnpt-sign-header với khóa bí mật"
    return Refusal("axis.hash_header", DOOR, says, received, "XroadVnpt-hash-header")


def octets(value: str) -> bytes:
    """A header's value as it was on the wire: HTTP hands headers over as Latin-1."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def required(given: Mapping[str, str], *names: str) -> Refusal | None:
    """The parameters an operation can't do without (§1.2)."""
    missing = next((name for name in names if not given.get(name)), None)
    if missing is None:
        return None
    header = f"XroadVnpt-{missing}"
    return Refusal("axis.required", OPERATIONS, f"có {header}", "", header)


def kinds(given: Mapping[str, str]) -> Refusal | None:
    """servicetype and messagetype (§1.2)."""
    return (
        required(given, "servicetype", "messagetype")
        or _among("axis.service_type", "servicetype", given, ("eDoc",))
        or _among("axis.message_type", "messagetype", given, MESSAGE_TYPES)
    )


def state(given: Mapping[str, str]) -> Refusal | None:
    """docId and status of updateStatus (§1.2)."""
    return required(given, "docid", "status") or _among("axis.status", "status", given, STATES)


def _among(rule: str, name: str, given: Mapping[str, str], allowed: Sequence[str]) -> Refusal | None:
    if given[name] in allowed:
        return None
    return Refusal(rule, OPERATIONS, f"một trong {', '.join(allowed)}", given[name], f"XroadVnpt-{name}")


def hash_file(given: Mapping[str, str], data: bytes) -> Refusal | None:
    """SHA-256 of the file in hex; the SDK drops each byte's leading zero, so both spellings count (§1.1)."""
    digest = hashlib.sha256(data).digest()
    received = given.get("hash-file", "")
    if received.lower() in {digest.hex(), "".join(f"{byte:x}" for byte in digest)}:
        return None
    return Refusal("axis.hash_file", DOOR, digest.hex(), received, "XroadVnpt-hash-file")


def complete(envelope: Envelope, message_type: str) -> Refusal | None:
    """The elements without which an envelope can't be delivered (§1.5, §1.7); the rest may be missing."""
    if not envelope.sender:
        return _element("From/OrganId", EDXML)
    if message_type == "status":
        return _status(envelope)
    if not any(envelope.receivers):
        return _element("To/OrganId", EDXML)
    if not envelope.code:
        return _element("Code", EDXML)
    return (None if envelope.subject else _element("Subject", EDXML)) or _manifest(envelope)


def _status(envelope: Envelope) -> Refusal | None:
    if not (envelope.replies and envelope.replies[0].organ):
        return _element("ResponseFor/OrganId", STATUSES)
    if envelope.status_code in STATUS_CODES:
        return None
    expected = f"một trong {', '.join(STATUS_CODES)}"
    return Refusal("axis.status_code", STATUSES, expected, envelope.status_code, "StatusCode")


def _element(name: str, clause: str) -> Refusal:
    return Refusal("axis.element", clause, f"có {name}", "", name)


def _manifest(envelope: Envelope) -> Refusal | None:
    """Manifest and attachments name the same contents (§1.5)."""
    attached = sorted(attachment.content_id for attachment in envelope.attachments)
    if sorted(envelope.references) == attached:
        return None
    return Refusal("axis.manifest", EDXML, ", ".join(envelope.references), ", ".join(attached), "AttachmentEncoded")


def sender(
    given: Mapping[str, str],
    envelope: Envelope,
    system: str,
    agencies: Mapping[str, Record],
    aliases: Mapping[str, str],
) -> Refusal | None:
    """The from header is the calling system, and the envelope comes from one of its agencies (§1.2)."""
    if aliases.get(given["from"], given["from"]) != system:
        return Refusal("axis.from", OPERATIONS, system, given["from"], "XroadVnpt-from")
    organ = aliases.get(envelope.sender, envelope.sender)
    if agencies.get(organ, {}).get("system") == system:
        return None
    return Refusal("axis.sender", EDXML, f"cơ quan thuộc hệ thống {system}", envelope.sender, "From/OrganId")


def addressed(given: Mapping[str, str], envelope: Envelope) -> tuple[str, ...] | Refusal:
    """Who gets a copy: the ``to`` header when there is one, else the envelope's own receivers (§1.3)."""
    if given.get("to"):
        return _listed(given["to"])
    if given["messagetype"] == "status":
        return (envelope.replies[0].organ,)
    return tuple(dict.fromkeys(organ for organ in envelope.receivers if organ))


def _listed(value: str) -> tuple[str, ...] | Refusal:
    try:
        found = json.loads(octets(value))
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and found and all(isinstance(one, str) and one for one in found):
        return tuple(dict.fromkeys(found))
    return Refusal("axis.to", OPERATIONS, "danh sách JSON các mã cơ quan", value, "XroadVnpt-to")


def known(receivers: Sequence[str], agencies: Mapping[str, Record], aliases: Mapping[str, str]) -> Refusal | None:
    """Every receiver is on the axis; one that isn't stops the whole document."""
    unknown = next((organ for organ in receivers if aliases.get(organ, organ) not in agencies), None)
    if unknown is None:
        return None
    return Refusal("axis.receiver", EDXML, "cơ quan có trên trục", unknown, "To/OrganId")


def transition(now: str, wanted: str) -> Refusal | None:
    """A copy's transport state may go on, never back (§1.3)."""
    if wanted in NEXT[now]:
        return None
    expected = f"từ {now} chỉ sang {', '.join(sorted(NEXT[now]))}"
    return Refusal("axis.transition", TRANSPORT, expected, wanted, "XroadVnpt-status")
