"""``uv run python -m tests.benchmarks [--only NAME ...] [--json FILE]``"""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
django.setup()

from tests.benchmarks.command import main  # noqa: E402  models load after the settings

sys.exit(main())
