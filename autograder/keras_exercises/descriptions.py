"""What a model, its compiling and its training come to, and what the lab's network is."""

from dataclasses import dataclass
from typing import Any

__all__ = [
    "DESCRIBED",
    "FILTERS",
    "ORDER",
    "PARAMETERS",
    "CompiledModel",
    "LayerDescription",
    "ModelDescription",
    "Shape",
    "TrainingRecord",
]

ORDER = (
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "Flatten",
    "Dense",
)
FILTERS = (32, 64, 128)
PARAMETERS = 104_202
"""Of the lab's network."""

DESCRIBED = (
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "activation",
    "pool_size",
    "units",
    "use_bias",
    "dilation_rate",
    "groups",
)
"""The settings that a layer is described by, in this order."""

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class LayerDescription:
    """A layer's class and those of its settings that change what it computes."""

    kind: str
    """``"Conv2D"``; a class that is not Keras's own comes with its module."""
    settings: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.settings)
        return f"{self.kind}({shown})"


@dataclass(frozen=True)
class ModelDescription:
    """A model: its layers in order, its shapes and its size."""

    kind: str
    input_shape: Shape | None
    output_shape: Shape | None
    layers: tuple[LayerDescription, ...]
    parameters: int | None
    """It and the shapes are None where the layers are no chain of known ones."""
    is_trainable: bool = True
    """Whether training can change all weights."""

    def of_kind(self, *kinds: str) -> tuple[LayerDescription, ...]:
        """Return the layers of these classes, in order."""
        return tuple(layer for layer in self.layers if layer.kind in kinds)


@dataclass(frozen=True)
class CompiledModel:
    """What `compile_cnn` set up, with what its loss and metric say of some known outputs."""

    optimizer: str
    learning_rate: float
    is_trainable: bool
    """Whether all weights can still be trained."""
    loss_name: str
    takes_logits: bool
    """Whether the loss was told that the outputs are no probabilities."""
    loss: float | None
    """None: it can't be computed from integer labels."""
    expected_loss: float
    accuracy: float | None
    """None: there is no such metric."""
    weighs_by_names: bool
    """Whether names stand where Keras takes weights of losses, as its third argument."""
    expected_accuracy: float


@dataclass(frozen=True)
class TrainingRecord:
    """What `train_cnn` did to a small compiled model."""

    returned: str
    losses: tuple[float, ...]
    """One for each epoch, as the History says."""
    steps: int | None
    """Steps of the optimizer that lead to the weights the model has; None: no number does."""
    losses_fit: bool
    """Whether the losses are those of these steps."""
