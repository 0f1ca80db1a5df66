"""The test PKI of one run: the CA and CRL that the service trusts, and the agency's signing key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fixtures.pki import Authority, write_credential, write_trust
from fixtures.services.model import Service
from harness.signing import Holder, Keyring


@dataclass(frozen=True)
class Trust:
    """The authority with the applicants' keys, and its files: in a private folder that doesn't outlive the run."""

    keyring: Keyring
    ca: Path
    crl: Path
    certificate: Path
    key: Path
    official: str
    """Subject of the agency's signing certificate."""

    @property
    def environment(self) -> dict[str, str]:
        """The ``CITY_*`` variables that tell the service about it."""
        return {
            "CITY_TRUST_CA": str(self.ca),
            "CITY_TRUST_CRL": str(self.crl),
            "CITY_SIGNING_CERT": str(self.certificate),
            "CITY_SIGNING_KEY": str(self.key),
        }

    def stored(self, store: Callable[[bytes], str]) -> dict[str, str]:
        """The public part for the recording: digests of CA, CRL and official certificate, and its subject."""
        files = {"ca": self.ca, "crl": self.crl, "official_certificate": self.certificate}
        return {**{name: store(path.read_bytes()) for name, path in files.items()}, "official": self.official}


def make_trust(service: Service, folder: Path, revoked: Iterable[Holder] = (), now: datetime | None = None) -> Trust:
    """Make the PKI for ``service`` with its files in ``folder`` (which must be private to the user).

    ``revoked``: who may sign with a revoked certificate; the CRL names those. ``now``: the bed's time, if it isn't
    the real one.
    """
    authority = Authority.create(now=now)
    keyring = Keyring(authority, revoked)
    official = authority.official(service.agency.name, service.agency.code)
    ca, crl = write_trust(folder, authority)
    certificate, key = write_credential(folder, "official", official)
    return Trust(keyring, ca, crl, certificate, key, official.subject)
