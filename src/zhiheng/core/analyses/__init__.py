"""Analyses: tables in, tables out, as Ibis expressions that run on DuckDB and on Spark alike."""
