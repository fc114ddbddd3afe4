"""Certificates as Open Badges 3.0: a verifiable credential, signed as a JWT with the desk's own Ed25519 key.

The key is derived from BADGE_KEY. Its public half stands at /training/keys.json (RFC 7517, RFC 8037), so that a
certificate can be checked without asking the desk about it. Revoked ones are listed at /training/revoked.json.
Source: Open Badges Specification 3.0 (1EdTech), JSON Web Token proof format.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def signed_badge(
    *, code: str, course: str, course_number: int, issuer: str, completed: date, issued_at: datetime, name: str = ""
) -> str:
    """The credential as a JWT. `name` is empty where the person did not agree to be named."""
    address = f"{settings.SITE_ADDRESS}/training/verify/{code}/"
    subject: dict[str, Any] = {"id": f"{address}#subject", "type": ["AchievementSubject"]}
    if name:
        subject["identifier"] = [
            {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": name}
        ]
    subject["achievement"] = {
        "id": f"{settings.SITE_ADDRESS}/training/verify/#course-{course_number}",
        "type": ["Achievement"],
        "name": course,
        "description": f"Completed {course}.",
        "criteria": {"narrative": f"Completed on {completed.isoformat()}, by the roster of {issuer}."},
    }
    credential = {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": course,
        "issuer": {"id": settings.SITE_ADDRESS, "type": ["Profile"], "name": issuer},
        "validFrom": issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{settings.SITE_ADDRESS}/training/revoked.json",
            "type": "1EdTechRevocationList",
        },
    }
    claims = {"iss": settings.SITE_ADDRESS, "jti": address, "sub": subject["id"], "nbf": int(issued_at.timestamp())}
    header = {"kid": f"{settings.SITE_ADDRESS}/training/keys.json#{public_key()['kid']}", "typ": "JWT"}
    return jwt.encode({**credential, **claims}, _private_key(), algorithm="EdDSA", headers=header)


def public_key() -> dict[str, str]:
    """The public key as a JWK; `kid` is the start of its SHA-256."""
    raw = _private_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig", "alg": "EdDSA", "kid": sha256(raw).hexdigest()[:16]}


def revocation_list(revoked: Iterable[str]) -> dict[str, Any]:
    """The list of certificates that no longer hold, by their codes. Reasons are not told."""
    return {
        "id": f"{settings.SITE_ADDRESS}/training/revoked.json",
        "issuer": settings.SITE_ADDRESS,
        "revokedCredentials": [
            {"id": f"{settings.SITE_ADDRESS}/training/verify/{code}/", "revoked": True} for code in revoked
        ],
    }


def _private_key() -> Ed25519PrivateKey:
    derived = HKDF(SHA256(), 32, salt=None, info=b"manumit badges").derive(settings.BADGE_KEY.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)
