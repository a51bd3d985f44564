"""The root of the one error hierarchy: an error is a sentence a user can act on."""


class UserError(Exception):
    """A fault a user can mend: one sentence that says what is wrong, where, and what to do.

    The text never holds patient data: it may end in a log, a title or a terminal.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class KnowledgeError(UserError):
    """A knowledge record or rule that cannot be used; the sentence names file and line."""
