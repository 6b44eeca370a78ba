"""The type of a person: the installing project's user model, which this app does not know."""

from typing import Any, TypeAlias

Person: TypeAlias = Any
