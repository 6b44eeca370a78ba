"""The calendar feed, to be included where the admin is, before it: its readers have no session."""

from django.urls import path

from reviews.views import calendar

urlpatterns = [path("reviews/calendar/<str:token>.ics", calendar.feed, name="reviews_calendar")]
