"""What every reviewed page of the hub has: a short lead, references, and panels in tabs."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Orderable, Page
from wagtail.search import index

from pages import identifiers
from pages.bibliography.panels import PasteReferencePanel
from pages.citations import validate_reference_key
from pages.forms import ReviewedPageForm
from pages.routing import RoutedByLevel
from pages.vocabulary import ReferenceKind
from reviews.models import ReviewedPageMixin


class Reference(Orderable):
    """A source, as a row of the page, so that it is reviewed with what it supports."""

    key = models.CharField(
        "id",
        max_length=40,
        validators=[validate_reference_key],
        help_text="Short and lasting, such as label-us or mitchell-2020. Claims name their sources by it.",
    )
    kind = models.CharField(max_length=20, choices=ReferenceKind)
    citation = models.TextField(max_length=800, help_text="Authors, title, journal or publisher, and year.")
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[identifiers.doi])
    pmid = models.CharField("PubMed number", max_length=8, blank=True, validators=[identifiers.pmid])
    nct_id = models.CharField("ClinicalTrials.gov number", max_length=11, blank=True, validators=[identifiers.nct_id])
    set_id = models.CharField("label set id", max_length=36, blank=True, validators=[identifiers.set_id])
    label_version = models.CharField(max_length=20, blank=True)
    label_effective_on = models.DateField("label effective on", null=True, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    accessed_on = models.DateField(null=True, blank=True)

    panels = [
        FieldPanel("key"),
        FieldPanel("kind"),
        FieldPanel("citation"),
        MultiFieldPanel(
            [FieldPanel("doi"), FieldPanel("pmid"), FieldPanel("nct_id")], heading="Article or registration"
        ),
        MultiFieldPanel(
            [FieldPanel("set_id"), FieldPanel("label_version"), FieldPanel("label_effective_on")],
            heading="Product label",
        ),
        MultiFieldPanel([FieldPanel("url"), FieldPanel("accessed_on")], heading="Online"),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        if self.kind == ReferenceKind.LABEL:
            missing = {
                name: "A product label needs its set id, version and effective date."
                for name in ("set_id", "label_version", "label_effective_on")
                if not getattr(self, name)
            }
            if missing:
                raise ValidationError(missing)

    @property
    def links(self) -> list[tuple[str, str]]:
        """(label, address) of every place this source can be opened at."""
        found = [
            (self.doi, f"DOI {self.doi}", "https://doi.org/"),
            (self.pmid, f"PubMed {self.pmid}", "https://pubmed.ncbi.nlm.nih.gov/"),
            (self.nct_id, self.nct_id, "https://clinicaltrials.gov/study/"),
            (self.set_id, "DailyMed label", "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid="),
        ]
        links = [(label, base + value) for value, label, base in found if value]
        return [*links, ("Online", self.url)] if self.url else links


class ReviewedContentPage(ReviewedPageMixin, RoutedByLevel, Page):
    """Base of every page type with words of its own.  A subclass adds ``references`` through a ParentalKey."""

    lead = models.TextField(
        "in short",
        max_length=500,
        help_text="What the page is about, in one or two plain sentences. Shown under the title and in lists.",
    )

    addresses_below = "pages.page_urls"
    base_form_class = ReviewedPageForm
    show_in_menus_default = False
    # At publication, by ``pages.search.indexing``: after each save would be before the child rows are stored.
    search_auto_update = False
    search_fields = [*Page.search_fields, index.SearchField("visible_text")]

    class Meta:
        abstract = True

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return super().get_indexed_objects().filter(live=True).select_related("live_revision")

    def get_indexed_instance(self) -> Page | None:
        """Drafts stay out of the search index."""
        instance = super().get_indexed_instance()
        return instance if instance is not None and instance.live else None

    def visible_text(self) -> str:
        """Every word of the page, for the search index."""
        from pages.search.text import visible_text

        return visible_text(self)

    def clean(self) -> None:
        super().clean()
        keys = [reference.key for reference in self.references.all()]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise ValidationError(f"Two references have the id “{repeated[0]}”. Give each its own.")

    @classmethod
    def child_rows(cls) -> list[str]:
        """Accessor names of the child rows this type owns, without Wagtail's comments."""
        names = [relation.get_accessor_name() for relation in get_all_child_relations(cls)]
        return [name for name in names if name != "wagtail_admin_comments"]


def references_panel() -> MultiFieldPanel:
    """The rows, and above them a place to paste one from elsewhere."""
    rows = InlinePanel("references", label="Reference", heading="References")
    return MultiFieldPanel([PasteReferencePanel(), rows], heading="References")


def tabbed(*tabs: tuple[str, Sequence[object]]) -> TabbedInterface:
    """The editor of a reviewed page: its own tabs, then addressing and schedule.  Comments are on every tab."""
    own = [ObjectList(panels, heading=heading) for heading, panels in tabs]
    own[0].children = [*own[0].children, CommentPanel()]
    return TabbedInterface(
        [
            *own,
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
                        heading="Address and search engines",
                    ),
                    PublishingPanel(),
                ],
                heading="Address and schedule",
            ),
        ]
    )
