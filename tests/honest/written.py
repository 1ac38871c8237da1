"""Where people put their written answers, and what tools make of them."""

from tests.honest.submission import WRITTEN, code, text
from tests.honest.variant import works

FAMILY = "written"
EMPTY = "YOUR ANSWER HERE"


@works(FAMILY, "in a text cell of one's own, below the one for it")
def written_below(made):
    for name, answer in WRITTEN.items():
        made.insert(name, text(answer, f"own-{name}"))
        made.write(name, EMPTY)


@works(FAMILY, "in a text cell of one's own, above the one for it")
def written_above(made):
    for name, answer in WRITTEN.items():
        made.insert(name, text(answer, f"own-{name}"), after=False)
        made.write(name, EMPTY)


@works(FAMILY, "both in one cell at the end")
def written_at_the_end(made):
    made.notebooks["3_mnist_cnn"]["cells"].append(text("\n\n".join(WRITTEN.values())))
    for name in WRITTEN:
        made.write(name, EMPTY)


@works(FAMILY, "below the question, in its cell")
def written_in_the_question(made):
    made.cell("written")["source"] += f"\n\n{WRITTEN['why_pooling']}"
    made.cell("written-deeper")["source"] += f"\n\n{WRITTEN['deeper_filters']}"
    for name in WRITTEN:
        made.write(name, EMPTY)


@works(FAMILY, "in a raw cell")
def written_raw(made):
    for name, answer in WRITTEN.items():
        made.insert(name, text(answer, f"own-{name}", kind="raw"))
        made.write(name, EMPTY)


@works(FAMILY, "as comments in a code cell")
def written_as_comments(made):
    for name, answer in WRITTEN.items():
        comment = "\n".join(f"# {line}" for line in answer.split("\n"))
        made.insert(name, code(comment, f"own-{name}"))
        made.write(name, EMPTY)


@works(FAMILY, "as a text in a code cell")
def written_as_a_string(made):
    for name, answer in WRITTEN.items():
        made.insert(name, code(f'"""{answer}"""', f"own-{name}"))
        made.write(name, EMPTY)


@works(FAMILY, "the cell for it turned to code")
def written_turned_to_code(made):
    for name in WRITTEN:
        cell = made.cell(name)
        cell |= {"cell_type": "code", "outputs": [], "execution_count": None}


@works(FAMILY, "the cell for it deleted, the answer in one of one's own")
def written_instead(made):
    for name, answer in WRITTEN.items():
        made.insert(name, text(answer, f"own-{name}"))
        made.remove(name)


@works(FAMILY, "behind what stood there")
def written_behind(made):
    for name, answer in WRITTEN.items():
        made.write(name, f"{EMPTY}\n\n{answer}")


@works(FAMILY, "as a picture")
def written_as_a_picture(made):
    for name in WRITTEN:
        made.cell(name)["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
        made.write(name, f"{EMPTY}\n\n![a.png](attachment:a.png)")


@works(FAMILY, "only a picture pasted, its link in a cell below")
def written_with_a_picture_below(made):
    for name in WRITTEN:
        cell = text("![a.png](attachment:a.png)", f"own-{name}")
        made.insert(name, cell | {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}})
        made.write(name, EMPTY)


@works(FAMILY, "one in its cell, one below")
def written_one_below(made):
    made.insert("deeper_filters", text(WRITTEN["deeper_filters"]))
    made.write("deeper_filters", EMPTY)


@works(FAMILY, "in a file beside the notebooks")
def written_in_a_file(made):
    made.files["answers.txt"] = "\n".join(WRITTEN.values()).encode()
    for name in WRITTEN:
        made.write(name, EMPTY)


@works(FAMILY, "nothing written: nothing for a person to read", written=frozenset())
def written_nothing(made):
    for name in WRITTEN:
        made.write(name, EMPTY)


@works(FAMILY, "nothing written, and a tool changed line ends", written=frozenset())
def written_nothing_but_line_ends(made):
    for name in WRITTEN:
        made.write(name, f"\r\n{EMPTY}  \r\n")


@works(FAMILY, "nothing written, and Colab's badge above", written=frozenset())
def written_nothing_under_a_badge(made):
    badge = text('<a href="https://example.org"><img alt="Open In Colab"/></a>', "view-in-github")
    badge["metadata"] = {"id": "view-in-github", "colab_type": "text"}
    made.notebooks["3_mnist_cnn"]["cells"].insert(0, badge)
    for name in WRITTEN:
        made.write(name, EMPTY)
