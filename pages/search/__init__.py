"""Finding: by name first, then in the text, on PostgreSQL and SQLite alike.

==================  =================================================================================================
``queries``         what was typed, as one clean line and as words
``folding``         one spelling of what people write in many ways: case, accents, scripts, hyphens
``spelling``        words like a misspelt one: a letter left out on either side, or the same sound; then their distance
``names``           names of live pages and topics, by their beginning, a later word, or a part of a word
``fulltext``        words in the text, through the site's Wagtail search backend
``backend``         that backend: Wagtail's own for the database, with a bound on what a common word costs
``outside``         and, where ``SEARCH_URL`` names one, an OpenSearch server that is asked first
``finding``         all of it together, best first, with a correction when nothing is found
``narrowing``       facets
``extracts``        the sentence that was found, from the live page
``suggestions``     as somebody types
``indexing``        keeps the index in step with what is public
==================  =================================================================================================

No extension of PostgreSQL is needed: pg_trgm takes a right that a hub's account need not have, and SQLite has nothing
like it, so misspellings are found by keys in an ordinary table.
"""
