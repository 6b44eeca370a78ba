class ImportRefused(Exception):
    """A file that nothing is made of; says why, and what to do instead."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(" ".join(part for part in (what, "Nothing was made of it.", next_step) if part))
