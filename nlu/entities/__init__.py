"""Amounts, durations, dates, percentages, goals and products: found in a message, with the value each one means."""
