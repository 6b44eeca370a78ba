"""When everything public was last compared with its approvals, and what was found."""

from django.db import models


class VerificationRun(models.Model):
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    pages = models.PositiveIntegerField()
    problems = models.JSONField(default=list, help_text="The first hundred, as sentences.")
    problem_count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-finished_at", "-pk"]
        get_latest_by = "finished_at"
        default_permissions = ()
        verbose_name = "verification run"

    def __str__(self) -> str:
        return f"{self.pages} pages on {self.finished_at:%d %B %Y}: {self.problem_count} problems"
