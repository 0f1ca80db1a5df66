"""Signing as the applicant: PAdES signatures with test certificates, good ones and each kind of bad one.

:mod:`harness.signing.pades` does the signing itself; it is imported late because pyHanko takes long to import.
"""

from harness.signing.keyring import KINDS, WRONG, Holder, Keyring, Kind, Signature, WrongKind

__all__ = ["KINDS", "WRONG", "Holder", "Keyring", "Kind", "Signature", "WrongKind"]
