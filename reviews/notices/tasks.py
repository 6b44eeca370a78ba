"""Background work.  With the immediate backend it is done in the request, after its transaction: so it stops soon."""

from django_tasks import task

from reviews.notices import outbox

# Longest that whoever decided waits for mail that goes well; what is left goes with the next run.
SECONDS = 2.0


@task()
def send_waiting() -> int:
    """Mail what waits; return how many notices went out."""
    return outbox.send(seconds=SECONDS)
