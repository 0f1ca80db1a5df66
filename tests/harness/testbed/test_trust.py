import hashlib
import stat

import pytest
from cryptography import x509

from fixtures import services
from harness.signing import Holder
from harness.testbed import TestBedError, host_for
from harness.testbed.bed import _is_secret
from harness.testbed.trust import make_trust

ME = Holder("Nguyễn Thị Hoa", "CCCD:099190000011")


@pytest.fixture
def trust(tmp_path):
    return make_trust(services.load("cap-lai-chung-chi-moi-gioi"), tmp_path, revoked=[ME])


def test_the_service_is_told_where_the_files_are(trust):
    environment = trust.environment
    assert set(environment) == {"CITY_TRUST_CA", "CITY_TRUST_CRL", "CITY_SIGNING_CERT", "CITY_SIGNING_KEY"}
    assert b"BEGIN CERTIFICATE" in trust.ca.read_bytes()
    assert b"PRIVATE KEY" in trust.key.read_bytes()
    assert stat.S_IMODE(trust.key.stat().st_mode) == 0o600


def test_the_revoked_are_on_the_list(trust):
    assert len(list(x509.load_pem_x509_crl(trust.crl.read_bytes()))) == 1


def test_only_public_parts_go_into_the_recording(trust):
    kept = []

    def store(content: bytes) -> str:
        kept.append(content)
        return hashlib.sha256(content).hexdigest()

    stored = trust.stored(store)
    assert stored["official"] == "Sở Xây dựng"
    assert set(stored) == {"ca", "crl", "official_certificate", "official"}
    assert not any(b"PRIVATE" in content for content in kept)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("CITY_PORTAL_PASSWORD", True),
        ("CITY_SSO_CLIENT_SECRET", True),
        ("CITY_POPULATION_APIKEY", True),
        ("CITY_ENTERPRISE_KEY", True),
        ("CITY_ADMIN_TOKEN", True),
        ("CITY_STAFF_PASSWORD", True),
        ("CITY_SIGNING_KEY", False),
        ("CITY_AGENCY", False),
        ("CITY_PORTAL_URL", False),
    ],
)
def test_which_values_are_secret(name, secret):
    assert _is_secret(name) == secret


def test_hosts():
    host = host_for("reference-city")
    assert host.platform_class().targets["portal.deeplink"].startswith("/")
    with pytest.raises(TestBedError) as caught:
        host_for("hanoi")
    assert "reference-city" in caught.value.remedy
