"""What happens beside requests: who does the tasks, and which CDN is told."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# By the name in TASK_QUEUE: the backend, and the application with its table.
QUEUES: dict[str, tuple[str, list[str]]] = {
    "": ("django_tasks.backends.immediate.ImmediateBackend", []),
    "database": ("django_tasks_db.backend.DatabaseBackend", ["django_tasks_db"]),
}


def task_queue(name: str) -> tuple[str, list[str]]:
    """The backend of a queue by its name, and the applications that it needs.  Raises ``ImproperlyConfigured``."""
    if name not in QUEUES:
        raise ImproperlyConfigured(f"TASK_QUEUE is “{name}”. Set it to database, or leave it unset.")
    return QUEUES[name]


def purge_address(address: str) -> str:
    """``address`` if a token may be sent there, or empty for no CDN.  Raises ``ImproperlyConfigured``."""
    try:
        parts = urlsplit(address)
        is_possible = parts.scheme == "https" and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        is_possible = False
    if address and not is_possible:
        raise ImproperlyConfigured(
            "CDN_PURGE_URL is not an https address. It looks like https://api.cloudflare.com/client/v4/zones/ZONE/"
            "purge_cache; the token goes into CDN_PURGE_TOKEN."
        )
    return address
