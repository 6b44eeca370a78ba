from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "tests.benchmarks.stock"
    label = "benchmarkstock"
    default_auto_field = "django.db.models.BigAutoField"
