"""The office: people, permissions, pages, API and command line, on Django."""
