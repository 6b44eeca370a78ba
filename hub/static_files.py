"""Static files under names that hold their content's hash, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's, but source maps are not looked for: packages name theirs and leave them out."""

    patterns = tuple(
        (files, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for files, patterns in CompressedManifestStaticFilesStorage.patterns
    )
