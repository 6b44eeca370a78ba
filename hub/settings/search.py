"""Where words are searched for: in the database, or first on an OpenSearch server for all machines."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DEFAULT_PORTS = {"http": 9200, "https": 443}
INDEX = "hub"
# The English of PostgreSQL's index: words without their endings.
ENGLISH = {"settings": {"analysis": {"analyzer": {"default": {"type": "english"}}}}}


def search_backends(address: str) -> dict[str, dict[str, Any]]:
    """``WAGTAILSEARCH_BACKENDS``: the database's, which is always kept, and ``words`` where ``address`` names a server.

    The path of the address is the name of its index, for sites that share a server.  Nothing is sent to the server
    but by ``pages.search.outside``: Wagtail itself would send drafts' pictures too.  Raises ``ImproperlyConfigured``
    without repeating the address, which may hold a password.
    """
    # Wagtail's own for the database, bounded.  English, whatever language the server was set up in.
    found: dict[str, dict[str, Any]] = {"default": {"BACKEND": "pages.search.backend", "SEARCH_CONFIG": "english"}}
    if not address:
        return found
    refused = ImproperlyConfigured(
        "SEARCH_URL is not the address of an OpenSearch server. It looks like "
        "https://user:password@search.example.org:9200, or …:9200/name for an index of that name."
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise refused from None
    name = parts.path.strip("/") or INDEX
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or port == 0 or not name.isidentifier():
        raise refused
    host = {
        "host": parts.hostname,
        "port": port or DEFAULT_PORTS[parts.scheme],
        "use_ssl": parts.scheme == "https",
        "verify_certs": parts.scheme == "https",
        "http_auth": (unquote(parts.username), unquote(parts.password or "")) if parts.username else None,
    }
    found["words"] = {
        "BACKEND": "pages.search.backend.opensearch",
        "HOSTS": [host],
        "INDEX_PREFIX": f"{name.lower()}_",
        "INDEX_SETTINGS": ENGLISH,
        # Somebody waits for it, and the database knows the words as well.
        "TIMEOUT": 2,
        "OPTIONS": {"max_retries": 0},
        "AUTO_UPDATE": False,
    }
    return found
