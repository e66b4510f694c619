from django.contrib.auth.models import User


def sign_ins() -> list[dict[str, str]]:
    """Who can sign in to the tiny demo."""
    return [
        {"username": user.username, "password": "pw"}
        for user in User.objects.filter(username__startswith="admin")
    ]
