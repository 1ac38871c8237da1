"""Right answers to compile_cnn."""

import keras


def by_name(model):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def by_objects(model):
    model.compile(
        optimizer=keras.optimizers.RMSprop(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )


def returns_the_model(model):
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["acc"])
    return model


def by_functions(model):
    model.compile(
        keras.optimizers.RMSprop(learning_rate=0.001),
        loss=keras.losses.sparse_categorical_crossentropy,
        metrics=["sparse_categorical_accuracy"],
    )
