from django.urls import path

from erp.identity.views import people

urlpatterns = [
    path("login/", people.SignIn.as_view(), name="login"),
    path("logout/", people.SignOut.as_view(), name="logout"),
    path("password/", people.ChangePassword.as_view(), name="password_change"),
    path("password/done/", people.PasswordChanged.as_view(), name="password_change_done"),
    path("profile/", people.profile, name="profile"),
    path("language/", people.set_language, name="set-language"),
]
