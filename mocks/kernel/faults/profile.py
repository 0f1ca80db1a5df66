"""Named sets of faults, as data files: ``mocks/faults/<name>.yaml``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mocks.kernel.faults.rule import Rule


class ProfileError(ValueError):
    """A profile can't be used; the text names the file, the field and what is wrong."""


class Profile(BaseModel):
    """``title`` in one line, ``about``: what happens and what a sound service does then (both Vietnamese)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    title: str = Field(min_length=1)
    about: str = Field(min_length=1)
    faults: tuple[Rule, ...] = Field(min_length=1)

    def named(self) -> list[Rule]:
        """The rules with ids of their own: ``dan-cu-ngung-1`` …"""
        return [
            rule if rule.id else rule.model_copy(update={"id": f"{self.name[:36]}-{number}"})
            for number, rule in enumerate(self.faults, 1)
        ]


@lru_cache(maxsize=1)
def profiles() -> dict[str, Profile]:
    """All profiles by name, in alphabetical order. Raises :class:`ProfileError`."""
    files = [file for file in (resources.files("mocks") / "faults").iterdir() if file.name.endswith(".yaml")]
    found = [parse(file.name, file.read_text(encoding="utf-8")) for file in sorted(files, key=lambda file: file.name)]
    return {profile.name: profile for profile in found}


def parse(file: str, text: str) -> Profile:
    """The profile in ``file``; its name is that of the file. Raises :class:`ProfileError`."""
    try:
        read = yaml.safe_load(text)
        if not isinstance(read, dict):
            raise ProfileError(f"{file}: cần một đối tượng có title, about, faults")
        return Profile.model_validate({**read, "name": file.removesuffix(".yaml")})
    except yaml.YAMLError as error:
        raise ProfileError(f"{file}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ProfileError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
