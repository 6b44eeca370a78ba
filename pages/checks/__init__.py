"""Content rules of the hub, one module per family.  Importing this package registers them."""

from pages.checks import references, required
from reviews import findings

# Raise it whenever a rule changes: it is stored with every review request and decision.
VERSION = "1"

findings.register(required.sections)
findings.register(required.identifiers)
findings.register(references.unknown_keys)
findings.register(references.unused_references)
findings.set_version("pages", VERSION)
