"""The cockpit of a plan: where its indicators stand."""
