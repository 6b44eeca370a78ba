"""Study summary: one study, what it asked, what it found, and how sure one can be."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from pages import identifiers
from pages.blocks.streams import ArmStream, DowngradeStream, KeyFactStream, ResultStream, prose_field, stream
from pages.drug_choice import DrugChoice
from pages.models.base import Reference, ReviewedContentPage, references_panel, tabbed
from pages.models.topics import TopicItem, topics
from pages.vocabulary import Blinding, Certainty, Directness, StudyDesign


class StudySummaryPage(ReviewedContentPage):
    key_facts = stream(KeyFactStream, "key facts")
    question = models.TextField(max_length=500, blank=True)
    population = models.TextField(max_length=1000, blank=True, help_text="Who took part: number, age, diagnosis.")
    intervention = models.TextField(max_length=1000, blank=True, help_text="Medicine, dose, route, duration.")
    comparator = models.TextField(max_length=1000, blank=True)
    outcomes = models.TextField("outcomes measured", max_length=1000, blank=True)

    design = models.CharField(max_length=22, choices=StudyDesign)
    randomised = models.BooleanField(default=False)
    blinding = models.CharField(max_length=14, choices=Blinding, default=Blinding.NOT_REPORTED)
    participants = models.PositiveIntegerField(null=True, blank=True)
    setting = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    nct_id = models.CharField("ClinicalTrials.gov number", max_length=11, blank=True, validators=[identifiers.nct_id])
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[identifiers.doi])
    pmid = models.CharField("PubMed number", max_length=8, blank=True, validators=[identifiers.pmid])

    arms = stream(ArmStream, "arms")
    results = stream(ResultStream, "results")
    harms = prose_field("harms")
    limitations = prose_field("limitations")
    funding = models.TextField(max_length=600, blank=True)
    conflicts = models.TextField("conflicts of interest", max_length=600, blank=True)
    directness = models.CharField(max_length=14, choices=Directness, default=Directness.PARTLY_DIRECT)
    directness_note = models.TextField(
        max_length=600, blank=True, help_text="How people, dose or outcome differ from everyday use."
    )
    certainty = models.CharField(max_length=12, choices=Certainty, default=Certainty.NOT_ASSESSED)
    downgrades = stream(DowngradeStream, "reasons for less certainty")
    searched_on = models.DateField("evidence as of", null=True, blank=True)

    drugs = ParentalManyToManyField("pages.DrugOverviewPage", blank=True, related_name="study_summaries")
    conditions = topics("pages.StudyConditionItem", "conditions", "studies_of_condition")

    parent_page_types = ["pages.StudyIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *ReviewedContentPage.search_fields,
        index.SearchField("nct_id"),
        index.SearchField("doi"),
        index.SearchField("pmid"),
        index.FilterField("certainty"),
        index.FilterField("design"),
    ]
    edit_handler = tabbed(
        (
            "Question",
            [
                TitleFieldPanel("title"),
                FieldPanel("lead"),
                FieldPanel("drugs", widget=DrugChoice),
                FieldPanel("conditions"),
                FieldPanel("key_facts"),
                FieldPanel("question"),
                MultiFieldPanel(
                    [
                        FieldPanel("population"),
                        FieldPanel("intervention"),
                        FieldPanel("comparator"),
                        FieldPanel("outcomes"),
                    ],
                    heading="PICO",
                ),
            ],
        ),
        (
            "Design",
            [
                FieldRowPanel([FieldPanel("design"), FieldPanel("randomised"), FieldPanel("blinding")]),
                FieldRowPanel([FieldPanel("participants"), FieldPanel("setting"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("completed_on")]),
                MultiFieldPanel(
                    [FieldPanel("nct_id"), FieldPanel("doi"), FieldPanel("pmid")],
                    heading="Identifiers (at least one)",
                ),
                FieldPanel("arms"),
            ],
        ),
        ("Results", [FieldPanel("results"), FieldPanel("harms"), FieldPanel("limitations")]),
        (
            "Trust",
            [
                FieldPanel("funding"),
                FieldPanel("conflicts"),
                MultiFieldPanel([FieldPanel("directness"), FieldPanel("directness_note")], heading="Directness"),
                MultiFieldPanel([FieldPanel("certainty"), FieldPanel("downgrades")], heading="Certainty (GRADE)"),
                FieldPanel("searched_on"),
            ],
        ),
        ("References", [references_panel()]),
    )

    class Meta:
        verbose_name = "study summary"
        verbose_name_plural = "study summaries"

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.completed_on and self.completed_on < self.started_on:
            raise ValidationError({"completed_on": "A study cannot end before it starts."})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.listings import live_drugs_of

        return super().get_context(request, *args, **kwargs) | {"live_drugs": live_drugs_of(self)}


class StudyReference(Reference):
    page = ParentalKey(StudySummaryPage, on_delete=models.CASCADE, related_name="references")


class StudyConditionItem(TopicItem):
    content_object = ParentalKey(StudySummaryPage, on_delete=models.CASCADE, related_name="condition_items")
