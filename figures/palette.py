"""Colours with one meaning each, after Okabe and Ito's palette for all kinds of colour vision."""

CARD = "#fbfbfc"
CARD_EDGE = "#c9ced6"
INK = "#1d2630"
MUTED = "#55606d"
GRID = "#838d99"
CELL = "#ffffff"

WINDOW = "#a34400"
WINDOW_TINT = "#fde3cd"
OUTPUT = "#0067a3"
OUTPUT_TINT = "#dcebf7"
POOLED = "#00704f"
POOLED_TINT = "#d9f0e7"
SECOND = "#96457a"
SECOND_TINT = "#f6e3ef"
ZERO = "#edeff2"
GREY_INK = "#3a444f"
GREYS = (CELL, "#d5dae0", "#aab2bc", "#7f8995", "#545f6c", INK)

# What each colour becomes on a dark page.
DARK = {
    CARD: "#1b2027",
    CARD_EDGE: "#3d4651",
    INK: "#e8ecf1",
    MUTED: "#aab4c0",
    GRID: "#6f7a87",
    CELL: "#12161b",
    WINDOW: "#ff9d4d",
    WINDOW_TINT: "#4a2b12",
    OUTPUT: "#6cb8f0",
    OUTPUT_TINT: "#12354f",
    POOLED: "#4fcf9f",
    POOLED_TINT: "#0f3d2e",
    SECOND: "#e29ac6",
    SECOND_TINT: "#45233a",
    ZERO: "#262c34",
    GREY_INK: "#c3ccd6",
    GREYS[1]: "#3a424c",
    GREYS[2]: "#616b77",
    GREYS[3]: "#8b95a1",
    GREYS[4]: "#b8c0ca",
}
