"""Drug overview: one active substance, whatever the product."""

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from pages import identifiers
from pages.blocks.streams import (
    BoxedWarningStream,
    CautionStream,
    InteractionStream,
    KeyFactStream,
    QuestionStream,
    SideEffectStream,
    prose_field,
    stream,
)
from pages.citations import CitationsField
from pages.models.base import Reference, ReviewedContentPage, references_panel, tabbed
from pages.models.topics import TopicItem, topics
from pages.vocabulary import Jurisdiction, LicensingStatus, NameKind


class DrugOverviewPage(ReviewedContentPage):
    inn = models.CharField(
        "INN", max_length=120, help_text="International non-proprietary (generic) name, such as naltrexone."
    )
    atc_code = models.CharField("ATC code", max_length=7, blank=True, validators=[identifiers.atc_code])
    rxcui = models.CharField("RxCUI", max_length=8, blank=True, validators=[identifiers.rxcui])
    unii = models.CharField("UNII", max_length=10, blank=True, validators=[identifiers.unii])
    drug_classes = topics("pages.DrugClassItem", "drug classes", "drugs_in_class")
    conditions = topics("pages.DrugConditionItem", "conditions", "drugs_for_condition")

    boxed_warning = stream(BoxedWarningStream, "boxed warning", max_num=3)
    key_facts = stream(KeyFactStream, "key facts")
    how_it_works = prose_field("how it works")
    who_can_take = prose_field("who can and cannot take it")
    cautions = stream(CautionStream, "contraindications and cautions")
    interactions = stream(InteractionStream, "interactions")
    side_effects = stream(SideEffectStream, "side effects")
    urgent_help = prose_field("when to get urgent help")
    pregnancy = prose_field("pregnancy")
    breastfeeding = prose_field("breastfeeding")
    fertility = prose_field("fertility")
    missed_dose = prose_field("missed dose")
    overdose = prose_field("overdose")
    stopping = prose_field("stopping")
    questions = stream(QuestionStream, "questions and answers")

    addresses_below = "pages.drug_urls"
    parent_page_types = ["pages.DrugIndexPage"]
    subpage_types = ["pages.DoseFormPage"]
    search_fields = [
        *ReviewedContentPage.search_fields,
        index.SearchField("inn", boost=8),
        index.AutocompleteField("inn"),
        index.RelatedFields("other_names", [index.SearchField("name", boost=8), index.AutocompleteField("name")]),
        index.SearchField("atc_code"),
        index.SearchField("rxcui"),
        index.SearchField("unii"),
    ]
    edit_handler = tabbed(
        (
            "Names and key facts",
            [
                TitleFieldPanel("title"),
                FieldPanel("lead"),
                FieldPanel("inn"),
                InlinePanel("other_names", label="Other name", heading="Other names"),
                MultiFieldPanel(
                    [FieldPanel("atc_code"), FieldPanel("rxcui"), FieldPanel("unii")],
                    heading="Identifiers (at least one)",
                ),
                MultiFieldPanel([FieldPanel("drug_classes"), FieldPanel("conditions")], heading="Topics"),
                FieldPanel("boxed_warning"),
                FieldPanel("key_facts"),
            ],
        ),
        (
            "Uses",
            [
                InlinePanel("indications", label="Indication", heading="Indications and licensing"),
                FieldPanel("how_it_works"),
                FieldPanel("who_can_take"),
            ],
        ),
        (
            "Safety",
            [
                FieldPanel("cautions"),
                FieldPanel("interactions"),
                FieldPanel("side_effects"),
                FieldPanel("urgent_help"),
            ],
        ),
        (
            "Situations",
            [
                FieldPanel("pregnancy"),
                FieldPanel("breastfeeding"),
                FieldPanel("fertility"),
                FieldPanel("missed_dose"),
                FieldPanel("overdose"),
                FieldPanel("stopping"),
                FieldPanel("questions"),
            ],
        ),
        ("References", [references_panel()]),
    )

    class Meta:
        verbose_name = "drug overview"
        verbose_name_plural = "drug overviews"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from pages.listings import live_dose_forms, live_studies_of

        return super().get_context(request, *args, **kwargs) | {
            "dose_forms": live_dose_forms(self),
            "studies": live_studies_of(self),
        }

    def get_version_context(self, request: HttpRequest) -> dict:
        return super().get_context(request)


class OtherName(Orderable):
    """A name people search by."""

    page = ParentalKey(DrugOverviewPage, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=NameKind, default=NameKind.BRAND)
    jurisdiction = models.CharField(max_length=3, choices=Jurisdiction, default=Jurisdiction.INTERNATIONAL)

    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("jurisdiction")]

    def __str__(self) -> str:
        return self.name


class Indication(Orderable):
    """What the medicine is used for, and whether that use is licensed there."""

    page = ParentalKey(DrugOverviewPage, on_delete=models.CASCADE, related_name="indications")
    condition = models.CharField(max_length=200)
    status = models.CharField("licensing status", max_length=15, choices=LicensingStatus)
    jurisdiction = models.CharField(max_length=3, choices=Jurisdiction)
    note = models.TextField(max_length=600, blank=True, help_text="Conditions of the licence, or what is known.")
    sources = CitationsField()

    panels = [
        FieldPanel("condition"),
        FieldPanel("status"),
        FieldPanel("jurisdiction"),
        FieldPanel("note"),
        FieldPanel("sources"),
    ]

    def __str__(self) -> str:
        return f"{self.condition} ({self.get_status_display()}, {self.jurisdiction})"


class DrugReference(Reference):
    page = ParentalKey(DrugOverviewPage, on_delete=models.CASCADE, related_name="references")


class DrugClassItem(TopicItem):
    content_object = ParentalKey(DrugOverviewPage, on_delete=models.CASCADE, related_name="class_items")


class DrugConditionItem(TopicItem):
    content_object = ParentalKey(DrugOverviewPage, on_delete=models.CASCADE, related_name="condition_items")
