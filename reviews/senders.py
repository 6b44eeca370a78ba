"""Telling senders apart without knowing them: a keyed hash of the network address, which changes every day."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# A household has a whole network of this size to itself.
_OWN_NETWORK = 64


def sender_of(request: HttpRequest) -> str:
    """32 characters that nobody turns back into an address without the secret key, nor compares over days."""
    day = timezone.localdate().isoformat()
    return salted_hmac("reviews.senders", f"{day} {_network(_address(request))}", algorithm="sha256").hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    """Behind a proxy, the last address that it wrote down: those before it are what the client said."""
    if settings.SECURE_PROXY_SSL_HEADER:
        noted = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if noted:
            return str(noted)
    return str(request.META.get("REMOTE_ADDR", ""))


def address_of(request: HttpRequest) -> str | None:
    """The network address of a sender, in IPv6 the first of its network; None when a proxy wrote down no address."""
    try:
        return str(ipaddress.ip_network(_network(_address(request))).network_address)
    except ValueError:
        return None


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _OWN_NETWORK), strict=False))
    return str(found)
