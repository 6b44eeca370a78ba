from pages.importers.commanding import ImportCommand
from pages.importers.reading import LABELS


class Command(ImportCommand):
    help = (
        "Make drafts of a drug overview with its dose forms from product labels (SPL XML, openFDA JSON). "
        "Nothing goes live. Exit status 1 if a file was refused."
    )
    readers = LABELS
