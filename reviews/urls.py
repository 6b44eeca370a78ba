from django.urls import path

from reviews.queue import Whose
from reviews.views import (
    absences,
    assigning,
    calendar,
    comparing,
    deciding,
    due,
    editing,
    history,
    notices,
    people,
    queue,
    reports,
    requirements,
    safety,
    submitting,
)

app_name = "reviews"
urlpatterns = [
    path("", queue.QueueView.as_view(), name="desk"),
    path("results/", queue.QueueView.as_view(results_only=True), name="desk_results"),
    path("mine/", queue.QueueView.as_view(whose=Whose.MINE), name="desk_mine"),
    path("mine/results/", queue.QueueView.as_view(whose=Whose.MINE, results_only=True), name="desk_mine_results"),
    path("unassigned/", queue.QueueView.as_view(whose=Whose.UNASSIGNED), name="desk_unassigned"),
    path(
        "unassigned/results/",
        queue.QueueView.as_view(whose=Whose.UNASSIGNED, results_only=True),
        name="desk_unassigned_results",
    ),
    path("<int:request_id>/", deciding.ReviewView.as_view(), name="review"),
    path("<int:request_id>/preview/", deciding.PreviewView.as_view(), name="preview"),
    path("<int:request_id>/comments/<int:comment_id>/", deciding.RemarkView.as_view(), name="remark"),
    path("<int:request_id>/recall/", submitting.RecallView.as_view(), name="recall"),
    path("pages/<int:page_id>/findings/", editing.FindingsView.as_view(), name="findings"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("<int:request_id>/assign/", assigning.AssignView.as_view(), name="assign"),
    path("absences/", absences.AbsencesView.as_view(), name="absences"),
    path("absences/add/", absences.AbsenceView.as_view(), name="absence_add"),
    path("absences/<int:absence_id>/", absences.AbsenceView.as_view(), name="absence"),
    path("absences/<int:absence_id>/remove/", absences.RemoveAbsenceView.as_view(), name="absence_remove"),
    path("due/", due.DueView.as_view(), name="due"),
    path("pages/<int:page_id>/submit/", submitting.SubmitView.as_view(), name="submit"),
    path("pages/<int:page_id>/", history.HistoryView.as_view(), name="history"),
    path("pages/<int:page_id>/compare/", comparing.CompareView.as_view(), name="compare"),
    path("pages/<int:page_id>/withdraw/", safety.WithdrawView.as_view(), name="withdraw"),
    path("pages/<int:page_id>/reaffirm/", safety.ReaffirmView.as_view(), name="reaffirm"),
    path("pages/<int:page_id>/now/", safety.AsTheReaderView.as_view(), name="as_the_reader"),
    path("pages/<int:page_id>/archive/", safety.ArchiveView.as_view(), name="archive"),
    path("pages/<int:page_id>/unarchive/", safety.UnarchiveView.as_view(), name="unarchive"),
    path("pages/<int:page_id>/versions/<int:decision_id>/restore/", safety.RestoreView.as_view(), name="restore"),
    path("pages/<int:page_id>/versions/<int:decision_id>/revoke/", safety.RevokeView.as_view(), name="revoke"),
    path("reviewers/", people.ReviewersView.as_view(), name="reviewers"),
    path("who-must-sign/", requirements.RequirementsView.as_view(), name="requirements"),
    path("who-must-sign/set/", requirements.RequireView.as_view(), name="require"),
    path("reviewers/appoint/", people.AppointView.as_view(), name="appoint"),
]
for report in reports.REPORTS:
    urlpatterns += [
        path(f"reports/{report.name}/", report.as_view(), name=report.name),
        path(f"reports/{report.name}/results/", report.as_view(results_only=True), name=f"{report.name}_results"),
    ]
