"""A small identity provider on the loopback interface, strict with the platform.

It checks what a real one checks: client and secret, the address to return to, that a code is used
once and with the verifier of its challenge (RFC 7636). It signs with RS256 itself, by the
cryptography library and not by the one that the platform verifies with. `Misbehaviour` makes it
lie.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

CLIENT = "zhiheng"
SECRET = "between-the-two-of-us"

Claims = dict[str, Any]


@dataclass
class Misbehaviour:
    """How this provider lies; by default it does not."""

    claims: Callable[[Claims], Claims] = lambda claims: claims
    userinfo: Callable[[Claims], Claims] = lambda claims: claims
    description: Callable[[Claims], Claims] = lambda described: described
    token_answer: Callable[[Claims], Any] = lambda answer: answer
    signing_key: RSAPrivateKey | None = None
    algorithm: str = "RS256"
    broken: frozenset[str] = frozenset()


@dataclass
class _Granted:
    person: str
    nonce: str
    challenge: str
    returns_to: str


@dataclass
class IdentityProvider:
    """The provider's state; `people` maps who sits at its sign-in page to the subject."""

    address: str = ""
    returns_to: str = "http://testserver/accounts/oidc/city/login/callback/"
    people: dict[str, str] = field(default_factory=dict)
    at_the_keyboard: str = ""
    lies: Misbehaviour = field(default_factory=Misbehaviour)
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    codes: dict[str, _Granted] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)

    def description(self) -> Claims:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> Claims:
        numbers = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one"}
        return {"keys": [{**key, "n": _number(numbers.n), "e": _number(numbers.e)}]}

    def grant(self, asked: dict[str, str]) -> str:
        """Return where the browser goes from the sign-in page."""
        self.requests.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.returns_to
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = _Granted(
            self.at_the_keyboard, asked["nonce"], asked["code_challenge"], asked["redirect_uri"]
        )
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, form: dict[str, str]) -> Claims:
        """Return the tokens for a code; a KeyError or AssertionError is a refusal."""
        assert (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        granted = self.codes.pop(form["code"])
        assert form["redirect_uri"] == granted.returns_to
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert _text(digest) == granted.challenge
        token = secrets.token_urlsafe(16)
        self.tokens[token] = granted.person
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(granted.person, granted.nonce),
        }

    def id_token(self, person: str, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": self.people[person],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        header = {"typ": "JWT", "alg": self.lies.algorithm, "kid": "one"}
        signed = f"{_json(header)}.{_json(self.lies.claims(claims))}"
        if self.lies.algorithm == "none":
            return f"{signed}."
        key = self.lies.signing_key or self.key
        return f"{signed}.{_text(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"

    def userinfo(self, token: str) -> Claims:
        person = self.tokens[token]
        return {
            "sub": self.people[person],
            "preferred_username": person,
            "name": "某某某",
            "email": f"{person}@city.example",
            "phone_number": "+86 755 0000 0000",
        }


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.provider.asked.append(address.path)
        if address.path in self.provider.lies.broken:
            return self._answer({"error": "server_error"}, 503)
        if address.path == "/authorise":
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            return self._lead(self.provider.grant(query))
        if address.path == "/.well-known/openid-configuration":
            return self._answer(self.provider.lies.description(self.provider.description()))
        if address.path == "/keys":
            return self._answer(self.provider.keys())
        if address.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            return self._answer(self.provider.lies.userinfo(self.provider.userinfo(token)))
        return self._answer({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.provider.asked.append(self.path)
        if self.path in self.provider.lies.broken:
            return self._answer({"error": "server_error"}, 503)
        form = {name: values[0] for name, values in parse_qs(body).items()}
        try:
            answer = self.provider.lies.token_answer(self.provider.exchange(form))
        except (AssertionError, KeyError):
            return self._answer({"error": "invalid_grant"}, 400)
        return self._answer(answer)

    def _lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _answer(self, body: Any, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    """Serve a provider at a free port of this machine."""
    provider = IdentityProvider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def _json(value: Claims) -> str:
    return _text(json.dumps(value).encode())


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
