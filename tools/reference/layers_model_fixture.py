"""Fixtures of TensorFlow.js layers models: U-Nets of Keras as the converter tensorflowjs writes them, and what Keras makes of
an image with them. A script of its own, because its packages are no others' business: tensorflow-cpu, tf_keras, and
tensorflowjs with --no-deps, for which empty modules stand in where the converter imports what it does not use here.
"""

import json
import os
import sys
import types
from pathlib import Path

import numpy as np

import formula

SAMPLES = 64


class Unused(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Unused(name)


for module in ("tensorflow_decision_forests", "jax", "jax.experimental", "jax.experimental.jax2tf", "flax"):
    sys.modules[module] = Unused(module)
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tensorflow as tf  # noqa: E402
from tensorflowjs.converters import save_keras_model  # noqa: E402

layers = tf.keras.layers


def width(level, filters):
    return min(filters * 2**level, 8 * filters)


def convolution(channels, kind, **options):
    return {"down": layers.Conv2D, "up": layers.Conv2DTranspose}[kind](channels, 4, strides=2, padding="same", **options)


def tutorial(depth, filters, rate):
    """The generator of the TensorFlow tutorial: each block a sequence; LeakyReLU of 0.3, and an epsilon of 1e-3."""
    image = layers.Input([2**depth, 2**depth, 3])
    x, skips = image, []
    for level in range(depth):
        norm = [layers.BatchNormalization()] if level else []
        x = tf.keras.Sequential([convolution(width(level, filters), "down", use_bias=False), *norm, layers.LeakyReLU()])(x)
        skips.append(x)
    for level in range(depth - 2, -1, -1):
        dropout = [layers.Dropout(rate)] if level >= depth - 4 else []
        up = convolution(width(level, filters), "up", use_bias=False)
        x = tf.keras.Sequential([up, layers.BatchNormalization(), *dropout, layers.ReLU()])(x)
        x = layers.Concatenate()([x, skips[level]])
    return tf.keras.Model(image, convolution(3, "up", activation="tanh")(x))


def affinelayer(depth, filters, rate):
    """affinelayer's generator: activations before convolutions, biases everywhere, and here with the skip first."""
    image = layers.Input([2**depth, 2**depth, 3])
    x, skips = convolution(filters, "down")(image), []
    for level in range(1, depth):
        skips.append(x)
        x = convolution(width(level, filters), "down")(layers.LeakyReLU(0.2)(x))
        x = layers.BatchNormalization(epsilon=1e-5)(x)
    for level in range(depth - 2, -1, -1):
        x = layers.Activation("relu")(x)
        x = layers.BatchNormalization(epsilon=1e-5)(convolution(width(level, filters), "up")(x))
        if level >= depth - 4:
            x = layers.Dropout(rate)(x)
        x = layers.Concatenate()([skips[level], x])
    return tf.keras.Model(image, layers.Activation("tanh")(convolution(3, "up")(layers.ReLU()(x))))


def fill(model, seed):
    """Weights large enough that every layer matters, and running statistics that are not where they began."""
    random = np.random.default_rng(seed)
    for variable in model.variables:
        value = random.standard_normal(variable.shape)
        if len(variable.shape) == 4:
            value *= np.prod(variable.shape[:3]) ** -0.5
        elif "moving_variance" in variable.name:
            value = np.exp(0.3 * value)
        else:
            value = 0.3 * value + ("gamma" in variable.name)
        variable.assign(value.astype(np.float32))
    return model


def sampled(name, output):
    flat = output.numpy().reshape(-1)
    places = formula.sample_indices(name, flat.size, SAMPLES)
    return {"size": flat.size, "samples": [float(flat[place]) for place in places]}


def write_model(folder, name, make, seed, **options):
    model = fill(make(5, 2, 0.5), seed)
    save_keras_model(model, str(folder / name), **options)
    without_dropout = make(5, 2, 0.0)
    without_dropout.set_weights(model.get_weights())
    x = formula.image("foreign.a", 32)[None]
    return {
        "running": sampled(name, model(x, training=False)),
        "image": sampled(name, without_dropout(x, training=True)),
    }


def main():
    folder = Path(__file__).parent / "fixtures" / "layers-models"
    expected = {
        "tutorial": write_model(folder, "tutorial", tutorial, 0),
        "affinelayer": write_model(folder, "affinelayer", affinelayer, 1, weight_shard_size_bytes=16384),
    }
    write_model(folder, "refused-quantised", tutorial, 2, quantization_dtype_map={"uint8": "*"})
    text = json.dumps({"madeBy": "layers_model_fixture.py", "networks": expected})
    (folder / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
