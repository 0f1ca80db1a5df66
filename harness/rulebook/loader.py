"""Reading rulebook and overlay files: YAML checked against a model, errors named to the field."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from harness.rulebook.errors import RulebookError
from harness.rulebook.model import Instrument

M = TypeVar("M", bound=BaseModel)


@cache
def instruments() -> tuple[Instrument, ...]:
    """The instruments that come with the product, in the order of their file names."""
    found = [item for item in files(__package__).joinpath("data").iterdir() if item.name.endswith(".yaml")]
    ordered = sorted(found, key=lambda item: item.name)
    return tuple(parse(item.read_text(encoding="utf-8"), item.name, Instrument) for item in ordered)


def load(path: Path, model: type[M]) -> M:
    """The file at ``path`` as ``model``. Raises :class:`RulebookError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RulebookError(str(path), "", "tệp không phải UTF-8", "lưu lại tệp với bảng mã UTF-8") from None
    except OSError as error:
        remedy = "kiểm tra đường dẫn và quyền đọc tệp"
        raise RulebookError(str(path), "", f"không đọc được tệp: {error.strerror}", remedy) from None
    return parse(text, str(path), model)


def parse(text: str, file: str, model: type[M]) -> M:
    """YAML ``text`` as ``model``; ``file`` names it in messages. Raises :class:`RulebookError`."""
    try:
        content = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"dòng {mark.line + 1}" if mark else ""
        message = f"sai cú pháp YAML: {getattr(error, 'problem', None) or error}"
        raise RulebookError(file, where, message, "sửa cú pháp, thụt lề bằng dấu cách") from None
    if not isinstance(content, dict):
        raise RulebookError(file, "", "tệp phải là một nhóm trường", "bắt đầu bằng các trường có tên, ví dụ id: …")
    return _validate(content, file, model)


def _validate(content: dict[Any, Any], file: str, model: type[M]) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as failure:
        error = failure.errors()[0]
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    message, remedy = _words(error)
    raise RulebookError(file, field, message, remedy)


def _words(error: Any) -> tuple[str, str]:
    given, kind = repr(error.get("input")), error["type"]
    if kind == "missing":
        return "thiếu trường bắt buộc", "thêm trường này"
    if kind == "extra_forbidden":
        return "trường không có trong mô hình", "bỏ trường này hoặc sửa lỗi chính tả trong tên trường"
    if kind == "value_error":
        return str(error["ctx"]["error"]), "sửa giá trị theo thông báo"
    if kind == "literal_error":
        return f"{given} không nằm trong danh mục", f"chọn một trong: {error['ctx']['expected']}"
    if kind.startswith("date"):
        return f"cần ngày, nhận được {given}", "ghi ngày theo dạng NĂM-THÁNG-NGÀY, ví dụ 2026-07-01"
    return f"giá trị không hợp lệ {given}", f"sửa giá trị ({error['msg']})"


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses a key written twice; plain YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if names.count(key.value) > 1:
                raise yaml.MarkedYAMLError(problem=f"trường {key.value} ghi hai lần", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)
