"""``report.html``: one self-contained file that can be read on paper and signed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from harness.recording import Recording, open_recording
from toantrinh import screen, texts
from toantrinh.report import evidence
from toantrinh.texts import Lang


def write_report(folder: Path, out: Path, verdicts: dict[str, Any], lang: Lang = "vi") -> Path:
    """Render the report of ``verdicts`` over the recording in ``folder``; returns the file's path."""
    path = out / "report.html"
    path.write_text(render(open_recording(folder), verdicts, lang), encoding="utf-8")
    return path


def render(recording: Recording, verdicts: dict[str, Any], lang: Lang = "vi") -> str:
    """The report as HTML text."""
    words = {name: texts.say(pair, lang) for name, pair in WORDS.items()}
    found = evidence.index(recording)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            lang=lang,
            w=words,
            v=verdicts,
            run=recording.run,
            problems=recording.problems,
            findings=[_finding(check, found, lang) for check in screen.findings(verdicts)],
            criteria=[_criterion(item, lang) for item in verdicts["criteria"]],
            profiles=[_profile(item, lang) for item in verdicts.get("profiles", ())],
            given=[_check(item, lang) for item in verdicts.get("given", ())],
            self_test=verdicts["actor"].get("role") == "nha_thau",
            class_name=texts.label(texts.CLASS, verdicts["class"], lang),
            scope=_scope(verdicts["scope"], lang),
            environment=_modes(verdicts["environment"], lang),
            day=texts.day,
            moment=texts.moment,
            style=_read("report.css"),
        )
    )


def _environment() -> Environment:
    from jinja2 import DictLoader

    loader = DictLoader({"report.html.j2": _read("report.html.j2")})
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _read(name: str) -> str:
    return (files("toantrinh.report") / name).read_text(encoding="utf-8")


def _scope(scope: Any, lang: Lang) -> str:
    return str(scope.get(lang) or scope.get("vi")) if isinstance(scope, dict) else str(scope)


def _modes(modes: dict[str, str], lang: Lang) -> list[tuple[str, str]]:
    return [(texts.label(texts.SYSTEM, s, lang), texts.label(texts.MODE, m, lang)) for s, m in modes.items()]


def _criterion(item: dict[str, Any], lang: Lang) -> dict[str, Any]:
    text = item.get("text_en") if lang == "en" else item.get("text_vi")
    return {
        "evidence": [],
        **item,
        "short": item["id"].rsplit(".", 1)[-1],
        "name": texts.criterion(item["id"], lang),
        "text": text or "",
        "word": texts.label(texts.STATUS, item["status"], lang),
        "unverified": item.get("verified") is False or item.get("verified") is None,
        "checks": [_check(check, lang) for check in item["checks"]],
    }


def _profile(item: dict[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        "name": texts.criterion(item["id"], lang),
        "status": item["status"],
        "word": texts.label(texts.STATUS, item["status"], lang),
        "checks": [_check(check, lang) for check in item["checks"]],
    }


def _check(check: dict[str, Any], lang: Lang) -> dict[str, Any]:
    title = (check.get("title_vi") if lang == "vi" else check.get("title")) or check.get("title") or ""
    return {
        "reason": "",
        "expected": "",
        "received": "",
        "clause": "",
        **check,
        "name": title,
        "word": texts.label(texts.STATUS, check["status"], lang),
        "strength_word": texts.label(texts.STRENGTH, check.get("strength") or "", lang),
        "blame_word": texts.label(texts.BLAME, check.get("blame") or "", lang),
    }


def _finding(check: dict[str, Any], found: dict[str, evidence.Evidence], lang: Lang) -> dict[str, Any]:
    refs = check.get("seen_in") or []
    refs = [refs] if isinstance(refs, str) else refs
    return {**_check(check, lang), "evidence": [found[ref] for ref in refs if ref in found], "refs": refs}


WORDS: dict[str, texts.Pair] = {
    "title": ("Báo cáo kiểm thử dịch vụ công trực tuyến", "Online public service conformance report"),
    "self_test": (
        "BẢN TỰ KIỂM TRA CỦA NHÀ THẦU, KHÔNG CÓ GIÁ TRỊ XÁC NHẬN",
        "VENDOR SELF-TEST, WITHOUT CONFIRMING VALUE",
    ),
    "class": ("Mức độ", "Class"),
    "criteria": ("Kết luận theo tiêu chí", "Criteria"),
    "criterion": ("Tiêu chí", "Criterion"),
    "verdict": ("Kết luận", "Verdict"),
    "basis": ("Căn cứ", "Basis"),
    "findings": ("Các phát hiện", "Findings"),
    "no_findings": ("Không có phát hiện nào.", "No findings."),
    "expected": ("Mong đợi", "Expected"),
    "received": ("Nhận được", "Received"),
    "reason": ("Lý do", "Reason"),
    "blame": ("Thuộc về", "Blame"),
    "strength": ("Mức bắt buộc", "Strength"),
    "where": ("Bằng chứng", "Evidence"),
    "request": ("Yêu cầu gửi đi", "Request"),
    "response": ("Trả lời", "Response"),
    "checks": ("Tất cả các phép kiểm tra", "All checks"),
    "check": ("Phép kiểm tra", "Check"),
    "profiles": ("Ngoài Điều 13", "Besides Article 13"),
    "profiles_note": (
        "Các phép kiểm tra dưới đây không thuộc tiêu chí nào của Điều 13 và không làm thay đổi mức độ của dịch vụ.",
        "The checks below belong to no criterion of Article 13 and never change the service's class.",
    ),
    "given": ("Được cho sẵn, không phải kiểm thử", "Given, not tested"),
    "given_note": (
        "Các dữ kiện phía Cổng Dịch vụ công quốc gia dưới đây do hệ thống mô phỏng cung cấp theo bản mô tả; "
        "chúng không được tính vào kết luận.",
        "The portal-side facts below come from the simulator, out of the descriptor; they don't count.",
    ),
    "environment": ("Môi trường", "Environment"),
    "system": ("Hệ thống", "System"),
    "mode": ("Chế độ", "Mode"),
    "rulebook": ("Bộ quy tắc", "Rulebook"),
    "version": ("phiên bản", "version"),
    "as_of": ("Áp dụng tại ngày", "As of"),
    "seed": ("Hạt giống dữ liệu", "Seed"),
    "actor": ("Người thực hiện", "Carried out by"),
    "attempt": ("Lần kiểm thử", "Attempt"),
    "started": ("Bắt đầu ghi", "Recording started"),
    "defects": ("Lỗi cài sẵn đang bật", "Planted defects switched on"),
    "unverified": ("nguồn chưa được xác minh", "source unverified"),
    "unverified_note": (
        "Văn bản hoặc số điều khoản của các yêu cầu đánh dấu * chưa được đối chiếu với Công báo.",
        "The wording or numbering of requirements marked * hasn't been compared with the Official Gazette.",
    ),
    "problems": ("Lưu ý về bản ghi", "Notes on the recording"),
    "decides": (
        "Công cụ đề xuất; người có tên dưới đây kết luận.",
        "The tool proposes; the person named below concludes.",
    ),
    "tester": ("Người kiểm thử", "Tester"),
    "approver": ("Người xác nhận", "Confirmed by"),
    "sign": ("(ký, ghi rõ họ tên, ngày)", "(signature, full name, date)"),
    "procedure": ("Thủ tục", "Procedure"),
    "agency": ("Cơ quan thực hiện", "Agency"),
    "descriptor": ("Bản mô tả", "Descriptor"),
}
