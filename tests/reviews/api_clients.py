"""Wagtail's two page APIs, as a script would call them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail.models import APIToken, Page

from tests.editorial import Person, Response


class ApiV3:
    """API v3 with a token of ``person`` and no session.  Needs ``pytest.mark.urls("tests.reviews.urls_api_v3")``."""

    def __init__(self, person: Person) -> None:
        _, token = APIToken.create_token(user=person.user, name="for tests")
        self.client = Client(headers={"authorization": f"Bearer {token}"})

    def act(self, page: Page, action: str, **data: Any) -> Response:
        return self._send("post", f"{page.pk}/actions/{action}/", data)

    def create(self, **data: Any) -> Response:
        return self._send("post", "", data)

    def change(self, page: Page, **data: Any) -> Response:
        return self._send("patch", f"{page.pk}/", data)

    def delete(self, page: Page) -> Response:
        return self._send("delete", f"{page.pk}/", {})

    def _send(self, method: str, path: str, data: dict[str, Any]) -> Response:
        send = getattr(self.client, method)
        return send(f"/api/v3/pages/{path}", data, content_type="application/json")


def admin_api(person: Person, page: Page, action: str, **data: Any) -> Response:
    """The admin's own API, with the session of ``person``."""
    return person.client.post(
        f"/admin/api/main/pages/{page.pk}/action/{action}/", data, content_type="application/json"
    )
