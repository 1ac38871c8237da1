"""See a page in both of its themes."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

__all__ = ["both_themes"]


def both_themes(page: Page) -> Iterator[str]:
    """Show the page in one theme after the other; in the end it is light."""
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if page.locator("body[data-jp-theme-light]").count():  # JupyterLab loads its theme
            is_light = str(theme == "light").lower()
            expect(page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)
        yield theme
