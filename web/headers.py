"""Security headers: what a browser may load, run and share when it shows our pages."""

from __future__ import annotations

from flask import Flask, Response, request

from settings import settings

SCRIPTS_OF_OTHERS = ("/widget.js",)  # a bank's own page loads this one


def origins() -> list[str]:
    """The other sites that may call the API and embed the page (MILEPOST_ALLOWED_ORIGINS)."""
    return [origin.strip().rstrip("/") for origin in settings.allowed_origins.split(",") if origin.strip()]


def policy() -> str:
    """The Content-Security-Policy: nothing from elsewhere, no inline script, no inline style."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",  # blob: pictures fetched with the token; data: icons of deep-chat
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            " ".join(["frame-ancestors 'self'", *origins()]),
        ]
    )


def install(app: Flask) -> None:
    """Put the headers on every response."""
    content_security_policy = policy()

    @app.after_request
    def _protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", content_security_policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
        shared = request.path in SCRIPTS_OF_OTHERS
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        if request.path.startswith("/api/") and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response
