"""The few SVG primitives that the pictures are made of; each returns markup."""

from xml.sax.saxutils import escape, quoteattr

from figures.palette import CARD, CARD_EDGE, DARK, INK

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
HATCH = "hatch"

Attribute = str | float | None


def decimal(value: float) -> str:
    """Return `value` with at most two decimals, the same on every machine.

    Examples
    --------
    >>> decimal(1.5), decimal(3), decimal(-0.001)
    ('1.5', '3', '0')
    """
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """Return an element; ``_`` in an attribute's name becomes ``-``, `None` leaves it out.

    Examples
    --------
    >>> element("line", x1=0, x2=2.5, stroke_width=2, class_="axis", fill=None)
    '<line x1="0" x2="2.5" stroke-width="2" class="axis"/>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}="
        f"{quoteattr(value if isinstance(value, str) else decimal(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(children)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def group(*children: str, **attributes: Attribute) -> str:
    """Return ``<g>`` with one child a line."""
    return element("g", "\n", "\n".join(child for child in children if child), "\n", **attributes)


def rectangle(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    """Return a rectangle with its top left corner at (x, y)."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    """Return a straight line."""
    defaults: dict[str, Attribute] = {"stroke": INK, "stroke_width": 1.5}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **(defaults | attributes))


def polygon(*corners: tuple[float, float], **attributes: Attribute) -> str:
    """Return a closed polygon."""
    points = " ".join(f"{decimal(x)},{decimal(y)}" for x, y in corners)
    return element("polygon", points=points, **attributes)


def arrow(x1: float, y1: float, x2: float, y2: float, colour: str = INK) -> str:
    """Return a line that ends in an arrowhead at (x2, y2)."""
    length = float(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    base_x, base_y = x2 - 9 * along_x, y2 - 9 * along_y
    head = polygon(
        (x2, y2),
        (base_x - 4.5 * along_y, base_y + 4.5 * along_x),
        (base_x + 4.5 * along_y, base_y - 4.5 * along_x),
        fill=colour,
    )
    return line(x1, y1, base_x, base_y, stroke=colour) + head


def text(x: float, y: float, content: str, size: float = 14, **attributes: Attribute) -> str:
    """Return one line of text with its baseline at `y`; centred on `x` unless told otherwise."""
    defaults: dict[str, Attribute] = {"text_anchor": "middle", "fill": INK}
    return element("text", escape(content), x=x, y=y, font_size=size, **(defaults | attributes))


def start_text(x: float, y: float, content: str, size: float = 14, **attributes: Attribute) -> str:
    """Return one line of text that starts at `x`."""
    return text(x, y, content, size, text_anchor="start", **attributes)


def middle(centre: float, size: float) -> float:
    """Return the baseline that puts digits and capitals of `size` around the height `centre`."""
    return centre + 0.36 * size


def document(
    width: float, height: float, title: str, description: str, *children: str, style: str = ""
) -> str:
    """Return the whole file: a card of its own, which goes with light and dark pages."""
    hatch = element(
        "pattern",
        line(0, 0, 0, 7, stroke=CARD_EDGE, stroke_width=2.5),
        id=HATCH,
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    card = rectangle(
        1, 1, width - 2, height - 2, rx=12, fill=CARD, stroke=CARD_EDGE, stroke_width=1.5
    )
    drawing = "".join((hatch, card, *children))
    parts = (
        element("title", escape(title)),
        element("desc", escape(description)),
        element("style", escape(style + dark_style(drawing))),
        element("defs", hatch),
        card,
        *children,
    )
    content = "\n".join(part for part in parts if part)
    return (
        element(
            "svg",
            "\n",
            content,
            "\n",
            xmlns=NAMESPACE,
            width=width,
            height=height,
            viewBox=f"0 0 {decimal(width)} {decimal(height)}",
            role="img",
            font_family=FONTS,
            # Renderers that know no such property pass over it.
            style="color-scheme: light dark; font-variant-numeric: tabular-nums",
        )
        + "\n"
    )


def dark_style(drawing: str) -> str:
    """Return the rules that recolour a drawing on a dark page.

    In ``<img>``, browsers take the page's own ``color-scheme``, and JupyterLab's themes set it.

    Examples
    --------
    >>> print(dark_style(f'<rect fill="{CARD}"/>'))
    @media (prefers-color-scheme:dark){
    [fill="#fbfbfc"]{fill:#1b2027}
    }
    """
    rules = [
        f'[{paint}="{light}"]{{{paint}:{dark}}}'
        for light, dark in DARK.items()
        for paint in ("fill", "stroke")
        if f'{paint}="{light}"' in drawing
    ]
    return "\n".join(["@media (prefers-color-scheme:dark){", *rules, "}"])


def heading(title: str, caption: str = "", x: float = 28) -> str:
    """Return the title in the card's top left corner, and a line of explanation below it."""
    return start_text(x, 38, title, 18, font_weight="bold") + (
        "\n" + start_text(x, 61, caption, 14) if caption else ""
    )
