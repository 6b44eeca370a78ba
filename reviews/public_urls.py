from django.urls import path

from reviews.views import public, reader_reports

urlpatterns = [
    path("ledger/", public.LedgerView.as_view(), name="ledger"),
    path("ledger/verify_ledger.py", public.ledger_checker, name="ledger_checker"),
    path("ledger.jsonl", public.ledger_lines, name="ledger_lines"),
    path("report/", reader_reports.ReportProblemView.as_view(), name="report_problem"),
    path("report/sent/", reader_reports.report_sent, name="report_sent"),
]
