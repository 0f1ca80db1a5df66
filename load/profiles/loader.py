"""Read a load profile: a bundled id, or the path of a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from load.profiles.model import Profile

FOLDER = Path(__file__).parent
SUFFIXES = (".yaml", ".yml")


class ProfileError(Exception):
    """A profile that can't be used. ``message`` and ``remedy`` are for the user, in Vietnamese."""

    def __init__(self, file: str, field: str, message: str, remedy: str = "") -> None:
        super().__init__(f"{file}: {field}: {message}" if field else f"{file}: {message}")
        self.file, self.field, self.message, self.remedy = file, field, message, remedy


def bundled() -> list[str]:
    """Ids of the profiles that come with the product."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(id_or_path: str) -> Profile:
    """The profile of a bundled id or in a file. Raises :class:`ProfileError`."""
    path = _locate(id_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "kiểm tra đường dẫn và bảng mã UTF-8"
        raise ProfileError(str(path), "", f"không đọc được tệp: {error}", remedy) from None
    return parse(text, str(path))


def parse(text: str, file: str) -> Profile:
    """The profile in YAML ``text``; ``file`` names it in messages. Raises :class:`ProfileError`."""
    try:
        content: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = f"tệp YAML không đọc được: {str(error).partition(chr(10))[0]}"
        raise ProfileError(file, "", problem, "kiểm tra thụt dòng và dấu hai chấm") from None
    if not isinstance(content, dict):
        raise ProfileError(file, "", "tệp không phải hồ sơ tải", "bắt đầu bằng các trường id, title, share …")
    return _validated(content, file)


def adapt(profile: Profile, **changes: Any) -> Profile:
    """``profile`` with other values in some fields. Raises :class:`ProfileError` when they don't fit together."""
    return _validated({**profile.model_dump(), **changes}, profile.id)


def _validated(content: dict[str, Any], file: str) -> Profile:
    try:
        return Profile.model_validate(content)
    except ValidationError as error:
        raise _explained(error, file) from None


def _explained(error: ValidationError, file: str) -> ProfileError:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    return ProfileError(file, field, message, "xem docs/adding-a-load-profile.md")


def _locate(id_or_path: str) -> Path:
    if id_or_path.endswith(SUFFIXES):
        return Path(id_or_path)
    if id_or_path in bundled():
        return FOLDER / f"{id_or_path}.yaml"
    remedy = f"chọn một trong: {', '.join(bundled())}; hoặc đường dẫn tới tệp .yaml"
    raise ProfileError(id_or_path, "", f"không có hồ sơ tải {id_or_path!r}", remedy)
