"""References that somebody pastes, read into the fields of a row.  Nothing is fetched, and nothing is made up."""
