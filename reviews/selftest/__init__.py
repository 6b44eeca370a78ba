"""The gate tries itself: every known way round it, on throw-away pages, in a transaction that is rolled back.

``manage.py selftest_gate`` runs it on the installed site.  ``specimens`` says how this site makes a throw-away page,
``scene`` makes the pages and people of one group of routes, ``routes_*`` are the ways round, numbered as in GATE.md,
``state`` is what no route may move, and ``running`` judges by comparing it before and after.
"""
