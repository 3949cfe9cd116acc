"""A login of Entra ID that gives tokens to the bot (client credentials) and counts how often it did."""

from typing import Any

from aiohttp import web

_PUBLIC = "https://login.microsoftonline.com"


class Login:
    """Serves what MSAL asks: the metadata of a tenant, and tokens; `refusal` is the error it answers"""

    def __init__(self, *, expires_in: int = 3600) -> None:
        self.requests: list[dict[str, str]] = []
        self.tenants: list[str] = []
        self.refusal = ""
        self.expires_in = expires_in

    def app(self) -> web.Application:
        """The login as an application; its address is the `login_url` of the bot."""
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        return app

    async def _metadata(self, request: web.Request) -> web.Response:
        authority = f"{_PUBLIC}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{authority}/v2.0",
                "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
                "token_endpoint": f"{authority}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.requests.append({name: str(value) for name, value in form.items()})
        self.tenants.append(request.match_info["tenant"])
        if self.refusal:
            return web.json_response({"error": self.refusal, "error_description": "no"}, status=401)
        token: dict[str, Any] = {
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "access_token": f"outbound-{len(self.requests)}",
        }
        return web.json_response(token)
