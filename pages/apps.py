from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Medicines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pages import checks, system_checks  # noqa: F401  registers content rules and system checks
