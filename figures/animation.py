"""A looping sequence of steps in CSS: it runs inside ``<img>``, where no script does."""

from figures.svg import decimal


def moment(step: int, steps: int) -> dict[str, str]:
    """Return the attributes of what is seen during one step only.

    Without animation the last step is the one that shows.
    """
    visible = {} if step == steps - 1 else {"opacity": "0"}
    return {"class_": f"moment-{step}"} | visible


def lasting(step: int) -> dict[str, str]:
    """Return the attributes of what appears at a step and stays."""
    return {"class_": f"lasting-{step}"}


def steps_style(steps: int, seconds: float) -> str:
    """Return the style sheet for `steps` steps of `seconds` each.

    The last step takes twice as long, so that the complete picture can be looked at.
    """
    slots = steps + 1
    rules = []
    for step in range(steps):
        begin, end = (f"{100 * slot / slots:.3f}%" for slot in (step, step + 1))
        before = "0%{opacity:0}" if step else ""
        after = f"{end}{{opacity:0}}" if step < steps - 1 else ""
        rules.append(f"@keyframes moment-{step}{{{before}{begin}{{opacity:1}}{after}}}")
        rules.append(f"@keyframes lasting-{step}{{{before}{begin}{{opacity:1}}}}")
        rules += [
            f".{name}-{step}"
            f"{{animation:{name}-{step} {decimal(slots * seconds)}s step-end infinite}}"
            for name in ("moment", "lasting")
        ]
    still = '[class^="moment"],[class^="lasting"]{animation:none}'
    rules.append(f"@media (prefers-reduced-motion:reduce){{{still}}}")
    return "\n".join(["", *rules, ""])
