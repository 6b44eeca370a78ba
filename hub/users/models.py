from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """The hub's own account model, so that fields can be added later without replacing the table."""
