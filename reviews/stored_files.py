"""What a storage of files may say beside what Django's own storages say."""


class StorageAway(OSError):
    """The storage does not answer, or refuses us: whether it has a file is not known.

    Raised by storages on other machines, which log why.  A file that they answer not to have is ``FileNotFoundError``.
    """
