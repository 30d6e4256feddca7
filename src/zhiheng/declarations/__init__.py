"""What an office edits instead of code: registers, indicators, parameters and wordings in YAML."""
