"""Search over all registers: query language, query model, index and its adapters."""
