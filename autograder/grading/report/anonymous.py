"""An answer as an example: the code alone, without comments or what else could name somebody."""

import ast
import re

from autograder.grading.pages.safe_html import safe_html

__all__ = ["anonymous_card", "anonymous_code"]

LONGEST = 4_000
PRINTED = re.compile(r"<div[^>]*>It printed:</div>\s*<div[^>]*>.*?</div>", re.S)


def anonymous_code(source: str, name: str) -> str:
    r"""Return the function of this name, rewritten without comments and docstrings.

    Nothing is returned of what Python can't parse, or what is too long.

    Examples
    --------
    >>> anonymous_code("# by Ada\ndef relu(x):\n    'Ada wrote it.'\n    return abs(x)", "relu")
    'def relu(x):\n    return abs(x)'
    """
    try:
        tree = ast.parse(source[: 10 * LONGEST])
        functions = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name == name
        ]
        if not functions:
            return ""
        for node in ast.walk(functions[-1]):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                node.body = [part for part in node.body if not _is_text(part)] or [ast.Pass()]
        code = ast.unparse(ast.fix_missing_locations(functions[-1]))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return code if len(code) <= LONGEST else ""


def anonymous_card(html: str) -> str:
    """Return the card of a check, harmless, without what the answer printed."""
    return safe_html(PRINTED.sub("", html))


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
