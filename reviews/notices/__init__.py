"""Who is told what, by e-mail and in the admin.

``tell`` writes rows in the transaction of what happened; they are mailed after it, again and again while the mail
server is down, and nothing that goes wrong there reaches whoever decided.
"""

from reviews.notices.kinds import (
    assigned,
    decided,
    findings_opened,
    safety_concern,
    submitted,
    withdrawal_asked,
    withdrawn,
)
from reviews.notices.outbox import settle, tell

__all__ = [
    "assigned",
    "decided",
    "findings_opened",
    "safety_concern",
    "settle",
    "submitted",
    "tell",
    "withdrawal_asked",
    "withdrawn",
]
