from django.core.exceptions import ValidationError

from pages.identifiers import IdentifierFormat


def valid_or_empty(form: IdentifierFormat, value: str) -> str:
    """The identifier if it has the form of one, else "": a draft may be incomplete, never wrong."""
    try:
        form(value)
    except ValidationError:
        return ""
    return value
