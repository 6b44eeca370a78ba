"""Background work of the hub.  Nothing that the public reads depends on it; ``catch_up`` does what it left."""

from django_tasks import task

from hub import old_addresses


@task()
def make_redirects() -> int:
    """Make the redirects of pages that were renamed or moved; return how many."""
    return old_addresses.make_redirects()
