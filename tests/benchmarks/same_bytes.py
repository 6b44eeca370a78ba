"""The least that granian can be given to do: a WSGI application that sends the bytes of one file."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

body = Path(os.environ["SAME_BYTES"]).read_bytes()
headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", headers)
    return [body]
