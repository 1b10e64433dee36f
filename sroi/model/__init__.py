"""From a scenario and draws to flows, sums, measures and comparisons."""
