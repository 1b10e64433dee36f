"""The fill-in workbook, both ways: the sheets to fill in, and the scenario they describe."""
