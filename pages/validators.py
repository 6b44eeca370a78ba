"""Value checks that belong to no vocabulary and no identifier."""

from decimal import Decimal

from django.core.exceptions import ValidationError


def validate_positive(value: Decimal | float) -> None:
    """A dose or strength is more than nothing."""
    if value <= 0:
        raise ValidationError("Enter a number greater than 0.", code="not_positive")
