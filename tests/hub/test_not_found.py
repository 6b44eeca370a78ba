"""Readers of a demonstration get the same page for an unknown address as anybody else."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests import factories

MIDDLEWARE = [*settings.MIDDLEWARE, "hub.not_found.PublicNotFoundMiddleware"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no/such/page/", "/no-such-file.txt", "/topics/none/"])
def test_an_unknown_address_gets_the_sites_own_page_with_debug_too(address: str) -> None:
    factories.tree()

    with override_settings(DEBUG=True, MIDDLEWARE=MIDDLEWARE):
        response = Client().get(address)

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.content.decode()


@pytest.mark.django_db
def test_the_admin_keeps_its_own_answer() -> None:
    with override_settings(DEBUG=True, MIDDLEWARE=MIDDLEWARE):
        response = Client().get("/admin/no-such-file.txt")

    assert "<h1>Page not found</h1>" not in response.content.decode()
