"""Make the shipped weights: ``python -m cnn_reference.train [path]``, about two minutes.

Five epochs on the 60,000 training images, batches of 64, from a fixed seed. Another processor
or another version of TensorFlow gives slightly other weights.
"""

import argparse
import os
from pathlib import Path

import numpy as np

from cnn_reference.network import TRAINED_WEIGHTS, prepare_images
from mnist_data import load_mnist

SEED = 6


def main() -> None:
    """Train, save, and print the accuracy on the test images."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("path", nargs="?", type=Path, default=Path(str(TRAINED_WEIGHTS)))
    path = parser.parse_args().path

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # read when TensorFlow is imported
    import keras

    from cnn_reference.mnist_cnn import (
        build_cnn,
        compile_cnn,
        train_cnn,
    )

    keras.utils.set_random_seed(SEED)
    (x_train, y_train), (x_test, y_test) = load_mnist()
    model = build_cnn()
    compile_cnn(model)
    train_cnn(model, prepare_images(x_train), y_train)
    np.savez(path, *model.get_weights())
    results = model.evaluate(prepare_images(x_test), y_test, verbose=0, return_dict=True)
    print(f"{path}: {results['accuracy']:.4f} of the {len(y_test):,} test images right")


if __name__ == "__main__":
    main()
