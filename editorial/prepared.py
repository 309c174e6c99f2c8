"""Questions whose SQL is written once. Django writes it anew each time that one is put, which takes
ten times as long as the database takes to answer those of a public page. See docs/adr/.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Value = str | int | datetime | list[int]
Shape = tuple[type | int, ...]  # the type of each value; of a list, how long it is
# For each number of pages that a page names, one.
SHAPES = 64
# What stands for a value while the SQL is written. No question has these as values of its own.
NUMBER, MOMENT = 8_000_000_000_000_000_000, datetime(1971, 1, 1, tzinfo=UTC)


class Prepared(Generic[M]):
    """`ask` builds the question from values, always the same one: it may not look at them."""

    def __init__(self, model: type[M], ask: Callable[..., QuerySet[M]]) -> None:
        self.model, self.ask = model, ask
        self.written = lru_cache(SHAPES)(self._write)

    def __call__(self, *values: Value) -> list[M]:
        """The rows as the database holds them, in one query. No list may be empty."""
        shape = tuple(len(v) if isinstance(v, list) else type(v) for v in values)
        alias = router.db_for_read(self.model)
        return self.written(alias, shape).rows(connections[alias], values)

    def _write(self, alias: str, shape: Shape) -> "_Written[M]":
        stand_ins = _stand_ins(shape)
        return _Written(self.ask(*stand_ins).using(alias), stand_ins)


class _Written(Generic[M]):
    def __init__(self, question: QuerySet[M], stand_ins: Sequence[Value]) -> None:
        self.model: type[M] = question.model
        self.compiler = question.query.get_compiler(using=question.db)
        self.sql, self.parameters = self.compiler.as_sql()
        meant = _flat(stand_ins, connections[question.db])
        # Where in the SQL each value stands; what else is there belongs to the question.
        self.places = [meant.index(p) if p in meant else None for p in self.parameters]
        if set(range(len(meant))) - set(self.places):
            raise ValueError("The question does not ask by each of its values.")

    def rows(self, connection: BaseDatabaseWrapper, values: Sequence[Value]) -> list[M]:
        given = _flat(values, connection)
        fixed = zip(self.places, self.parameters, strict=True)
        parameters = tuple(own if place is None else given[place] for place, own in fixed)
        # A copy, because other threads put the same question at this moment.
        compiler = copy(self.compiler)
        vars(compiler).update(connection=connection, as_sql=lambda: (self.sql, parameters))
        return list(QuerySet(self.model, query=_Query(compiler), using=connection.alias))


class _Query(Query):
    """Of which Django's reading of rows asks the compiler alone."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.written = compiler

    def get_compiler(self, *given: object, **named: object) -> SQLCompiler:
        return self.written


def _stand_ins(shape: Shape) -> list[Value]:
    values: list[Value] = []
    for place, each in enumerate(shape):
        number = NUMBER + 1000 * place
        if isinstance(each, int):
            values.append([number + n for n in range(each)])
        elif each is int:
            values.append(number)
        else:
            values.append(f"?{place}" if each is str else MOMENT + timedelta(microseconds=place))
    return values


def _flat(values: Sequence[Value], connection: BaseDatabaseWrapper) -> list[object]:
    """As the database's driver takes them."""
    flat: list[object] = []
    for value in values:
        if isinstance(value, datetime):
            flat.append(connection.ops.adapt_datetimefield_value(value))
        else:
            flat += value if isinstance(value, list) else [value]
    return flat
