from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = "Hub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub import cdn, old_addresses, public_changes, slow_queries

        public_changes.connect()
        old_addresses.connect()
        cdn.connect()
        slow_queries.connect()
