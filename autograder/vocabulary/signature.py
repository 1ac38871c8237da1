"""The signature of an exercise: written once, as a student would write it, and parsed once."""

import ast
import functools
import inspect
from itertools import chain

__all__ = ["parse_signature"]

KINDS = inspect.Parameter
BODY = "body"
"""Still there when the text is parsed, and nothing else: so the text is a signature and no more."""


@functools.cache
def parse_signature(written: str) -> inspect.Signature:
    """Parse a signature.

    Parameters
    ----------
    written : str
        What stands between ``def`` with the name and the colon. Defaults are literals; what an
        annotation says is left out.

    Returns
    -------
    inspect.Signature
        As that of a function with this first line.

    Raises
    ------
    ValueError
        If it is no signature, or has parameters without a name of their own: what a call hands
        over is told by names.

    Examples
    --------
    >>> parse_signature("(x, kernel, strides=(1, 1))").parameters["strides"].default
    (1, 1)
    """
    arguments = _arguments(written)
    if arguments.vararg is not None or arguments.kwarg is not None:
        raise ValueError(
            f"The signature {written} has * or ** parameters: give each parameter a name."
        )
    positional = [*arguments.posonlyargs, *arguments.args]
    without_default = [None] * (len(positional) - len(arguments.defaults))
    kinds = chain(
        [KINDS.POSITIONAL_ONLY] * len(arguments.posonlyargs),
        [KINDS.POSITIONAL_OR_KEYWORD] * len(arguments.args),
        [KINDS.KEYWORD_ONLY] * len(arguments.kwonlyargs),
    )
    return inspect.Signature(
        [
            inspect.Parameter(argument.arg, kind, default=_default(written, default))
            for argument, kind, default in zip(
                [*positional, *arguments.kwonlyargs],
                kinds,
                [*without_default, *arguments.defaults, *arguments.kw_defaults],
                strict=True,
            )
        ]
    )


def _arguments(written: str) -> ast.arguments:
    try:
        match ast.parse(f"def f{written}: {BODY}").body:
            case [ast.FunctionDef(args=arguments, body=[ast.Expr(ast.Name(id=name))])] if (
                name == BODY
            ):
                return arguments
    except (SyntaxError, ValueError):  # ValueError: a null character, before Python 3.12
        pass
    raise ValueError(
        f'{written!r} is no signature: expected one such as "(x, pool_size=2)", so that '
        f'"def f(x, pool_size=2):" would be the first line of a function.'
    )


def _default(written: str, default: ast.expr | None) -> object:
    if default is None:
        return inspect.Parameter.empty
    try:
        value: object = ast.literal_eval(default)
    except ValueError:
        raise ValueError(
            f"The default {ast.unparse(default)} in the signature {written} is no literal: "
            "expected a number, a string, None, True, False, or a tuple or list of these."
        ) from None
    return value
