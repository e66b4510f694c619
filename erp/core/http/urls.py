from django.urls import path

from erp.core.http.attachments import AttachmentById, AttachmentContent, Attachments
from erp.core.http.custom_fields import CustomFields

urlpatterns = [
    path("attachments/", Attachments.as_view(), name="attachments-list"),
    path("attachments/<str:id>/", AttachmentById.as_view(), name="attachments-detail"),
    path("attachments/<str:id>/download/", AttachmentContent.as_view(), name="attachments-download"),
    path("custom-fields/", CustomFields.as_view(), name="custom-fields-list"),
]
