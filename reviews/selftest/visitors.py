"""People at their browsers, in this process: with an account or without one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http.request import validate_host
from django.test import Client
from django.urls import reverse
from wagtail.models import APIToken, Page, Site

from reviews.persons import Person
from reviews.selftest.form_data import page_form_data

HTTPS_PORT = 443
# Wrong data, no such address, or not this way: nobody was asked whether it may be.
NOT_REACHED = frozenset({400, 404, 405, 422})


class NotTried(Exception):
    """The attempt did not get as far as the gate, so it says nothing about it."""


def allowed_host() -> str:
    """A host name that this installation answers to, the default site's own if it may be."""
    allowed = settings.ALLOWED_HOSTS or ["localhost"]
    default = Site.objects.filter(is_default_site=True).values_list("hostname", flat=True).first()
    if default and validate_host(default, allowed):
        return default
    return "localhost" if allowed[0] == "*" else str(allowed[0]).lstrip(".")


class Browser(Client):
    """Asks over HTTPS, as production demands, for the site at ``port`` of a host that is allowed."""

    def __init__(self, port: int = HTTPS_PORT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.address = {"SERVER_NAME": allowed_host(), "SERVER_PORT": str(port)}

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().generic(method, path, *args, **{**kwargs, **self.address, "wsgi.url_scheme": "https"})


class Visitor:
    """Somebody with an account.  Every visit is a new session, for a rolled-back transaction ends the one before."""

    def __init__(self, user: Person, port: int, api_prefix: str) -> None:
        self.user_id = user.pk
        self.port = port
        self.api_prefix = api_prefix

    @property
    def user(self) -> Person:
        """As stored now."""
        return get_user_model()._default_manager.get(pk=self.user_id)

    @property
    def browser(self) -> Browser:
        browser = Browser(self.port)
        browser.force_login(self.user)
        return browser

    def post(self, name: str, *args: Any, query: str = "", **data: Any) -> Any:
        """Press a button of the admin.  Raises ``NotTried`` when there is nobody at home."""
        return arrived(self.browser.post(reverse(name, args=args) + query, data))

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return arrived(self.browser.get(reverse(name, args=args), query))

    def edit(self, page: Page, buttons: dict[str, Any] | None = None, **changes: Any) -> Any:
        """Open the newest draft, change fields and press a button.

        Raises ``NotTried`` when the form itself was not accepted, which says nothing about the gate.
        """
        draft = page.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(draft, name, value)
        response = self.post("wagtailadmin_pages:edit", page.pk, **(page_form_data(draft, self.user) | (buttons or {})))
        if response.status_code == 200 and page.get_lock() is None:
            raise NotTried("the editing form was not accepted")
        return response

    def admin_api(self, page: Page, action: str, **data: Any) -> Any:
        """The admin's own API."""
        name = "wagtailadmin_api:pages:action"
        address = reverse(name, args=[page.pk, action])
        return arrived(self.browser.post(address, data, content_type="application/json"))

    def api(self, method: str, path: str, **data: Any) -> Any:
        """Wagtail's API v3, with a token and no session."""
        send = getattr(self.with_token(), method)
        return arrived(send(f"{self.api_prefix}pages/{path}", data, content_type="application/json"))

    def with_token(self) -> Browser:
        """A browser, or script, that shows a token of this person and no session."""
        _, token = APIToken.create_token(user=self.user, name="gate self-test")
        return Browser(self.port, headers={"authorization": f"Bearer {token}"})


def arrived(response: Any) -> Any:
    """``response``, unless it is a fault or comes from no view of ours."""
    status = response.status_code
    to_sign_in = status == 302 and response["Location"].startswith(reverse("wagtailadmin_login"))
    if status >= 500 or status in NOT_REACHED or to_sign_in:
        raise NotTried(f"{response.wsgi_request.path} answered {status}: {response.content[:200].decode()}")
    return response
