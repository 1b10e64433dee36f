"""The money of the budget year: what each payer must find in its own budget."""
