from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Medicines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pages import checks, specimens  # noqa: F401  register the content rules, and the pages to test the gate on
        from pages.search import indexing

        indexing.connect(self)
