"""From product labels and study records to drafts.

Readers (``spl``, ``openfda``, ``ctgov``, ``pubmed``) turn bytes into frozen facts and know neither pages nor database.
``writing`` makes drafts of facts; ``importing`` does it file by file, each in a transaction of its own.

Facts with a field of their own (names, identifiers, strengths, numbers) go into the fields of the draft.  Sentences
stay source material, which only editors and reviewers see: what readers read is written by people.
"""
