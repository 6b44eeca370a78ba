from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Clinical review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews import accounts, checks, guards, machinery, migration_signals, places  # noqa: F401  they register themselves
        from reviews.notices import stock

        stock.silence()
        pre_migrate.connect(migration_signals.before_migrate, sender=self)
        post_migrate.connect(migration_signals.after_migrate, sender=self)
