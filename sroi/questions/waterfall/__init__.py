"""From the gross value of the effect to cashable savings."""
