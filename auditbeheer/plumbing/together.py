"""What is asked of one is read for all of its kind, so that no list asks row by row.

A relationship (``lazy="select"``) is read when something touches it, and not where nothing does. Whoever touches it at
one row of a list will touch it at the next row too: so the first touch reads it for every row of that kind that the
session holds, in one query.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Result, select
from sqlalchemy.orm import InstanceState, ORMExecuteState, RelationshipProperty
from sqlalchemy.orm.attributes import set_committed_value


def read_together(asked: ORMExecuteState) -> Result[Any] | None:
    """Answer the question for one row's relationship with that of all rows; None leaves any other question alone.

    For ``event.listen(…, "do_orm_execute", …)``.
    """
    row = asked.lazy_loaded_from if asked.is_relationship_load else None
    relation = asked.loader_strategy_path[-1] if row is not None and asked.loader_strategy_path else None
    if row is None or not isinstance(relation, RelationshipProperty) or relation.secondary is not None:
        return None
    ((ours, theirs),) = relation.local_remote_pairs or ()  # rows hang together by one key
    own, key = row.mapper.get_property_by_column(ours).key, relation.mapper.get_property_by_column(theirs).key
    if own not in row.dict:
        return None
    kin = _kin(asked, row, relation, own)
    child = relation.mapper.class_
    wanted = {row.dict[own], *(value for _, value in kin)} - {None}
    query = select(child).where(getattr(child, key).in_(sorted(wanted))).order_by(*(relation.order_by or ()))
    flush = {"autoflush": asked.execution_options.get("autoflush", True)}
    answer = asked.session.execute(query, execution_options=flush).freeze()
    piles: dict[Any, list[Any]] = defaultdict(list)
    for found in answer():
        piles[getattr(found[0], key)].append(found)
    for thing, value in kin:
        there = [found[0] for found in piles[value]]
        set_committed_value(thing, relation.key, there if relation.uselist else next(iter(there), None))
    return answer.with_new_rows(piles[row.dict[own]])()


def _kin(
    asked: ORMExecuteState, row: InstanceState[Any], relation: RelationshipProperty[Any], own: str
) -> list[tuple[Any, Any]]:
    """The other rows of this kind that were not asked before, each with its key; one to be read anew is left out."""
    return [
        (thing, one.dict[own])
        for one in asked.session.identity_map.all_states()
        if one is not row and one.mapper is row.mapper and not one.expired
        and own in one.dict and relation.key not in one.dict and (thing := one.obj()) is not None
    ]  # fmt: skip
