from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from pages.models import DoseFormPage, DrugOverviewPage, StandardPage, StudySummaryPage


@pytest.fixture
def pages_in_memory() -> Iterator[None]:
    """Page objects can be made without a database: their content types are made up, and forgotten afterwards."""
    manager: Any = ContentType.objects
    manager.clear_cache()
    for number, model in enumerate((DrugOverviewPage, DoseFormPage, StudySummaryPage, StandardPage), 1):
        manager._add_to_cache(
            "default", ContentType(id=number, app_label=model._meta.app_label, model=model._meta.model_name)
        )
    yield
    manager.clear_cache()
