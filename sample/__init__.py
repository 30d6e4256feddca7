"""The sample city: a seeded generator of synthetic files in the formats offices receive.

Nothing in it is real: no application, enterprise or person. It shares no code with the platform,
so that what the platform reads back can be compared with what was meant.
"""
