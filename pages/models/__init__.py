from pages.models.dose_forms import DoseFormPage, DosingRow, Strength
from pages.models.drugs import DrugOverviewPage, Indication, OtherName
from pages.models.home import DrugIndexPage, HomePage, StudyIndexPage
from pages.models.media import HubDocument, HubImage, HubRendition
from pages.models.search import SearchName, SearchSpelling, SearchStart, SearchWord
from pages.models.source_material import SourceMaterial
from pages.models.standard import StandardPage
from pages.models.studies import StudySummaryPage
from pages.models.topics import Topic

__all__ = [
    "DoseFormPage",
    "DosingRow",
    "DrugIndexPage",
    "DrugOverviewPage",
    "HomePage",
    "HubDocument",
    "HubImage",
    "HubRendition",
    "Indication",
    "OtherName",
    "SearchName",
    "SearchSpelling",
    "SearchStart",
    "SearchWord",
    "SourceMaterial",
    "StandardPage",
    "Strength",
    "StudyIndexPage",
    "StudySummaryPage",
    "Topic",
]
