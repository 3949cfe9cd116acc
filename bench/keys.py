"""The key of one run that stands for the Bot Framework's, and the documents to check its tokens with."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

_ISSUER = "https://api.botframework.com"
_KEY_ID = "bench"
_TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
OPENID_PATH = "/v1/.well-known/openidconfiguration"
LOGIN_TENANT = "7d1c9a3e-52b4-4f0e-9a39-0c4e9b7f2d55"
KEYS_PATH = "/v1/.well-known/keys"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key made when the run begins."""

    private: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def sign(self, app_id: str, service_url: str, nonce: str) -> str:
        """A token as the Bot Framework sends it to bot `app_id`: valid for an hour; `nonce` sets it apart."""
        now = int(time.time())
        claims = {
            "iss": _ISSUER,
            "aud": app_id,
            "nbf": now - 300,
            "exp": now + 3600,
            "serviceurl": service_url,
            "jti": nonce,
        }
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": _KEY_ID})

    def sign_person(self, app_id: str, tenant: str, person: str) -> str:
        """A token as Teams gives it to the tab of app `app_id`, valid for an hour."""
        now = int(time.time())
        claims = {
            "iss": f"https://login.microsoftonline.com/{tenant}/v2.0",
            "aud": app_id,
            "iat": now,
            "nbf": now - 60,
            "exp": now + 3600,
            "tid": tenant,
            "oid": person,
            "name": "Robin Weber",
            "scp": "access_as_user",
            "azp": _TEAMS_WEB,
            "ver": "2.0",
        }
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": _KEY_ID})

    def documents(self, origin: str) -> dict[str, bytes]:
        """What the key endpoint serves, by path; `origin` is where it is reachable without encryption."""
        key = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        key |= {"kid": _KEY_ID, "use": "sig", "endorsements": ["msteams"]}
        metadata = {
            "issuer": _ISSUER,
            "jwks_uri": origin + KEYS_PATH,
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return {OPENID_PATH: orjson.dumps(metadata), KEYS_PATH: orjson.dumps({"keys": [key]})}


def list_login_documents(origin: str) -> dict[str, bytes]:
    """What the sign-in of the bot's tenant serves, by path: a bot gets there the token it replies with."""
    tenant = f"/{LOGIN_TENANT}"
    metadata = {
        "issuer": f"{origin}{tenant}/v2.0",
        "authorization_endpoint": f"{origin}{tenant}/oauth2/v2.0/authorize",
        "token_endpoint": f"{origin}{tenant}/oauth2/v2.0/token",
    }
    token = {"token_type": "Bearer", "expires_in": 86400, "access_token": "a token of the bench"}
    return {
        f"{tenant}/v2.0/.well-known/openid-configuration": orjson.dumps(metadata),
        f"{tenant}/oauth2/v2.0/token": orjson.dumps(token),
    }
