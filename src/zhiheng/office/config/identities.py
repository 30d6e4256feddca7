"""The city's identity provider, as the sign-in library wants it described."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from zhiheng.office.config.environment import OpenIDConnect

# Part of the platform's addresses, one of which is registered at the provider.
PROVIDER_ID = "city"


def identity_providers(oidc: OpenIDConnect | None) -> dict[str, Any]:
    """Return the library's table of providers: the one of the city, or none."""
    apps = [] if oidc is None else [_app(oidc)]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _app(oidc: OpenIDConnect) -> dict[str, Any]:
    return {
        "provider_id": PROVIDER_ID,
        "name": oidc.name,
        "client_id": oidc.client_id,
        "secret": oidc.client_secret,
        "settings": {"server_url": oidc.issuer},
    }
