"""What machines are given of the site: feeds, tables, a Markdown twin of each page, an API, a sitemap, small notices.

All of it is made of what was approved: of a page as ``ReviewedPageMixin.serve`` hands it over, or of decisions in
force.  Lists are lists of live rows, as on the site itself.
"""
