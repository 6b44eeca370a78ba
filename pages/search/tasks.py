"""Background work of searching: an outside server is told what is public."""

from django_tasks import task

from pages.search import outside


@task()
def bring_in_step(page: int) -> None:
    outside.bring_in_step(page)
