"""What the admin of every app is built from: rights, columns, documents, masters behind commands."""
