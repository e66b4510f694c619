"""What this app does when lower apps tell their news."""
