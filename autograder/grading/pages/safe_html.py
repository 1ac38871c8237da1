"""HTML that may come from a student, made harmless.

All of it is treated alike, the cards of the checks as well: they come out of the kernel in which
the student's code has run, which can print whatever a check can. So what counts is not who wrote
it, but that it can do nothing: not run, not load, not cover or imitate the rest of the page.
"""

import re

import nh3
from pygments.token import STANDARD_TYPES

from autograder.grading.pages.bounded import is_too_tangled

__all__ = ["safe_html"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXT = _words(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span
    strong sub summary sup table tbody td tfoot th thead tr u ul var
    """
)
DRAWING = _words(
    """
    svg circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon
    polyline radialGradient rect stop text title tspan
    """
)
FORMULA = _words(
    """
    math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover
    """
)
DRAWING_ATTRIBUTES = _words(
    """
    aria-hidden aria-label clip-path cx cy d dominant-baseline dx dy fill fill-opacity fill-rule
    font-family font-size font-style font-weight gradientTransform gradientUnits height id
    marker-end marker-mid marker-start markerHeight markerUnits markerWidth offset opacity
    orient patternUnits points preserveAspectRatio r refX refY role rx ry stop-color
    stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity
    stroke-width text-anchor transform vector-effect viewBox width x x1 x2 xmlns y y1 y2
    """
)
FORMULA_ATTRIBUTES = _words(
    """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence
    form height largeop linethickness lspace mathcolor mathvariant maxsize minsize movablelimits
    notation rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width
    xmlns
    """
)
ATTRIBUTES = {
    "*": frozenset({"style", "title", "lang", "dir", "align", "role", "aria-label"}),
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    **dict.fromkeys(DRAWING, DRAWING_ATTRIBUTES),
    **dict.fromkeys(FORMULA, FORMULA_ATTRIBUTES),
}
PROPERTIES = _words(
    """
    align-items background background-color border border-bottom border-bottom-color
    border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-radius border-right
    border-right-color border-right-style border-right-width border-spacing border-style
    border-top border-top-color border-top-style border-top-width border-width box-sizing color
    column-gap
    cursor display fill fill-opacity flex flex-basis flex-direction flex-flow flex-grow
    flex-shrink flex-wrap font font-family font-feature-settings font-size font-style
    font-variant-numeric font-weight gap grid-gap grid-template-columns height justify-content
    letter-spacing line-height list-style list-style-type margin margin-bottom margin-left
    margin-right margin-top max-height max-width min-height min-width opacity outline
    outline-color outline-style outline-width overflow overflow-wrap overflow-x overflow-y
    padding padding-bottom padding-left padding-right padding-top row-gap stroke
    stroke-dasharray stroke-opacity stroke-width tab-size text-align text-decoration
    text-transform vertical-align visibility white-space width word-break
    """
)
"""All that lets a piece of HTML look as it likes inside its own box; `position` would leave it."""

PYGMENTS = frozenset(STANDARD_TYPES.values()) - {""}
CLASSES = {"div": frozenset({"highlight"}), "span": PYGMENTS}
LOADS = re.compile(
    r"""url\s*+\(\s*+['"]?+\s*+[^#'"\s] | image(-set)?+\s*+\( | src\s*+\( | @import | \\""",
    re.I | re.X,
)
"""The backslash because CSS can write any of these with it."""
NEGATIVE = re.compile(r"-\s*+[\d.]")
LONGEST_STYLE = 2_000
"""Characters; the cards of the checks have a tenth of it."""
NO_TEXT = "picture without a description"
TAG = re.compile(r'<([a-z][^\s>]*+)((?: [\w:-]++="[^"]*+")*+)>', re.I)
"""As the cleaner writes it, whole: what looks like a tag within an attribute begins none."""
TOO_TANGLED = "<p><em>What was displayed here is too long or too deep to be shown.</em></p>"
LINK = re.compile(r"https?://|mailto:|#", re.I)


def safe_html(html: str) -> str:
    """Return the HTML without scripts, forms, frames, or anything to be fetched from elsewhere.

    Tags left open are closed, so that a piece stays a piece. Text, tables, ``<details>``, inline
    SVG, MathML, ``data:`` images and links stay.

    Examples
    --------
    >>> safe_html("<b onclick='hand_in()'>x</b><script>alert(1)</script>")
    '<b>x</b>'
    >>> safe_html('<details><summary>Hint</summary>Add <svg viewBox="0 0 1 1"></svg>')
    '<details><summary>Hint</summary>Add <svg viewBox="0 0 1 1"></svg></details>'
    >>> safe_html('<img src="//elsewhere/x.png" alt="a map">')
    '<img alt="a map">'
    >>> safe_html('<p style="position:fixed;top:0;color:red">100 points</p>')
    '<p style="color:red">100 points</p>'
    >>> safe_html('<img src="data:image/png;base64,AA==">')
    '<img alt="picture without a description" src="data:image/png;base64,AA==">'
    """
    if is_too_tangled(html):
        return TOO_TANGLED
    return TAG.sub(_with_text, CLEANER.clean(html))


def _with_text(tag: re.Match[str]) -> str:
    r"""Return a tag, with a text if it is that of a picture and has none.

    Examples
    --------
    >>> TAG.sub(_with_text, '<img src="data:,"> <b title="<img>">')
    '<img alt="picture without a description" src="data:,"> <b title="<img>">'
    """
    name, attributes = tag.groups()
    if name != "img" or ' alt="' in re.sub(r'="[^"]*"', '="', attributes):
        return tag[0]
    return f'<img alt="{NO_TEXT}"{attributes}>'


def _leaves_its_box(style: str) -> bool:
    """Tell whether a margin is negative.

    Examples
    --------
    >>> _leaves_its_box("color:red;margin-top: -9px"), _leaves_its_box("margin:1px;top:-9px")
    (True, False)
    """
    properties = (declaration.partition(":") for declaration in style.split(";"))
    return any("margin" in name.lower() and NEGATIVE.search(value) for name, _, value in properties)


def _harmless(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if value.startswith("data:image/") else None
    if attribute == "href":
        return value if LINK.match(value) else None
    if attribute in {"alt", "title", "aria-label"}:
        return value
    if attribute == "style" and (len(value) > LONGEST_STYLE or _leaves_its_box(value)):
        return None
    if LOADS.search(value):
        return None
    return value


CLEANER = nh3.Cleaner(
    tags=TEXT | DRAWING | FORMULA,
    clean_content_tags={"script", "style", "template", "noscript", "iframe"},
    attributes=ATTRIBUTES,
    attribute_filter=_harmless,
    link_rel="noopener noreferrer",
    url_schemes={"http", "https", "mailto", "data"},
    allowed_classes=CLASSES,
    filter_style_properties=PROPERTIES,
)
