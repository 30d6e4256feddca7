"""Plans: from the text of a plan to proposals of targets, measures and projects."""
