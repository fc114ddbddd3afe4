"""The errors that Manumit raises for its callers to show to a person."""


class ManumitError(Exception):
    """The base of all errors that Manumit raises on purpose."""


class InputError(ManumitError):
    """Something given to Manumit cannot be used; says where it stands and what to do.

    `row` is the line number as a person sees it in an editor: the header is row 1.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem, self.file, self.row, self.column, self.remedy = problem, file, row, column, remedy
        super().__init__(problem)

    def __str__(self) -> str:
        """One line: FILE, row R, column C: problem. What to do: remedy."""
        row = None if self.row is None else f"row {self.row}"
        column = None if self.column is None else f"column {self.column}"
        where = ", ".join(part for part in (self.file, row, column) if part)
        said = f"{where}: {self.problem}" if where else self.problem
        return f"{said}. What to do: {self.remedy}" if self.remedy else said
