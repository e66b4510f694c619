"""What the person at the keyboard can put right."""


class Trouble(Exception):
    """One sentence about what is in the way, and one about the cure."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.what}\nCure: {self.cure}"
