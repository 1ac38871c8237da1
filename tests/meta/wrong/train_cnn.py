"""Wrong answers to train_cnn, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake(None)
def returns_nothing(model, images, labels, epochs=5, batch_size=64):
    model.fit(images, labels, epochs=epochs, batch_size=batch_size)


@mistake(None)
def returns_the_model(model, images, labels, epochs=5, batch_size=64):
    model.fit(images, labels, epochs=epochs, batch_size=batch_size)
    return model


@mistake(None)
def returns_the_dictionary(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=epochs, batch_size=batch_size).history


@mistake(None)
def epochs_fixed(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=5, batch_size=batch_size)


@mistake(None)
def batch_size_forgotten(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=epochs)


@mistake(None)
def arguments_swapped(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs, batch_size)


@mistake(None)
def other_defaults(model, images, labels, epochs=10, batch_size=32):
    return model.fit(images, labels, epochs=epochs, batch_size=batch_size)


@mistake(None)
def validation_split(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, batch_size, epochs, validation_split=0.5)


@mistake(None)
def labels_for_images(model, images, labels, epochs=5, batch_size=64):
    return model.fit(labels, images, epochs=epochs, batch_size=batch_size)


@mistake(None)
def history_of_the_last_epoch(model, images, labels, epochs=5, batch_size=64):
    for _ in range(epochs):
        history = model.fit(images, labels, epochs=1, batch_size=batch_size)
    return history


@mistake(None)
def evaluates_only(model, images, labels, epochs=5, batch_size=64):
    return model.evaluate(images, labels, batch_size=batch_size)


@mistake(None)
def images_shuffled_alone(model, images, labels, epochs=5, batch_size=64):
    order = np.random.default_rng(0).permutation(len(images))
    return model.fit(images[order], labels, epochs=epochs, batch_size=batch_size)


@mistake(None)
def scaled_again(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images / 255, labels, epochs=epochs, batch_size=batch_size)
