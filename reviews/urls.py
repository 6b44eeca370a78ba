from django.urls import path

from reviews.views import (
    calendar,
    deciding,
    desk,
    due,
    editing,
    history,
    notices,
    people,
    requirements,
    safety,
    submitting,
)

app_name = "reviews"
urlpatterns = [
    path("", desk.DeskView.as_view(), name="desk"),
    path("<int:request_id>/", deciding.ReviewView.as_view(), name="review"),
    path("<int:request_id>/preview/", deciding.PreviewView.as_view(), name="preview"),
    path("<int:request_id>/comments/<int:comment_id>/", deciding.RemarkView.as_view(), name="remark"),
    path("<int:request_id>/recall/", submitting.RecallView.as_view(), name="recall"),
    path("pages/<int:page_id>/findings/", editing.FindingsView.as_view(), name="findings"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("due/", due.DueView.as_view(), name="due"),
    path("pages/<int:page_id>/submit/", submitting.SubmitView.as_view(), name="submit"),
    path("pages/<int:page_id>/", history.HistoryView.as_view(), name="history"),
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
