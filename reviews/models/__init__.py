from reviews.models.assignments import Absence, Assignment
from reviews.models.contributions import Contribution, ReferencedObject
from reviews.models.decisions import Decision, Outcome
from reviews.models.ledger_entries import LedgerEntry
from reviews.models.notices import Notice, NoticePreference, NoticeSettings
from reviews.models.pages import ContainerPageMixin, ReviewedPageMixin
from reviews.models.publication import PublicationWindow
from reviews.models.reader_reports import ReaderReport
from reviews.models.requests import Priority, ReviewRequest
from reviews.models.requirements import ApprovalRequirement
from reviews.models.reviewers import ReviewerProfile
from reviews.models.signing import FailedSignature
from reviews.models.standing_findings import StandingFinding
from reviews.models.tasks import ClinicalReviewTask, ReviewTaskState
from reviews.models.verification import VerificationRun

__all__ = [
    "Absence",
    "ApprovalRequirement",
    "Assignment",
    "ClinicalReviewTask",
    "ContainerPageMixin",
    "Contribution",
    "Decision",
    "FailedSignature",
    "LedgerEntry",
    "Notice",
    "NoticePreference",
    "NoticeSettings",
    "Outcome",
    "Priority",
    "PublicationWindow",
    "ReaderReport",
    "ReferencedObject",
    "ReviewRequest",
    "ReviewTaskState",
    "ReviewedPageMixin",
    "ReviewerProfile",
    "StandingFinding",
    "VerificationRun",
]
