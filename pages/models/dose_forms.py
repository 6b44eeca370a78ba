"""Dose form: one product form of a drug, its strengths, and how much of it for whom."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable

from pages.blocks.streams import ExcipientStream, KeyFactStream, prose_field, stream
from pages.citations import CitationsField
from pages.models.base import Reference, ReviewedContentPage, references_panel, tabbed
from pages.validators import validate_positive
from pages.vocabulary import DoseForm, DoseUnit, ProductStatus, Route, StrengthPer


class DoseFormPage(ReviewedContentPage):
    dose_form = models.CharField(max_length=8, choices=DoseForm)
    # Not "route": that is the method by which Wagtail serves a page.
    administration_route = models.CharField("route of administration", max_length=8, choices=Route)
    product_status = models.CharField(max_length=10, choices=ProductStatus, default=ProductStatus.LICENSED)
    key_facts = stream(KeyFactStream, "key facts")
    how_to_take = prose_field("how to take or use it")
    storage = prose_field("how to store it")
    excipients = stream(ExcipientStream, "excipients of note")

    parent_page_types = ["pages.DrugOverviewPage"]
    subpage_types: list[str] = []
    edit_handler = tabbed(
        (
            "Product",
            [
                TitleFieldPanel("title"),
                FieldPanel("lead"),
                FieldRowPanel(
                    [FieldPanel("dose_form"), FieldPanel("administration_route"), FieldPanel("product_status")]
                ),
                InlinePanel("strengths", label="Strength", heading="Strengths"),
                FieldPanel("key_facts"),
            ],
        ),
        ("Dosing", [InlinePanel("dosing", label="Dose", heading="Doses"), FieldPanel("how_to_take")]),
        ("Storage and ingredients", [FieldPanel("storage"), FieldPanel("excipients")]),
        ("References", [references_panel()]),
    )

    class Meta:
        verbose_name = "dose form"
        verbose_name_plural = "dose forms"


class Strength(Orderable):
    page = ParentalKey(DoseFormPage, on_delete=models.CASCADE, related_name="strengths")
    value = models.DecimalField(max_digits=12, decimal_places=4, validators=[validate_positive])
    unit = models.CharField(max_length=12, choices=DoseUnit, default=DoseUnit.MG)
    per = models.CharField(max_length=12, choices=StrengthPer)
    sources = CitationsField()

    panels = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("per")]),
        FieldPanel("sources"),
    ]

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit} {self.get_per_display()}"


class DosingRow(Orderable):
    """How much, how often, for whom: at least a usual dose, in one unit."""

    page = ParentalKey(DoseFormPage, on_delete=models.CASCADE, related_name="dosing")
    indication = models.CharField(max_length=200)
    population = models.CharField(max_length=200, default="Adults")
    minimum = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, blank=True, validators=[validate_positive]
    )
    usual = models.DecimalField(max_digits=12, decimal_places=4, validators=[validate_positive])
    maximum = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, blank=True, validators=[validate_positive]
    )
    unit = models.CharField(max_length=12, choices=DoseUnit, default=DoseUnit.MG)
    frequency = models.CharField(max_length=120, help_text="In full words, such as “once a day”.")
    note = models.TextField(max_length=600, blank=True)
    sources = CitationsField()

    panels = [
        FieldRowPanel([FieldPanel("indication"), FieldPanel("population")]),
        FieldRowPanel([FieldPanel("minimum"), FieldPanel("usual"), FieldPanel("maximum"), FieldPanel("unit")]),
        FieldPanel("frequency"),
        FieldPanel("note"),
        FieldPanel("sources"),
    ]

    def __str__(self) -> str:
        return f"{self.indication}: {self.usual:f} {self.unit} {self.frequency}"

    def clean(self) -> None:
        super().clean()
        steps: list[Decimal] = [dose for dose in (self.minimum, self.usual, self.maximum) if dose is not None]
        if steps != sorted(steps):
            raise ValidationError("Doses must rise from minimum to usual to maximum.")


class DoseFormReference(Reference):
    page = ParentalKey(DoseFormPage, on_delete=models.CASCADE, related_name="references")
