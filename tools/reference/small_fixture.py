"""Fixture (a): 64 px, 8 filters, batch 2, given dropout masks, 5 full steps; every entry of every tensor."""

import json

import numpy as np
import torch
from safetensors.numpy import save_file

import formula
from networks import Generator
from runs import distance, dropout_masks, float32_runs, run, worst_of, zero_gradient, zero_gradient_noise

SIZE, FILTERS, BATCH, STEPS = 64, 8, 2, 5
GROUPS = {"outputs": "output", "gradients": "gradient", "weights": "weight"}


def movement(name, weights):
    """What training added to a tensor, as int16 of a scale a tensor: twice the accuracy for half of the bytes."""
    moved = weights - formula.weights(name, weights.shape)
    scale = np.abs(moved).max() / 32767
    return np.round(moved / scale).astype(np.int16), float(scale)


def write_small(path):
    reference = run(SIZE, FILTERS, BATCH, STEPS, torch.float64, dropout=True)

    def measure(result):
        names = [(group, name) for group in GROUPS for name in reference[group] if not zero_gradient(name)]
        distances = {key: distance(result[key[0]][key[1]], reference[key[0]][key[1]]) for key in names}
        return {**distances, "noise": zero_gradient_noise(reference, result)}

    worst = worst_of(float32_runs(SIZE, FILTERS, BATCH, STEPS, dropout=True), measure)
    tensors = {f"output.{name}": value.astype(np.float32) for name, value in reference["outputs"].items()}
    tensors.update({f"gradient.{name}": value.astype(np.float32) for name, value in reference["gradients"].items()})

    scales = {}
    for name, weights in reference["weights"].items():
        if not zero_gradient(name):
            tensors[f"movement.{name}"], scales[name] = movement(name, weights)
    masks = dropout_masks(Generator(SIZE, FILTERS), 1, BATCH, SIZE)
    about = {
        "madeBy": "tools/reference/small_fixture.py",
        "size": SIZE,
        "filters": FILTERS,
        "batch": BATCH,
        "steps": STEPS,
        "torch": torch.__version__.split("+")[0],
        "maskShapes": {name: list(mask.shape) for name, mask in masks.items()},
        "losses": reference["losses"],
        "movementScales": scales,
        "zeroGradientNoise": worst.pop("noise"),
        "ownDistances": {
            kind: {name: worst[group, name] for name in reference[group] if not zero_gradient(name)}
            for group, kind in GROUPS.items()
        },
    }
    save_file(tensors, path, metadata={"about": json.dumps(about)})
    path.chmod(0o644)
