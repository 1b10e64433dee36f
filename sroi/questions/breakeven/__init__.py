"""What would have to be true for it to pay for itself."""
