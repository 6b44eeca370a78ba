"""Plain articles, pasted or uploaded, as drafts: headings find their fields, and nothing is added to the words."""
