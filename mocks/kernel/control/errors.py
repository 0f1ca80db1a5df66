"""Every error of the control API as problem+json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from mocks.kernel.decode import dotted
from mocks.kernel.problem import MEDIA, Problem

if TYPE_CHECKING:
    from mocks.kernel.app import MockApp

DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "Lỗi, kèm cách khắc phục",
        "content": {
            MEDIA: {
                "schema": {
                    "type": "object",
                    "required": ["title", "status"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "errors": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
}


def add(app: MockApp) -> None:
    """Turn problems, refused inputs and framework errors into problem+json."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _document(problem: Problem) -> Response:
    return Response(problem.body, problem.status, media_type=MEDIA)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _document(error)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"field": dotted(each["loc"][1:]), "message": each["msg"]} for each in error.errors()]
    first = f"{errors[0]['field']}: {errors[0]['message']}" if errors else ""
    return _document(Problem(422, "Yêu cầu không đúng dạng", first, errors=errors))


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _document(Problem(error.status_code, str(error.detail)))
    response.headers.update(error.headers or {})
    return response
