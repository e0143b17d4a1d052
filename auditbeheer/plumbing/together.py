"""What is asked of one is read for all of its kind, so that no list asks row by row.

A relationship to many (``lazy="select"``) is read when something touches it, and not where nothing does. Whoever
touches it at one row of a list will touch it at the next row too: so the first touch reads it for every row of that
kind that the session holds, in one query.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Result, select
from sqlalchemy.orm import InstanceState, ORMExecuteState, RelationshipProperty
from sqlalchemy.orm.attributes import set_committed_value


def read_together(asked: ORMExecuteState) -> Result[Any] | None:
    """Answer the question for one row's collection with that of all rows; None leaves any other question alone.

    For ``event.listen(…, "do_orm_execute", …)``.
    """
    row = asked.lazy_loaded_from if asked.is_relationship_load else None
    relation = asked.loader_strategy_path[-1] if row is not None and asked.loader_strategy_path else None
    if row is None or not isinstance(relation, RelationshipProperty) or not relation.uselist:
        return None
    states = [one for one in asked.session.identity_map.all_states() if _lacks(one, row, relation)]
    kin = {one.identity: thing for one in states if (thing := one.obj()) is not None}
    ((_own, foreign),) = relation.local_remote_pairs or ()  # ours all hang on one key
    key = relation.mapper.get_property_by_column(foreign).key
    child = relation.mapper.class_
    query = select(child).where(getattr(child, key).in_([identity[0] for identity in {row.identity, *kin} if identity]))
    flush = {"autoflush": asked.execution_options.get("autoflush", True)}
    answer = asked.session.execute(query.order_by(*(relation.order_by or ())), execution_options=flush).freeze()
    piles: dict[Any, list[Any]] = defaultdict(list)
    for found in answer():
        piles[(getattr(found[0], key),)].append(found)
    for identity, thing in kin.items():
        if identity != row.identity:
            set_committed_value(thing, relation.key, [found[0] for found in piles[identity]])
    return answer.with_new_rows(piles[row.identity])()


def _lacks(one: InstanceState[Any], row: InstanceState[Any], relation: RelationshipProperty[Any]) -> bool:
    """Of the same kind as ``row``, and not asked before; what must be read anew is left to itself."""
    return one.mapper is row.mapper and not one.expired and relation.key not in one.dict
