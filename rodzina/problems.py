"""What can be wrong with a wish: a broken rule, or a change made elsewhere meanwhile."""

CHANGED_MEANWHILE = (
    "Somebody else has changed this meanwhile. Compare it with what you typed and save again."
)


class RuleBroken(Exception):
    """A demand of the law or the programme is not met; `message` says what to do, `field` where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Overtaken(RuleBroken):
    """Somebody else changed the same thing meanwhile: a person compares and decides."""

    def __init__(self, message: str = CHANGED_MEANWHILE) -> None:
        super().__init__(message)


class Conflict(Exception):
    """Somebody else changed the same thing, or the same operation came with other content."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
