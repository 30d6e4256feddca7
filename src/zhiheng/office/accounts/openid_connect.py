"""Sign-in through the city's identity provider: OpenID Connect, code flow with PKCE.

The sign-in library leads there and back and exchanges the code. It takes what the provider then
says on trust, so that is checked here, in the order of OpenID Connect Core 1.0:

1. The provider's description names the configured issuer (Discovery 4.3), and its addresses are
   no less protected than the issuer's own.
2. The ID token is signed by a published key of the provider (3.1.3.7 no. 6); a shared secret or
   no signature is not accepted.
3. It is from that issuer, for this platform, in force, and complete (no. 2, 3, 9, 10).
4. Where it names who asked for it, that was this platform (no. 4, 5).
5. It answers the request this browser was sent with: the nonce (no. 11).
6. The user information is about the same person (5.3.2).

Whatever does not fit ends on the page that says the sign-in was not completed.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

# Signatures by a private key of the provider; RS256 is what every provider must offer.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_REQUIRED_CLAIMS = ("iss", "sub", "aud", "exp", "iat")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_CLOCKS_APART_SECONDS = 30


class IdentityRefusedError(OAuth2Error):
    """What the provider said cannot be trusted; the text names the step and no person."""


class CityIdentity(OpenIDConnectOAuth2Adapter):
    """Talks to the provider and checks what it says."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        self.nonce = ""

    def get_provider(self) -> Any:
        """Return the provider, which asks this class for its addresses."""
        provider = super().get_provider()
        provider.oauth2_adapter_class = type(self)
        return provider

    @property
    def openid_config(self) -> Mapping[str, Any]:
        """Return the provider's description, fetched once a request and checked (step 1)."""
        if not hasattr(self, "_description"):
            described = _fetch(self.get_provider().server_url)
            assert settings.ZHIHENG.oidc is not None  # else there would be no provider
            _check_description(described, settings.ZHIHENG.oidc.issuer)
            self._description = described
        return self._description

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        """Exchange the code; an answer without a content type must not become a crash."""
        try:
            return super().get_access_token_data(*args, **kwargs)
        except KeyError as error:
            raise IdentityRefusedError(f"the token answer lacks {error}") from error

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """Return the token for the one call it is used for; it is not stored."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who signs in, as far as the provider's word holds (steps 2 to 6).

        Of all that is said of the person only the subject and the user name are kept.
        """
        claims = self._checked_claims(app, kwargs["response"].get("id_token"))
        if "userinfo_endpoint" in self.openid_config:
            claims = {**self._user_information(token, claims["sub"]), **claims}
        kept = {name: str(claims.get(name) or "") for name in ("sub", "preferred_username")}
        if not kept["sub"]:
            raise IdentityRefusedError("the ID token has no subject")
        return self.get_provider().sociallogin_from_response(request, kept)

    def _checked_claims(self, app: SocialApp, id_token: object) -> dict[str, Any]:
        try:
            claims = jwt.decode(
                str(id_token or ""),
                key=self._signing_key(str(id_token or "")),
                algorithms=list(_SIGNATURES),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=_CLOCKS_APART_SECONDS,
                options={"require": list(_REQUIRED_CLAIMS)},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise IdentityRefusedError(f"the ID token: {type(error).__name__}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise IdentityRefusedError("the ID token was asked for by another party")
        if not self.nonce or not hmac.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise IdentityRefusedError("the ID token answers another request")
        return dict(claims)

    def _signing_key(self, id_token: str) -> jwt.PyJWK:
        """Return the key the token names, or the only one where it names none."""
        wanted = jwt.get_unverified_header(id_token).get("kid")
        published = jwt.PyJWKSet.from_dict(_fetch(self.openid_config["jwks_uri"])).keys
        signing = [key for key in published if key.public_key_use in {None, "sig"}]
        fitting = [key for key in signing if wanted is None or key.key_id == wanted]
        if len(fitting) != 1:
            raise IdentityRefusedError("the ID token is signed by a key that is not published")
        return fitting[0]

    def _user_information(self, token: SocialToken, subject: str) -> dict[str, Any]:
        said = _fetch(self.profile_url, Authorization=f"Bearer {token.token}")
        if said.get("sub") != subject:
            raise IdentityRefusedError("the user information is about somebody else")
        return said


class _Return(OAuth2CallbackView):
    """The way back from the provider."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@require_POST
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the identity provider."""
    adapter = CityIdentity(request, provider_id)
    provider = _provider(adapter)
    nonce = secrets.token_urlsafe(32)
    try:
        # Nothing of the address but the way back is taken over: neither scope nor parameters, nor
        # the library's other purposes, one of which would connect any identity with an account.
        return provider.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
    except (RequestException, OAuth2Error) as error:
        return render_authentication_error(request, provider, exception=error)


@require_safe
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the identity provider and sign in, or say that it did not work."""
    adapter = CityIdentity(request, provider_id)
    provider = _provider(adapter)
    try:
        return _Return.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error) as error:
        return render_authentication_error(request, provider, exception=error)


def _provider(adapter: CityIdentity) -> Any:
    try:
        return adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None


def _fetch(address: str, **headers: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        response = session.get(address, headers=headers)
        response.raise_for_status()
        found = response.json()
    if not isinstance(found, dict):
        raise IdentityRefusedError("an answer is no JSON object")
    return found


def _check_description(described: Mapping[str, Any], issuer: str) -> None:
    # Both are written with and without the last stroke in practice.
    if str(described.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise IdentityRefusedError("the description names another issuer")
    needed = [*_ENDPOINTS, *({"userinfo_endpoint"} & described.keys())]
    scheme = issuer.partition(":")[0]
    for name in needed:
        if not str(described.get(name, "")).startswith((f"{scheme}://", "https://")):
            raise IdentityRefusedError(f"the description's {name} cannot be used")
