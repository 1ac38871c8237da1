"""Draw distributions: bars in inline SVG, each with its number, so that no colour is needed."""

from html import escape

from autograder.grading.report.shape import BINS, Distribution

__all__ = ["histogram", "share_bar"]

WIDTH, HEIGHT, LABEL, FOOT = 30, 60, 12, 14


def histogram(one: Distribution) -> str:
    """Return the counts of a distribution as bars over the scale of points.

    Examples
    --------
    >>> histogram(Distribution("relu", 1, (1.0, 1.0))).count("<rect")
    1
    """
    counts = one.bins()
    most = max(counts, default=0) or 1
    bars, labels = [], []
    for place, count in enumerate(counts):
        height = round(HEIGHT * count / most, 1)
        left = place * WIDTH
        if count:
            top = LABEL + HEIGHT - height
            bars.append(
                f'<rect x="{left + 2}" y="{top}" width="{WIDTH - 4}" height="{height}" '
                'class="bar"/>'
            )
            labels.append(
                f'<text x="{left + WIDTH / 2}" y="{top - 3}" text-anchor="middle">{count}</text>'
            )
    base = LABEL + HEIGHT
    width = BINS * WIDTH
    spoken = _in_words(one)
    return (
        f'<svg viewBox="0 0 {width} {base + FOOT}" width="{width}" height="{base + FOOT}" '
        f'role="img" aria-label="{escape(spoken, quote=True)}">{"".join(bars)}'
        f'<line x1="0" y1="{base}" x2="{width}" y2="{base}" class="axis"/>{"".join(labels)}'
        f'<text x="0" y="{base + 11}">0</text>'
        f'<text x="{width}" y="{base + 11}" text-anchor="end">{one.max_points:g}</text></svg>'
    )


def share_bar(part: int, whole: int) -> str:
    """Return a bar that is filled as far as `part` is of `whole`."""
    width = 100 * part / whole if whole else 0
    return (
        '<svg viewBox="0 0 100 10" width="100" height="10" aria-hidden="true">'
        f'<rect x="0.5" y="0.5" width="99" height="9" class="frame"/>'
        f'<rect x="0.5" y="0.5" width="{width * 0.99:.1f}" height="9" class="bar"/></svg>'
    )


def _in_words(one: Distribution) -> str:
    counts = [
        f"{count} from {place * one.max_points / BINS:g}"
        for place, count in enumerate(one.bins())
        if count
    ]
    return f"{one.name}: {len(one.points)} submissions, of 0 to {one.max_points:g} points; " + (
        ", ".join(counts) or "none"
    )
