"""Lists of live pages for templates.  Every list of the public site starts from here, so none forgets ``live()``."""
