"""The demonstration: eight real medicines and their evidence, passed through the real review services.

Everything stated here is a fact from a public source that the page names; the words are the hub's own.  The
data modules (one per medicine, one for studies, one for standard pages) hold no logic; ``seeding`` does, day by
day, what editors and reviewers do.  Nothing is read from outside the repository at run time.
"""
