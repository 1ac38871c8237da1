"""``python -m tests.hostile.stock``: the same attackers, graded by stock nbgrader.

It has no sandbox and no oracle: the check runs in the student's kernel, and what that prints
counts. Attacks that would do harm to this machine are left out.
"""

from tests.hostile.table import grade_in_stock, lines, read_rows

__all__ = ["main"]


def main() -> None:
    """Print what each attack gets there."""
    results = grade_in_stock()
    rows = read_rows("\n".join(lines({}, results)))
    for row in rows:
        print(f"{row.name:32}{row.stock:>12}  {row.story}")
    gained = [row for row in rows if row.name in results and results[row.name].points > 0]
    print(f"{len(gained)} of {sum(row.stock != 'not run' for row in rows)} get points.")


if __name__ == "__main__":
    main()
