"""Signing with a passkey, which Chromium itself makes and answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from reviews.models import ReviewRequest
from tests import factories
from tests.browser import desk
from tests.browser.axe import violations
from tests.editorial import PASSWORD, Newsroom

pytestmark = pytest.mark.browser


class Devices:
    """Devices with a fingerprint reader, at the browser of a tab.  A person touches one at a time."""

    def __init__(self, tab: Tab, *transports: str) -> None:
        self.session = tab.context.new_cdp_session(tab)
        self.session.send("WebAuthn.enable")
        device = {"protocol": "ctap2", "hasUserVerification": True, "isUserVerified": True}
        added = [{"options": {**device, "transport": transport}} for transport in transports]
        self.ids = [self.session.send("WebAuthn.addVirtualAuthenticator", one)["authenticatorId"] for one in added]

    def touch(self, number: int) -> None:
        for place, device in enumerate(self.ids):
            choice = {"authenticatorId": device, "enabled": place == number}
            self.session.send("WebAuthn.setAutomaticPresenceSimulation", choice)


def use_passkey(tab: Tab) -> None:
    tab.get_by_role("button", name="Use your passkey").click()
    expect(tab.get_by_text("Your passkey answered.")).to_be_visible()


def make_passkey(tab: Tab, name: str) -> None:
    tab.goto("/admin/reviews/signing/passkey/")
    tab.get_by_label("Name").fill(name)
    tab.get_by_label("Your password").fill(PASSWORD)
    tab.get_by_role("button", name="Make the passkey").click()
    expect(tab.get_by_text("The passkey is ready.")).to_be_visible()


def save_passkey(tab: Tab) -> None:
    tab.get_by_role("button", name="Save the passkey").click()
    tab.get_by_role("link", name="I have written them down").click()


def test_a_reviewer_adds_a_passkey_and_nothing_is_signed_without_it(room: Newsroom, tab_of: Callable[..., Tab]) -> None:
    waiting: ReviewRequest = room.editor.submit(room.editor.write(factories.standard(title="About us")))
    tab = tab_of(room.pharmacist)
    Devices(tab, "internal").touch(0)
    make_passkey(tab, "My phone")
    assert violations(tab) == []
    save_passkey(tab)
    expect(tab.get_by_text("My phone").first).to_be_visible()
    assert violations(tab) == []

    tab.goto(f"/admin/reviews/{waiting.pk}/")
    desk.sign(tab)
    desk.said(tab, "one-time code or passkey is not right")
    assert waiting.is_open
    use_passkey(tab)
    desk.sign(tab)
    desk.said(tab, "was approved and signed")
    assert not waiting.is_open


def test_another_passkey_is_added_with_the_first_as_proof(room: Newsroom, tab_of: Callable[..., Tab]) -> None:
    tab = tab_of(room.physician)
    devices = Devices(tab, "internal", "usb")
    devices.touch(0)
    make_passkey(tab, "First")
    save_passkey(tab)
    devices.touch(1)
    make_passkey(tab, "Second")
    devices.touch(0)
    use_passkey(tab)
    save_passkey(tab)
    expect(tab.get_by_text("Your passkey “Second”")).to_be_visible()
