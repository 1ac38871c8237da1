"""Measure the reference against Keras: ``python -m bench``, about a minute."""

import argparse
import os

from rich.console import Console
from rich.table import Table

from bench.quiet import quiet_stderr
from bench.timing import ratio, time_rounds

ROUNDS = 41


def main() -> None:
    """Print how many times as long as its rival each function takes."""
    parser = argparse.ArgumentParser(prog="bench", description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"{ROUNDS} unless given")
    Console().print(_table(parser.parse_args().rounds))


def _table(rounds: int) -> Table:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with quiet_stderr():  # TensorFlow writes some notes before it reads that level
        from bench.contenders import BATCH, LAYERS, layer_contenders, network_contenders  # noqa: PLC0415 (after the level is set)

        network = time_rounds(network_contenders(), rounds)
        layers = {layer: time_rounds(layer_contenders(layer), rounds) for layer in LAYERS}

    table = Table(
        "what",
        "of",
        "against",
        "takes … times as long",
        title=f"Batches of {BATCH}: median (quartiles) of {rounds} rounds",
    )
    for layer, seconds in layers.items():
        table.add_section()
        for name, rival, shown in (
            ("conv2d, bias, relu", "Keras", 'Conv2D(activation="relu")'),
            ("conv2d", "matrix product", "its matrix product"),
            ("conv2d, bias", "matrix product", "its matrix product"),
        ):
            table.add_row(name, str(layer), shown, str(ratio(seconds, name, rival)))
    table.add_section()
    table.add_row(
        "predict",
        "the whole network",
        "predict_on_batch",
        str(ratio(network, "predict", "predict_on_batch")),
    )
    return table


if __name__ == "__main__":
    main()
