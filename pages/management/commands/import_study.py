from pages.importers.commanding import ImportCommand
from pages.importers.reading import STUDIES


class Command(ImportCommand):
    help = (
        "Make drafts of study summaries from ClinicalTrials.gov records (JSON) and PubMed articles (XML). "
        "Nothing goes live. Exit status 1 if a file was refused."
    )
    readers = STUDIES
