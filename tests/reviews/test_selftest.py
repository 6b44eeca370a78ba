"""The gate tries itself: `manage.py selftest_gate`."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from reviews.selftest import running

def test_run(room):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("selftest_gate", stdout=out, stderr=err)
    except SystemExit as e:
        print("EXIT", e.code)
    print(out.getvalue()); print("ERR", err.getvalue())
    assert 0
