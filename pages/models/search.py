"""What search by name is looked up in: derived from live pages by ``pages.search.indexing``, never edited.

Keys are bytes (ASCII after ``pages.search.folding``), so that PostgreSQL and SQLite order them alike whatever the
collation, and whatever begins with a key is one range of one b-tree index on either.
"""

from django.db import models
from wagtail.models import Page

from pages.models.topics import Topic

MAX_KEY = 255


class SearchName(models.Model):
    """A name that the live, approved version of a page has, or the name of a topic that a live page is filed under."""

    # Nothing on the public site refers to a page by it.
    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        """In the order in which equal matches are shown."""

        GENERIC = "1-generic", "Medicine"
        BRAND = "2-brand", "Brand name"
        SYNONYM = "3-synonym", "Other name"
        ABBREVIATION = "4-abbreviation", "Abbreviation"
        TOPIC = "5-topic", "Topic"
        TITLE = "6-title", "Title"

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.OneToOneField(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    label = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=True, topic__isnull=False)
                | models.Q(page__isnull=False, topic__isnull=True),
                name="search_name_leads_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.label


class SearchStart(models.Model):
    """A place in a name where what somebody types may begin."""

    class Place(models.IntegerChoices):
        NAME = 0, "the beginning of the name"
        WORD = 1, "a later word of it"
        INSIDE = 2, "inside a word"

    wagtail_reference_index_ignore = True

    name = models.ForeignKey(SearchName, on_delete=models.CASCADE, related_name="starts")
    place = models.SmallIntegerField(choices=Place)
    key = models.BinaryField(max_length=MAX_KEY)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["place", "key"], name="search_start")]

    def __str__(self) -> str:
        return bytes(self.key).decode("ascii")


class SearchWord(models.Model):
    """A word of a live page, for correcting what was typed.

    Words stay when their page is withdrawn, until the next rebuild; one is offered only when a search for it finds
    a live page.
    """

    wagtail_reference_index_ignore = True

    word = models.CharField(max_length=40, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class SearchSpelling(models.Model):
    """What a word looks like with a letter left out, or sounds like (``pages.search.spelling``)."""

    wagtail_reference_index_ignore = True

    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="spellings")
    key = models.BinaryField(max_length=MAX_KEY)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key"], name="search_spelling")]

    def __str__(self) -> str:
        return bytes(self.key).decode("ascii")
