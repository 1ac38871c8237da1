"""Wrong answers to compile_cnn, each with one mistake as people make it."""

import keras

from tests.meta.mistakes import mistake


@mistake(None)
def adam(model):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])


@mistake(None)
def plain_gradient_descent(model):
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])


@mistake(None)
def not_sparse(model):
    model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])


@mistake(None)
def mean_squared_error(model):
    model.compile(optimizer="rmsprop", loss="mse", metrics=["accuracy"])


@mistake(None)
def no_metric(model):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")


@mistake(None)
def accuracy_of_one_hot_labels(model):
    model.compile(
        optimizer="rmsprop",
        loss="sparse_categorical_crossentropy",
        metrics=["categorical_accuracy"],
    )


@mistake(None)
def other_metric(model):
    model.compile(
        optimizer="rmsprop",
        loss="sparse_categorical_crossentropy",
        metrics=["sparse_top_k_categorical_accuracy"],
    )


@mistake(None)
def never_compiled(model):
    return {"optimizer": "rmsprop", "loss": "sparse_categorical_crossentropy"}


@mistake(None)
def binary_loss(model):
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])


@mistake(None)
def another_model(model):
    copy = keras.models.clone_model(model)
    copy.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return copy


@mistake(None)
def learning_rate_zero(model):
    model.compile(
        keras.optimizers.RMSprop(learning_rate=0.0),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
