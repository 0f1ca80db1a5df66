"""What is wrong with a rulebook or an overlay, where, and what to do about it."""

from __future__ import annotations


class RulebookError(Exception):
    """``file`` and ``field`` say where; ``message`` and ``remedy`` are sentences for the user, in Vietnamese."""

    def __init__(self, file: str, field: str, message: str, remedy: str) -> None:
        super().__init__(file, field, message, remedy)
        self.file, self.field, self.message, self.remedy = file, field, message, remedy

    def __str__(self) -> str:
        place = f"{self.file} ({self.field})" if self.field else self.file
        return f"{place}: {self.message}. Cách xử lý: {self.remedy}"
