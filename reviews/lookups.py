"""What Django's lookups leave to be wished for."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class Among(Lookup):
    """Whether a number is one of many: ``filter(Among(F("pk"), keys))``.

    As ``__in``, with all of them in one parameter: hundreds of parameters take longer to write than rows to find.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self._among(compiler, connection, "{} = ANY(%s)", list(self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self._among(compiler, connection, "{} IN (SELECT value FROM json_each(%s))", json.dumps([*self.rhs]))

    def _among(self, compiler: Any, connection: Any, sql: str, numbers: Any) -> tuple[str, Any]:
        if not self.rhs:
            raise EmptyResultSet
        number, params = self.process_lhs(compiler, connection)
        return sql.format(number), [*params, numbers]
