"""What runs stand on: the project's synthetic world and its service descriptors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from fixtures import services as catalogue
from fixtures.services.model import Service
from fixtures.world import World


class Fixtures:
    """The real ground (a :class:`mocks.kernel.runs.Ground`). Worlds are immutable, so runs of a seed share one."""

    def world(self, seed: int) -> World:
        return _world(seed)

    def services(self, descriptors: Sequence[Any] | None) -> list[Service]:
        """Descriptors as JSON objects; None: the bundled services.

        Raises:
            ValueError: a descriptor is wrong; the text names its position and field.
        """
        if descriptors is None:
            return [catalogue.load(name) for name in catalogue.bundled()]
        return [_service(position, descriptor) for position, descriptor in enumerate(descriptors)]


@lru_cache(maxsize=4)
def _world(seed: int) -> World:
    return World(seed)


def _service(position: int, descriptor: Any) -> Service:
    try:
        return Service.model_validate(descriptor)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"services.{position}.{field}: {first['msg']}") from None
