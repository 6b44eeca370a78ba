from django.urls import path

from reviews.views import public

urlpatterns = [
    path("ledger/", public.LedgerView.as_view(), name="ledger"),
    path("ledger/verify_ledger.py", public.ledger_checker, name="ledger_checker"),
    path("ledger.jsonl", public.ledger_lines, name="ledger_lines"),
]
