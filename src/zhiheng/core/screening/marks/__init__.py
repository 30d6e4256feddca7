"""Marks filed in bad faith: found, explained, never judged here; beside the patents one level up.

The order of the work is that of patents: `gathering` (which marks, whose, near whose, and what is
known of all of them) → the circles of `core.screening.circles` → `signals`, one module each → leads
→ sparing → rings. `protected` are the names that marks are held against.
"""
