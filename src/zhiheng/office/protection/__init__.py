"""The protection list: what is watched over, who asked for it, the alerts that imports raise."""
