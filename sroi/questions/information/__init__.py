"""What it is worth to find out more before choosing."""
