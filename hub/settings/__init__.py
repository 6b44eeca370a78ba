"""Settings. ``base`` is production; ``production`` refuses to start incomplete; the others subtract."""
