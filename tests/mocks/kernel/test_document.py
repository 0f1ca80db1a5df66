"""The OpenAPI document says what each operation reads and every way it answers."""

from __future__ import annotations

from typing import Any

import pytest

from mocks.kernel.app import MockApp
from mocks.kernel.ground import Fixtures
from mocks.kernel.kernel import Kernel
from mocks.kernel.systems import installed


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    found: dict[str, Any] = MockApp(Kernel(installed(), Fixtures())).openapi()["paths"]
    return {path.removeprefix("/{run_key}"): item for path, item in found.items()}


def names(operation: Any) -> list[str]:
    return [parameter["name"] for parameter in operation["parameters"]]


def test_a_field_that_names_the_operation_has_one_value_in_each_schema(paths: dict[str, Any]) -> None:
    body = paths["/portal/XrdAdapter/RestService/forward/mapi/g"]["post"]["requestBody"]
    schemas = body["content"]["application/json"]["schema"]["anyOf"]
    named = {schema["properties"]["service"].get("const") for schema in schemas}
    assert {"LayThuTuc", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"} <= named
    assert all("service" in schema["required"] for schema in schemas if "const" in schema["properties"]["service"])


def test_queries_headers_and_forms_are_named(paths: dict[str, Any]) -> None:
    assert "redirect_uri" in names(paths["/identity/oauth2/authorize"]["get"])
    assert "dstcode" in names(paths["/portal/XrdAdapter/RestService/forward/mapi/login"]["post"])
    form = paths["/identity/oauth2/token"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert "grant_type" in form["schema"]["properties"]
    part = paths["/axis/sendEdoc"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert list(part["schema"]["properties"]) == ["file_doc"]


@pytest.mark.parametrize(
    ("path", "method", "status", "media"),
    [
        ("/identity/oauth2/token", "post", "401", "application/json"),
        ("/identity/oauth2/authorize", "get", "400", "text/html"),
        ("/payment/paymentplatform/bill/pdf", "post", "200", "application/pdf"),
        ("/payment/paymentplatform/bill/pdf", "post", "200", "application/json"),
        ("/population/TraCuuThongTinCongDan", "post", "500", "text/xml"),
        ("/portal/XrdAdapter/RestService/forward/mapi/g", "post", "502", "application/json"),
        ("/portal/XrdAdapter/RestService/forward/mapi/g", "post", "404", "application/problem+json"),
        ("/enterprise/token", "post", "413", "application/problem+json"),
    ],
)
def test_every_answer_has_its_status_and_media_type(
    paths: dict[str, Any], path: str, method: str, status: str, media: str
) -> None:
    assert media in paths[path][method]["responses"][status]["content"]


def test_an_empty_answer_promises_no_content(paths: dict[str, Any]) -> None:
    assert "content" not in paths["/identity/oauth2/authorize"]["get"]["responses"]["302"]


def test_numbers_that_may_come_as_text_are_documented_as_both(paths: dict[str, Any]) -> None:
    init = paths["/payment/paymentplatform/init"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert init["properties"]["ThongTinBienLai"] == {"$ref": "#/components/schemas/payment.validation.Receipt"}
    document = MockApp(Kernel(installed(), Fixtures())).openapi()
    kind = document["components"]["schemas"]["payment.validation.Receipt"]["properties"]["MaDichVu"]["anyOf"]
    assert kind == [{"pattern": "^[12]$", "type": "string"}, {"enum": [1, 2], "type": "integer"}]
