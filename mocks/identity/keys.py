"""The run's signing key and its tokens: ES256, the same bytes whenever the same token is made again."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(maxsize=64)
def private(secret: str) -> ec.EllipticCurvePrivateKey:
    """The run's P-256 key, derived from its ``secret``: stable for the run, another in each run."""
    number = int.from_bytes(hashlib.sha512(secret.encode()).digest(), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


@lru_cache(maxsize=64)
def _key(secret: str) -> ECKey:
    public = private(secret).public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return ECKey.import_key(pem)


def published(secret: str) -> dict[str, Any]:
    """The public key as a JWK, with ``kid`` (its thumbprint), ``use`` and ``alg``."""
    key = _key(secret)
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}


def sign(secret: str, claims: Mapping[str, Any]) -> str:
    """A compact JWT. The signature is deterministic (RFC 6979), so that a handler may be run again."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": _key(secret).thumbprint()}
    signed = f"{_packed(header)}.{_packed(claims)}"
    der = private(secret).sign(signed.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    return f"{signed}.{_encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def read(secret: str, token: str) -> dict[str, Any] | None:
    """The claims of a token of this run, expired or not; None for anything else."""
    try:
        return jwt.decode(token, _key(secret), algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError):
        return None


def half_hash(text: str) -> str:
    """``at_hash``: the left half of the SHA-256, base64url."""
    return _encoded(hashlib.sha256(text.encode()).digest()[:16])


def _packed(value: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
