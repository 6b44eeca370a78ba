"""The verbs of review.  Each checks, then does, in one transaction; each raises ``ReviewRefused`` and changes
nothing when it may not.  They know nothing of views."""

from reviews.services.answering_findings import dismiss_finding, fix_finding, reopen_finding
from reviews.services.archiving import archive, unarchive
from reviews.services.asking import ask_for_withdrawal
from reviews.services.assigning import assign
from reviews.services.deciding import approve, reaffirm, request_changes
from reviews.services.people import appoint
from reviews.services.reader_reports import TooManyReports, answer_reader, report_problem
from reviews.services.requiring import missing_professions, require_profession
from reviews.services.restamping import restamp
from reviews.services.safety import restore, revoke, withdraw
from reviews.services.submitting import problems_of, recall, record_recall, submit

__all__ = [
    "TooManyReports",
    "answer_reader",
    "appoint",
    "approve",
    "archive",
    "ask_for_withdrawal",
    "assign",
    "dismiss_finding",
    "fix_finding",
    "missing_professions",
    "problems_of",
    "reaffirm",
    "recall",
    "record_recall",
    "reopen_finding",
    "report_problem",
    "request_changes",
    "require_profession",
    "restamp",
    "restore",
    "revoke",
    "submit",
    "unarchive",
    "withdraw",
]
