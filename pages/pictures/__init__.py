"""Pictures of numbers, drawn on the server as SVG.

Every picture has ``role="img"`` and says in words what it shows.  Colours come from classes of ``hub.css``, never from
a ``style`` attribute, so that light, dark, forced colours, print and a strict Content-Security-Policy all work.
Whatever is drawn is worked out from numbers that the page states; where these do not suffice, nothing is drawn.
"""
