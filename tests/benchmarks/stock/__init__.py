"""A page type of stock Wagtail with the content of our standard page.

Its models are in ``pages``, not in ``models``: they are loaded when the database is migrated, and make their own
tables, so that the app needs no migrations.
"""
