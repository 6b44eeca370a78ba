"""Clinical words explained in plain ones: a vocabulary in code, and how it meets the prose of a page.

The explanations are the hub's own, reviewed like every change to this code, and never part of a page: the approved
words stand as they are, and what explains them is put beside them when a page is shown.
"""
