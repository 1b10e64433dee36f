"""The local page: scenarios opened, changed, compared and taken away in a browser."""
