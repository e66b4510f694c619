import os

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def ready(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ready")


def people(request: HttpRequest) -> HttpResponse:
    """Adds a person on POST, counts them on GET."""
    if request.method == "POST":
        User.objects.create(username=f"person-{User.objects.count()}")
    return HttpResponse(f"{User.objects.count()} {os.environ.get('ERP_DEMO', '0')}")


urlpatterns = [path("health/ready/", ready), path("people/", people)]
