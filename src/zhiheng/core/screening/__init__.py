"""Filings that do not protect innovation: found, explained, never judged here.

The order of the modules is the order of the work: `gathering` (which filings, and what is known of
who stands behind them) → `circles` (who hangs together) → `signals`, one module each → `leads` →
`sparing` (white list, and what a person dismissed before) → `rings` → `screening`, which does all
of it. What the signals are told to look for is declared (`declared`), with dates and sources.
"""
