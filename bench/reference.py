"""Measure the reference against Keras: ``python -m bench.reference``, about half a minute."""

import argparse

from rich import box
from rich.console import Console
from rich.table import Table

from autograder.truth.quiet import quiet_stderr
from bench.processor import processor
from bench.timing import Seconds, is_busy, ratio, time_rounds

ROUNDS = 41

LAYER_ROWS = (
    ("conv2d, bias, relu", "Keras", "Keras's Conv2D with relu"),
    ("conv2d", "matrix product", "its matrix product"),
    ("conv2d, bias", "matrix product", "its matrix product"),
)
GRADIENT_ROWS = (
    ("conv2d_backward", "TensorFlow", "TensorFlow's own gradients"),
    ("conv2d_backward", "matrix products", "its two matrix products"),
)


def main() -> None:
    """Print how many times as long as its rival each function takes."""
    parser = argparse.ArgumentParser(prog="bench.reference", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"{ROUNDS} unless given")
    rounds = parser.parse_args().rounds
    console = Console()
    with console.status("Measuring ..."), quiet_stderr():
        layers, network = _measure(rounds)
    console.print(_table(layers, network, rounds))
    if any(is_busy(seconds) for seconds in (*layers.values(), network)):
        console.print("[bold]The machine was busy:[/] don't trust these figures, measure again.")


def _measure(rounds: int) -> tuple[dict[str, Seconds], Seconds]:
    from bench.contenders import LAYERS, gradient_contenders, layer_contenders, network_contenders

    layers: dict[str, Seconds] = {
        str(layer): {
            **time_rounds(layer_contenders(layer), rounds),
            **time_rounds(gradient_contenders(layer), rounds),
        }
        for layer in LAYERS
    }
    return layers, time_rounds(network_contenders(), rounds)


def _table(layers: dict[str, Seconds], network: Seconds, rounds: int) -> Table:
    table = Table(
        "layer",
        "function",
        "against",
        "times as long (quartiles)",
        title=f"Batches of 64 images, median of {rounds} rounds; below 1 is faster",
        caption=processor(),
        box=box.SIMPLE,
    )
    for layer, seconds in layers.items():
        for name, rival, shown in (*LAYER_ROWS, *GRADIENT_ROWS):
            table.add_row(layer, name, shown, str(ratio(seconds, name, rival)))
        table.add_section()
    verdict = ratio(network, "predict", "predict_on_batch")
    table.add_row("all", "predict", "predict_on_batch", str(verdict))
    return table


if __name__ == "__main__":
    main()
