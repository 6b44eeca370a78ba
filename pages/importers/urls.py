from django.urls import path

from pages.articles.views import ArticleView
from pages.importers import beside, uploads

app_name = "importing"
urlpatterns = [
    path("", uploads.UploadView.as_view(), name="upload"),
    path("article/", ArticleView.as_view(), name="article"),
    path("make/", uploads.MakeView.as_view(), name="make"),
    path("pages/<int:page_id>/", beside.SourceMaterialView.as_view(), name="beside"),
    path("pages/<int:page_id>/sections/", beside.SectionsView.as_view(), name="sections"),
]
