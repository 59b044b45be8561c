"""Two people changed the same version: what is taken from each, field by field."""

Value = str | tuple[str, ...]
Said = dict[str, Value]
MINE, THEIRS, BOTH = "mine", "theirs", "both"


def merge(base: Said, mine: Said, theirs: Said) -> tuple[Said, list[str]]:
    """The fields put together, and the names of those that both changed, each in another way.

    Lists are merged as additions and removals and never clash. Where a field clashes, mine stands.
    """
    merged: Said = {}
    clashing = []
    for name, there in theirs.items():
        value = merged_value(base[name], mine[name], there)
        if value is None:
            clashing.append(name)
        merged[name] = mine[name] if value is None else value
    return merged, clashing


def merged_value(was: Value, mine: Value, theirs: Value) -> Value | None:
    """What only one side changed, or both to the same; None where a person must choose."""
    if isinstance(was, tuple) and isinstance(mine, tuple) and isinstance(theirs, tuple):
        return merged_list(was, mine, theirs)
    if mine in (was, theirs):
        return theirs
    return mine if theirs == was else None


def merged_list(
    was: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    """What is there without what I took away, and what I have added."""
    kept = [one for one in theirs if one in mine or one not in was]
    return (*kept, *(one for one in mine if one not in was and one not in theirs))


def put_together(mine: str, theirs: str) -> str:
    """Both texts, what was there first."""
    return "\n\n".join(text for text in (theirs, mine) if text)
