"""The formulas of the model and the numbers they take: no scenario is known here."""
