"""The article before the name of a type, as it is said."""

__all__ = ["with_article"]

AN = ("a", "e", "i", "o", "u", "nd")
A = ("eu", "ufunc", "uint", "uni", "use")


def with_article(name: str) -> str:
    """Return the name of a type with "a" or "an" before it.

    Examples
    --------
    >>> [with_article(name) for name in ("int", "str", "ndarray", "uint8", "EagerTensor")]
    ['an int', 'a str', 'an ndarray', 'a uint8', 'an EagerTensor']
    """
    begins = name.lower().startswith
    return f"{'an' if begins(AN) and not begins(A) else 'a'} {name}"
