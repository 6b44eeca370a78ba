"""What a change of text means to a clinician: doses, negations, warnings and identifiers, found and compared.

Pure functions of text: no Django, no database, no clock.  Every function takes time linear in its input.
"""
