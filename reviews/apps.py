from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Clinical review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews import checks, guards  # noqa: F401  registers system checks and signal guards
