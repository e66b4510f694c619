"""What operators fear, done on purpose to a running product."""
