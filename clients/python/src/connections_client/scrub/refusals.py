"""Why an answer is not passed on. Each class stands for one code of the client's refusal; none has a text of the answer."""


class Refused(Exception):
    """An answer that is not passed on. `code` is the code of the client's refusal."""

    code = "refused"

    def __init__(self) -> None:
        super().__init__(self.code)


class Unsearchable(Refused):
    """The search for tokens takes more steps than it may."""

    code = "unsearchable"


class Undecodable(Refused):
    """The bytes are still compressed, so nothing can be found in them."""

    code = "undecodable"


class TooLarge(Refused):
    """The answer has more bytes than it may."""

    code = "too_large"
