"""Zhiheng (知衡): the platform on which a city protects and uses intellectual property."""
