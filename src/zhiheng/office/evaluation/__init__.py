"""Evaluation of plans: weights, self-assessment, review with reasons, result."""
