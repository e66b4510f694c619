"""What orders lends to the no-code engines: actions and facts by name."""
