"""Addresses of the pages of production."""

from django.urls import path

from production.views import forecast_events, forecasts

urlpatterns = [
    path("forecasts/", forecasts.forecast_list, name="forecast-list"),
    path("forecasts/run/", forecasts.forecast_run, name="forecast-run"),
    path("forecasts/export.<str:kind>", forecasts.forecast_export, name="forecast-export"),
    path("forecasts/events/", forecast_events.event_list, name="forecast-event-list"),
    path("forecasts/events/export.<str:kind>", forecast_events.event_export, name="forecast-event-export"),
    path("forecasts/events/<slug:verb>/", forecast_events.event_act, name="forecast-event-act"),
    path("forecasts/<int:pk>/", forecasts.forecast, name="forecast"),
    path("forecasts/<int:pk>/export.<str:kind>", forecasts.forecast_buckets, name="forecast-buckets"),
    path("forecasts/<int:pk>/override/", forecasts.forecast_override, name="forecast-override"),
    path("forecasts/<int:pk>/like/<slug:verb>/", forecasts.forecast_like, name="forecast-like"),
]
