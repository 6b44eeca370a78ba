from django.urls import path

from reviews.views import deciding, desk, people, submitting

app_name = "reviews"
urlpatterns = [
    path("", desk.DeskView.as_view(), name="desk"),
    path("<int:request_id>/", deciding.ReviewView.as_view(), name="review"),
    path("<int:request_id>/preview/", deciding.PreviewView.as_view(), name="preview"),
    path("<int:request_id>/recall/", submitting.RecallView.as_view(), name="recall"),
    path("pages/<int:page_id>/submit/", submitting.SubmitView.as_view(), name="submit"),
    path("pages/<int:page_id>/withdraw/", deciding.WithdrawView.as_view(), name="withdraw"),
    path("reviewers/", people.ReviewersView.as_view(), name="reviewers"),
    path("reviewers/appoint/", people.AppointView.as_view(), name="appoint"),
]
