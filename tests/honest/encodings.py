"""What editors, systems and git do to the bytes and the line ends of a notebook."""

import json

from tests.honest.variant import works

ENCODING = "encoding"


def text_of(notebook):
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def encoded(name, reason, encode, **options):
    @works(ENCODING, reason, name=name, **options)
    def change(made):
        for cell in made.answers():
            cell["source"] += "\n# größer als π"
        made.encode = encode


encoded("bom", "Notepad: a mark before the first byte", lambda n: text_of(n).encode("utf-8-sig"))
encoded("utf_16", "Notepad: 'Unicode'", lambda n: text_of(n).encode("utf-16"))
encoded(
    "utf_16_be",
    "Notepad: 'Unicode big endian'",
    lambda n: b"\xfe\xff" + text_of(n).encode("utf-16-be"),
)
encoded(
    "utf_16_no_bom",
    "PowerShell's redirection, cut by an editor",
    lambda n: text_of(n).encode("utf-16-le"),
)
encoded(
    "crlf_file",
    "git on Windows: CRLF between the lines",
    lambda n: text_of(n).replace("\n", "\r\n").encode(),
)
encoded("cr_file", "an old Mac editor", lambda n: text_of(n).replace("\n", "\r").encode())
encoded(
    "windows_1252",
    "Notepad: 'ANSI'",
    lambda n: text_of(n).encode("cp1252", "replace"),
    said="not UTF-8",
)
encoded(
    "blank_around", "empty lines before and after", lambda n: f"\n\n{text_of(n)}\n\n\n".encode()
)
encoded("tabs_in_json", "prettier: tabs", lambda n: json.dumps(n, indent="\t").encode())
encoded("nul_padded", "a USB stick: zeros at the end", lambda n: text_of(n).encode() + bytes(512))


def sources(name, reason, change_source, **options):
    @works(ENCODING, reason, name=name, **options)
    def change(made):
        for cell in made.cells():
            cell["source"] = change_source(cell["source"])


sources("crlf_in_sources", "CRLF inside the sources", lambda s: s.replace("\n", "\r\n"))
sources("cr_in_sources", "CR alone inside the sources", lambda s: s.replace("\n", "\r"))
sources("trailing_blanks", "blanks at the ends of lines", lambda s: s.replace("\n", "  \n") + "  ")
sources("last_line_end", "a line end after the last line", lambda s: f"{s}\n")
sources("first_blank_line", "an empty line before the first", lambda s: f"\n{s}")
sources("form_feed", "an editor of old: form feeds", lambda s: f"{s}\n\f\n")


@works(ENCODING, "CRLF in lists of lines")
def crlf_in_lists(made):
    for cell in made.cells():
        cell["source"] = cell["source"].replace("\n", "\r\n").splitlines(keepends=True)


@works(ENCODING, "Separators of Unicode and emoji in comments")
def odd_characters(made):
    for cell in made.answers():
        cell["source"] += "\n# a\u2028b\u0085c \U0001f40d e\u0301 \u200b"


@works(ENCODING, "A no-break space in a comment, from a web page")
def no_break_space(made):
    for cell in made.answers():
        cell["source"] += "\n#\u00a0done\ufeff"


@works(ENCODING, "Names in NFD, as a Mac writes them")
def nfd_names(made):
    for cell in made.answers():
        cell["source"] += "\nla\u0308nge = 1\nl\u00e4nge + 1"


@works(ENCODING, "Indented by tabs")
def indented_by_tabs(made):
    for cell in made.answers():
        lines = cell["source"].split("\n")
        depth = [len(line) - len(line.lstrip(" ")) for line in lines]
        cell["source"] = "\n".join(
            "\t" * (blanks // 4) + " " * (blanks % 4) + line.lstrip(" ")
            for line, blanks in zip(lines, depth, strict=True)
        )
