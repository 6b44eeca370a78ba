"""The story of the demonstration, in the order in which it happened.

Days are counted back from today, so that one page is always past its review date and one is always waiting.
Each event goes through ``reviews.services`` as on any other day: nothing here reaches a state by another door.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from wagtail.models import Page, Site

from hub.demo import (
    accounts,
    buprenorphine,
    diazepam,
    lisinopril,
    lofexidine,
    metformin,
    naltrexone,
    naltrexone_forms,
    salbutamol,
    sertraline,
    standard_pages,
    studies,
)
from hub.demo.content import question
from hub.demo.editorial import Office
from pages.models import DrugIndexPage, HomePage, StudyIndexPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.demo.clock import Clock
    from hub.demo.content import Content, Drug, Form
    from reviews.models import ReviewRequest

SITE_NAME = "Medicines Information Hub"


class Story:
    """``tell`` writes everything; ``pages`` then finds a page by its address below the lists."""

    DAYS = 401

    def __init__(self, wall: Clock, today: datetime.datetime, say: Callable[[str], None]) -> None:
        self.wall = wall
        self.today = today
        self.say = say
        self.pages: dict[str, Page] = {}

    def tell(self) -> None:
        for step in (
            self.people_and_lists,
            self.pages_about_the_hub,
            self.last_autumn,
            self.spring,
            self.summer,
            self.later_versions,
            self.desk_today,
        ):
            self.say(str(step.__doc__))
            step()

    # What people do

    def day(self, ago: int, hour: int = 9) -> None:
        self.wall.move_to(self.today - datetime.timedelta(days=ago) + datetime.timedelta(hours=hour))

    def write(self, parent: Page, written: Content, by: str) -> ReviewRequest:
        """A first draft, handed in."""
        page = self.office.write(parent, written, by)
        place = f"{parent.slug}/{written.slug}" if parent.slug in self.pages else written.slug
        self.pages[place] = page
        return self.office.submit(page, by)

    def write_drug(self, overview: Drug, forms: tuple[Form, ...], by: str) -> list[ReviewRequest]:
        requests = [self.write(self.drugs, overview, by)]
        parent = self.pages[overview.slug]
        return requests + [self.write(parent, form, by) for form in forms]

    def approve(self, requests: list[ReviewRequest], by: str, *, review_in: int = 365) -> None:
        for request in requests:
            self.office.approve(request, by, review_in=review_in)

    def change(self, place: str, written: Content, by: str, note: str) -> ReviewRequest:
        """A new draft of a page, handed in."""
        self.office.revise(self.pages[place], written, by)
        return self.office.submit(self.pages[place], by, note)

    # What happened

    def people_and_lists(self) -> None:
        """accounts, reviewers and the lists"""
        self.day(400)
        self.office = Office(accounts.create(), self.wall)
        accounts.appoint(self.office.people, days=365)
        admin = self.office.people["admin"]
        root = Page.objects.get(depth=1)
        self.home = root.add_child(instance=HomePage(title="Home", slug="hub", owner=admin))
        self._point_site_at_home()
        self.home = HomePage.objects.get(pk=self.home.pk)
        self.drugs = self.home.add_child(instance=DrugIndexPage(title="Medicines A to Z", slug="drugs", owner=admin))
        self.studies = self.home.add_child(
            instance=StudyIndexPage(title="Study summaries", slug="studies", owner=admin)
        )

    def _point_site_at_home(self) -> None:
        """The default site shows the hub, and Wagtail's page of welcome goes."""
        site = Site.objects.filter(is_default_site=True).first()
        site = site or Site(hostname="localhost", is_default_site=True)
        welcome = site.root_page if site.pk else None
        site.root_page, site.site_name = self.home, SITE_NAME
        site.save()
        if welcome is not None and welcome.specific_class is Page and welcome.numchild == 0:
            welcome.delete(user=self.office.people["admin"])

    def pages_about_the_hub(self) -> None:
        """pages about the hub"""
        self.day(395)
        first = (standard_pages.ABOUT_FIRST, *standard_pages.PAGES[1:])
        requests = [self.write(self.home, page, "editor") for page in first]
        self.day(393)
        self.approve(requests, "physician", review_in=730)

    def last_autumn(self) -> None:
        """lisinopril, which is past its review date by now"""
        self.day(376)
        requests = self.write_drug(lisinopril.OVERVIEW, (lisinopril.TABLET,), "editor")
        self.day(374)
        self.approve(requests[:1], "pharmacist", review_in=365)
        self.approve(requests[1:], "pharmacist", review_in=730)

    def spring(self) -> None:
        """metformin, sertraline and salbutamol, and the first studies"""
        self.day(210)
        requests = self.write_drug(metformin.FIRST, (metformin.TABLET,), "editor")
        requests += self.write_drug(sertraline.FIRST, (sertraline.TABLET,), "editor2")
        requests += self.write_drug(salbutamol.OVERVIEW, (salbutamol.INHALER,), "editor")
        self.day(207)
        self.approve(requests, "pharmacist", review_in=540)
        self.day(180)
        requests = [
            self.write(self.studies, study, "editor2") for study in (studies.SYGMA, studies.REPAGLINIDE, studies.GET73)
        ]
        self.day(178)
        self.approve(requests, "physician", review_in=730)

    def summer(self) -> None:
        """naltrexone, buprenorphine, diazepam and lofexidine, and their studies"""
        self.day(118)
        forms = (naltrexone_forms.TABLET_FIRST, naltrexone_forms.INJECTION)
        requests = self.write_drug(naltrexone.FIRST, forms, "editor")
        requests += self.write_drug(buprenorphine.OVERVIEW, (buprenorphine.TABLET,), "editor2")
        self.day(117)
        more = self.write_drug(diazepam.OVERVIEW, (diazepam.TABLET,), "editor")
        more += self.write_drug(lofexidine.OVERVIEW, (lofexidine.TABLET,), "editor2")
        self.day(115)
        self.approve(requests, "pharmacist")
        self.day(115, hour=14)
        self.approve(more, "physician")
        self.day(112)
        requests = [
            self.write(self.studies, study, "editor")
            for study in (
                studies.TURKU_FIRST,
                studies.UCLA,
                studies.BUPROPION,
                studies.KB220,
                studies.EMERGENCY_DEPARTMENT,
                studies.LOW_DOSE_START,
            )
        ]
        self.day(110)
        self.approve(requests, "physician")

    def later_versions(self) -> None:
        """later versions, with what changed"""
        self.day(60)
        accounts.appoint(self.office.people, days=730)
        self._naltrexone_and_anxiety()
        self._what_a_reviewer_sent_back()
        self.day(14)
        request = self.change(
            "naltrexone",
            naltrexone.OVERVIEW,
            "editor",
            "Adds the interaction with lofexidine: leave 2 hours between the tablets. Source: lofexidine label.",
        )
        self.day(12)
        self.office.approve(request, "pharmacist", comment="Agrees with section 7.2 of the lofexidine label.")
        self.day(9)
        request = self.change(
            "opioid-receptors-turku-2020",
            studies.TURKU,
            "editor2",
            "Says that the research cannot show whether a medicine helps, and how far it is from treatment.",
        )
        self.day(8)
        self.office.approve(request, "pharmacist")

    def _naltrexone_and_anxiety(self) -> None:
        self.day(58)
        requests = [
            self.change(
                "naltrexone",
                naltrexone.SECOND,
                "editor2",
                "States the place of naltrexone in anxiety and of low doses: neither is licensed, and anxiety is a "
                "listed side effect. Adds 2 weeks for people who come from methadone or buprenorphine.",
            ),
            self.change(
                "naltrexone/tablet-50-mg",
                naltrexone_forms.TABLET,
                "editor2",
                "Adds supervised doses of 100 mg and 150 mg with the warning about the liver.",
            ),
            self.write(self.pages["naltrexone"], naltrexone_forms.LOW_DOSE, "editor2"),
        ]
        self.day(56)
        self.approve(requests, "physician")

    def _what_a_reviewer_sent_back(self) -> None:
        self.day(40)
        about = self.change(
            "about", standard_pages.ABOUT, "editor", "Adds who pays for the hub. Nothing clinical changed."
        )
        request = self.change(
            "metformin", metformin.SENT_BACK, "editor2", "Adds medicines that slow the removal of metformin."
        )
        self.day(39)
        self.office.approve(about, "pharmacist", review_in=730, whole_page=False)
        self.office.request_changes(request, "pharmacist", metformin.REVIEWERS_COMMENT)
        self.day(38)
        request = self.change(
            "metformin",
            metformin.OVERVIEW,
            "editor2",
            "Adds medicines that slow the removal of metformin, with the risk of lactic acidosis.",
        )
        sertraline_request = self.change(
            "sertraline", sertraline.OVERVIEW, "editor", "Adds medicines that prolong the QT interval."
        )
        self.day(36)
        self.office.approve(request, "pharmacist", whole_page=False, review_in=365)
        self.office.approve(sertraline_request, "pharmacist", review_in=540)

    def desk_today(self) -> None:
        """the desk as it is today: in review, sent back, recalled, scheduled, not ready"""
        self.day(6)
        self.office.revise(self.pages["lisinopril/tablets"], lisinopril.TABLET_PROPOSED, "editor")
        self.office.submit(
            self.pages["lisinopril/tablets"],
            "editor",
            "Lowers the maximum for high blood pressure from 80 mg to 40 mg a day, the end of the usual range.",
            priority="soon",
            due_in=10,
        )
        self.day(5)
        request = self.change(
            "salbutamol/inhaler-90-micrograms",
            salbutamol.INHALER_SENT_BACK,
            "editor2",
            "Shortens the interval and says what to do when the first puffs do not help.",
        )
        self.day(4)
        self.office.request_changes(request, "physician", salbutamol.REVIEWERS_COMMENT)
        self.day(3)
        self.office.write(self.studies, studies.SPIDER_PHOBIA, "editor")
        with_question = replace(
            diazepam.OVERVIEW,
            questions=(
                *diazepam.OVERVIEW.questions,
                question("Can I drive?", "Not until you know how it affects you.", diazepam.LABEL),
            ),
        )
        request = self.change("diazepam", with_question, "editor", "Adds a question about driving.")
        self.office.recall(request, "editor", "The answer should also mention machines at work.")
        self.day(2)
        self.schedule()

    def schedule(self) -> None:
        """A page that is approved and becomes public later."""
        page = self.office.write(self.home, standard_pages.HOW_TO_CITE, "editor2")
        self.pages[page.slug] = page
        self.office.revise(
            page,
            standard_pages.HOW_TO_CITE,
            "editor2",
            go_live_at=self.today + datetime.timedelta(days=14, hours=8),
        )
        request = self.office.submit(page, "editor2")
        self.day(1)
        self.office.approve(request, "physician", review_in=730)
