"""Consent, audit, rights, explanations and fairness: watches decisions, makes none."""
