"""The hostile submissions. No one of them holds a right answer: each is worth 0 points."""

from cnn_reference import TRAINED_WEIGHTS
from tests.hostile import files, notebooks
from tests.hostile.attack import Attack

__all__ = ["ATTACKS", "some_of_each_family"]


def _family(family: str, *attacks: Attack | tuple[str, str]) -> tuple[Attack, ...]:
    return tuple(
        attack if isinstance(attack, Attack) else Attack(attack[0], family, attack[1])
        for attack in attacks
    )


HELPERS = "replaced helpers"
HOOKS = "IPython hooks"
MESSAGES = "forged messages"
SEARCHES = "frames, gc, In and Out"
LIES = "objects that lie"
METADATA = "tags and metadata"
READS = "reading what is not its own"
WRITES = "files for the next student"
SHADOWS = "shadowed modules"
LIBRARIES = "other libraries"
BOMBS = "bombs and floods"
LIFETIMES = "loops, daemons, signals"
NETWORK = "network"
SOCKET = "the oracle's socket"
ANSWERS = "answers without knowledge"
WEIGHTS = "weights and models"

ATTACKS: tuple[Attack, ...] = (
    *_family(
        HELPERS,
        ("check-redefined", "defines its own `check`, which returns 10.0"),
        ("check-in-its-module", "replaces `autograder.check` before it is imported"),
        ("numpy-helpers", "lets `numpy.testing` and `np.allclose` agree to everything"),
        ("comparison-replaced", "lets the comparison find nothing wrong"),
        ("verdict-points", "makes every verdict full"),
        ("exercise-emptied", "takes the calls and the judges out of the exercises"),
        ("expected-is-the-answer", "expects what the answer returns"),
        ("keras-layer-replaced", "replaces what stands for Keras"),
        ("more-than-the-maximum", "returns 1,000,000,000 points"),
        ("text-is-no-number", 'shows "correct", which nbgrader takes for full marks'),
    ),
    *_family(
        HOOKS,
        ("input-transformer", "rewrites the check cell before it is run"),
        ("ast-transformer", "rewrites the syntax tree of the check cell"),
        ("pre-run-cell", "replaces `check` just before each cell"),
        ("post-run-cell", "displays 10.0 after each cell"),
        ("pre-execute-result", "displays 5.0 before the check does"),
        ("display-formatter", "formats a verdict as 10.0"),
        ("repr-mimebundle", "returns an object that displays as 10.0"),
        ("displayhook-replaced", "replaces the text that is displayed"),
        ("run-cell-replaced", "runs `5.0` in place of the check cell"),
        ("custom-exception-handler", "lets an exception display 5.0"),
    ),
    *_family(
        MESSAGES,
        ("do-execute", "replaces the kernel's `do_execute`"),
        ("forged-execute-result", "sends an `execute_result` of its own"),
        ("forged-execute-reply", "sends result, reply and idle, then fails"),
        ("forged-from-a-thread", "sends results from a thread while a check runs"),
        ("idle-too-early", "says that the kernel is idle while a cell runs"),
        ("malformed-messages", "sends messages that are malformed in nine ways"),
        ("malformed-stream", "sends a stream message without text"),
        ("malformed-display", "displays data that no notebook can hold"),
        ("malformed-status", "sends a status without a state"),
        ("malformed-reply", "replies without a status"),
        ("no-json", "sends messages that are no JSON"),
        ("update-display", "updates what a check displayed, afterwards"),
        ("display-id-gone", "updates a display that a new kernel has never shown"),
        ("widget-output", "catches a cell's outputs in a widget, which breaks"),
        ("kernel-info-forged", "tells nonsense about its kernel"),
    ),
    *_family(
        SEARCHES,
        ("expected-from-the-exercise", "returns what `exercise.expected` says"),
        ("frames", "searches the frames for what is expected"),
        ("gc-search", "searches all objects for what is expected"),
        ("in-and-out", "takes the expected arrays from an earlier verdict in `Out`"),
        ("questions-spied", "keeps the questions, and prints them"),
        ("solution-on-disk", "searches all files for the solution"),
        ("other-process-memory", "reads environment and memory of all processes"),
    ),
    *_family(
        LIES,
        ("equal-to-everything", "returns an object that equals everything"),
        ("array-that-agrees", "returns an ndarray's subclass that every comparison agrees to"),
        ("class-that-lies", "claims to be an ndarray, and asks the frames for its numbers"),
        Attack(
            "number-that-agrees",
            LIES,
            "returns numbers that equal every other",
            notebook="1_convolution",
        ),
        Attack(
            "integer-of-600-digits",
            LIES,
            "returns integers that no array can hold",
            notebook="1_convolution",
        ),
        Attack(
            "strange-numbers",
            LIES,
            "returns NaN, infinity, and numbers out of all ranges",
            notebook="1_convolution",
        ),
        ("shape-of-any-size", "returns arrays of a tebibyte that take no memory"),
        ("answers-that-fill-memory", "returns 56 MB for every call"),
        ("lists-that-fill-memory", "returns 200,000 lists for every call"),
        ("markup-in-messages", "writes a script into its error, type and prints"),
        ("control-characters", "writes control characters and lone surrogates into its error"),
    ),
    *_family(
        METADATA,
        Attack(
            "skip-execution", METADATA, "tags the checks, with 10.0 as output", edit=notebooks.skip
        ),
        Attack("points-changed", METADATA, "makes an exercise worth 1,000", edit=notebooks.points),
        Attack("ids-swapped", METADATA, "swaps the grade ids of the checks", edit=notebooks.swap),
        Attack(
            "check-is-a-solution",
            METADATA,
            "marks the check cell as its own answer, with 10.0",
            edit=notebooks.check_is_solution,
        ),
        Attack(
            "locked-cell-edited", METADATA, "writes 10.0 into the check cell", edit=notebooks.locked
        ),
        Attack("check-is-markdown", METADATA, "turns the check into text", edit=notebooks.markdown),
        Attack("check-is-raw", METADATA, "turns the check into a raw cell", edit=notebooks.raw),
        Attack("checks-deleted", METADATA, "leaves the checks out", edit=notebooks.deleted),
        Attack(
            "check-duplicated",
            METADATA,
            "hands the check in twice, once with 10.0",
            edit=notebooks.duplicated,
        ),
        Attack(
            "check-of-another-notebook",
            METADATA,
            "adds a graded cell for `conv2d`, and for one that there isn't",
            edit=notebooks.foreign,
        ),
        Attack("task-added", METADATA, "adds a task of 50 points", edit=notebooks.task),
        Attack(
            "kernel-chosen", METADATA, "names another kernel and language", edit=notebooks.kernel
        ),
        Attack("ids-missing", METADATA, "has an old format, without ids", edit=notebooks.no_ids),
        Attack("ids-repeated", METADATA, "has one id for all cells", edit=notebooks.same_ids),
        Attack(
            "outputs-handed-in",
            METADATA,
            "hands in a check that shows 10.0",
            edit=notebooks.outputs,
        ),
        Attack(
            "schema-of-the-future",
            METADATA,
            "has metadata of a later version, which stops nbgrader",
            edit=notebooks.schema,
        ),
        Attack(
            "metadata-of-lists",
            METADATA,
            "has lists where metadata should be",
            edit=notebooks.lists,
        ),
        Attack(
            "verdict-in-metadata",
            METADATA,
            "writes seed, scores and judgement into the metadata",
            edit=notebooks.verdict,
        ),
    ),
    *_family(
        READS,
        ("read-source", "runs the instructor's source"),
        Attack(
            "read-gradebook",
            READS,
            "reads the gradebook, and puts a trigger into it",
        ),
        ("read-neighbour", "copies what a neighbour handed in"),
        ("read-reference", "imports `cnn_reference`"),
        ("read-environment", "prints environment, home and mounts"),
        ("read-grader-code", "imports and changes `autograder.grading`"),
        Attack(
            "linked-source",
            READS,
            "hands in links to the source, and to its folder",
            links={"link.json": "source/lab6/2_pooling.ipynb", "folder": "source"},
        ),
        Attack(
            "linked-notebook",
            READS,
            "hands in a link to a neighbour's notebook",
            links={"2_pooling.ipynb": "submitted/aa-honest/lab6/2_pooling.ipynb"},
        ),
        Attack(
            "linked-submission",
            READS,
            "hands in a link in place of its notebooks and of another file",
            links={
                "2_pooling.ipynb": "source/lab6/2_pooling.ipynb",
                "1_convolution.ipynb": "source/lab6/1_convolution.ipynb",
                "secrets": "gradebook.db",
            },
        ),
    ),
    *_family(
        WRITES,
        Attack("startup-files", WRITES, "writes start-up files of IPython and Python into homes"),
        Attack(
            "site-packages",
            WRITES,
            "writes into site-packages and the check itself",
            harmless_in_stock=False,
        ),
        Attack("shared-memory", WRITES, "leaves a file wherever it can", harmless_in_stock=False),
        ("shared-notes-read", "reads what the one before left"),
        Attack("folder-kept", WRITES, "writes into the course's folders", harmless_in_stock=False),
        ("startup-found", "hands in nothing, after `startup-files`"),
    ),
    *_family(
        SHADOWS,
        Attack(
            "shadowing-modules",
            SHADOWS,
            "imports its own `autograder`, `numpy`, `random` and others",
            files=files.SHADOWS,
        ),
        Attack(
            "shadowing-package",
            SHADOWS,
            "hands in an `autograder` of its own, which is imported by its name",
            files=files.OWN_PACKAGE,
        ),
        Attack(
            "configuration-handed-in",
            SHADOWS,
            "hands in nbgrader's and Jupyter's configuration",
            files=files.CONFIGURATION,
        ),
    ),
    *_family(
        LIBRARIES,
        ("keras-by-tricks", "imports Keras and others by three tricks"),
        ("keras-in-another-python", "asks other Pythons for Keras"),
    ),
    *(
        Attack(name, BOMBS, story, harmless_in_stock=False)
        for name, story in (
            ("fork-bomb", "starts 300 processes"),
            ("thread-bomb", "starts 2,000 threads"),
            ("memory-bomb", "fills 3 GiB"),
            ("memory-bomb-in-children", "fills 3 GiB in 12 processes"),
            ("memory-bomb-in-answer", "fills 3 GiB in the answer"),
            ("memory-nobody-maps", "fills 6 GiB that belong to no process"),
            ("disk-bomb", "writes 500 MiB wherever it can"),
            ("many-files", "makes 30,000 files"),
            ("output-flood", "prints 300 MiB, and 100 MiB past Jupyter"),
            ("one-huge-message", "prints 300 MiB at once"),
            ("many-outputs", "displays 20,000 outputs"),
            ("connection-folder", "writes beside its sockets"),
            ("connection-folder-links", "puts links in place of its sockets"),
        )
    ),
    *(
        Attack(name, LIFETIMES, story, harmless_in_stock=False)
        for name, story in (
            ("endless-swallowing", "loops, and swallows interrupts"),
            ("endless-in-the-answer", "loops in the answer, and swallows interrupts"),
            ("endless-in-c", "matches a regular expression for ever"),
            ("endless-at-the-end", "ignores signals, and never ends when told to"),
            ("daemon", "leaves processes behind, twice forked"),
            ("daemon-that-works-on", "writes files from a process that it left"),
            ("exit-at-once", "ends the kernel in its answer cell"),
            ("exit-in-the-answer", "ends the kernel in each check"),
            ("segmentation-fault", "crashes Python"),
            ("deep-recursion", "overflows the stack"),
            ("kill-everything", "kills all processes that it can"),
            ("kill-the-parent", "kills its parent and the first process"),
            ("stop-itself", "stops itself"),
            ("crash-before-every-check", "aborts before each check"),
        )
    ),
    *_family(
        NETWORK,
        ("connect-to-loopback", "connects to a server on this machine"),
        ("name-lookup", "sends datagrams, and looks a name up"),
        ("local-sockets", "connects to sockets in the file system"),
    ),
    *_family(
        SOCKET,
        *(
            Attack(name, SOCKET, story, harmless_in_stock=harmless)
            for name, story, harmless in (
                ("socket-kept-by-a-daemon", "lets a daemon hold it while the kernel ends", False),
                ("socket-slow-writer", "writes a byte at a time", True),
                ("socket-garbage", "writes what is no frame", True),
                ("socket-oversized-frame", "announces 2^62 bytes", True),
                ("socket-large-and-unfinished", "sends 59 of 60 MiB", True),
                ("socket-truncated-frame", "closes it within a frame", True),
                ("socket-nested-header", "sends a header of 200,000 lists in one another", True),
                ("socket-replayed-answers", "answers all questions with the first number", True),
                ("socket-answers-ahead", "answers before it is asked", True),
                ("socket-another-exercise", "offers `relu` in its place", True),
                ("socket-check-of-another-name", "checks `relu`, which it can", True),
                ("socket-without-check", "answers from a thread, with points beside", True),
                ("socket-claims-points", "sends a verdict", True),
                ("socket-strange-fields", "sends fields of other types", True),
                ("socket-all-untried", "says that nothing was tried", True),
                ("socket-no-dict", "offers what is no dict", True),
                ("socket-never-read", "offers, and answers nothing", True),
                ("replaces-what-is-sent", "changes answers on their way", True),
            )
        ),
    ),
    *_family(
        ANSWERS,
        ("remembers-its-calls", "tells hidden calls by remembering all"),
        ("answer-changes-the-question", "overwrites its arguments"),
        ("question-on-standard-input", "asks the grader by `input`"),
        *(
            Attack(
                f"looked-up-{notebook[0]}",
                ANSWERS,
                "looks the answers to all visible calls up in a table",
                notebook=notebook,
                cells="looked-up",
                edit=notebooks.looked_up,
                files={"answers.json.gz": files.table_of(notebook)},
            )
            for notebook in ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch")
        ),
    ),
    *(
        Attack(name, WEIGHTS, story, notebook="3_mnist_cnn", files=handed_in, links=links)
        for name, story, handed_in, links in (
            ("weights-bomb", "hands in a file that unpacks to 1 GiB", files.BOMB, {}),
            ("weights-pickle", "hands in a pickle that runs a command", files.PICKLE, {}),
            ("weights-of-other-shapes", "hands in arrays of wrong shapes", files.OTHER_SHAPES, {}),
            ("weights-nan", "hands in weights that are NaN", files.NO_NUMBERS, {}),
            (
                "weights-linked",
                "hands in a link to the reference's weights",
                {},
                {files.WEIGHTS: str(TRAINED_WEIGHTS)},
            ),
            ("accuracy-claimed", "sends an accuracy in place of weights", {}, {}),
            (
                "model-of-any-kind",
                "returns an object that is everything, and trains to NaN",
                {},
                {},
            ),
        )
    ),
)


def some_of_each_family() -> tuple[Attack, ...]:
    """Return the first of each family and every fourth after it: a minute's worth."""
    families = {
        attack.family: [one for one in ATTACKS if one.family == attack.family] for attack in ATTACKS
    }
    return tuple(attack for family in families.values() for attack in family[::4])
