"""What the lab's notebooks import beside the check: plots, and functions of other notebooks.

Only notebooks call it. matplotlib and Keras are imported when something is drawn.
"""

from autograder.answer.own_folder import beside_notebook
from autograder.notebooks.gradient_check import gradient_check
from autograder.notebooks.network_plots import (
    show_confusion,
    show_evolution,
    show_filters,
    show_mistakes,
    show_pooling,
)
from autograder.notebooks.other_notebook import from_notebook, training_is_due
from autograder.notebooks.plots import (
    plot_history,
    plot_losses,
    save_history,
    save_losses,
    show_digits,
    show_maps,
)

__all__ = [
    "beside_notebook",
    "from_notebook",
    "gradient_check",
    "plot_history",
    "plot_losses",
    "save_history",
    "save_losses",
    "show_confusion",
    "show_digits",
    "show_evolution",
    "show_filters",
    "show_maps",
    "show_mistakes",
    "show_pooling",
    "training_is_due",
]
