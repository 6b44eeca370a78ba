"""Audit-log actions of review, in words."""

from wagtail.log_actions import LogActionRegistry

# What makes a revision live.
PUBLICATIONS = ("wagtail.publish", "wagtail.publish.scheduled", "reviews.restore", "reviews.restamp")

ACTIONS = {
    "reviews.submit": ("Submit for review", "Submitted for review"),
    "reviews.recall": ("Recall", "Submission recalled"),
    "reviews.approve": ("Approve", "Approved"),
    "reviews.request_changes": ("Request changes", "Changes requested"),
    "reviews.reaffirm": ("Reaffirm", "Reaffirmed without change"),
    "reviews.withdraw": ("Withdraw", "Withdrawn from the public"),
    "reviews.ask_withdrawal": ("Ask for withdrawal", "Asked that the page be withdrawn"),
    "reviews.restore": ("Restore", "Earlier approved version restored"),
    "reviews.cosign": ("Sign", "Signed; another profession must sign too"),
    "reviews.assign": ("Assign", "Submission assigned"),
    "reviews.comment": ("Comment", "Commented on a submission"),
    "reviews.reply": ("Reply", "Replied to a comment on a submission"),
    "reviews.resolve": ("Resolve", "Resolved a comment on a submission"),
    "reviews.fix_finding": ("Fix a finding", "Words mended as a content rule says"),
    "reviews.dismiss_finding": ("Dismiss a finding", "Finding dismissed with a reason"),
    "reviews.reopen_finding": ("Reopen a finding", "Dismissal of a finding taken back"),
    "reviews.restamp": ("Store in a new form", "Same words stored in a new form"),
    "reviews.revoke": ("Revoke an approval", "Approval of a version revoked"),
    "reviews.archive": ("Archive", "Archived"),
    "reviews.unarchive": ("Take out of the archive", "Taken out of the archive"),
    "reviews.second_factor_added": ("Add to signing", "Asked for one more proof when signing"),
    "reviews.second_factor_removed": ("Remove from signing", "Asked for one proof less when signing"),
    "reviews.publish_refused": ("Refuse to publish", "Refused to publish a version without approval"),
}


def register(actions: LogActionRegistry) -> None:
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
