"""What the result depends on."""
