"""Comparing names: of organisations and persons, Chinese and Latin, part by part and explained."""
