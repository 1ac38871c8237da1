"""Right answers to train_cnn."""


def plain(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=epochs, batch_size=batch_size)


def with_a_name(model, images, labels, epochs=5, batch_size=64):
    history = model.fit(x=images, y=labels, batch_size=batch_size, epochs=epochs, verbose=0)
    return history


def by_position(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, batch_size, epochs, 2)


def prints_the_result(model, images, labels, epochs=5, batch_size=64):
    result = model.fit(images, labels, epochs=epochs, batch_size=batch_size, shuffle=True)
    print("accuracy:", result.history["accuracy"][-1])
    return result
