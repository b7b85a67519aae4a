"""Values of the formulas themselves, so that the other side can show that it computes the same."""

import json
import math

import numpy as np

import formula

NAMES = {"generator.down1.weight": [4, 4, 3, 64], "generator.up2.weight": [4, 4, 512, 1024]}


def write_formula(path):
    """Positions at the start and the end of two tensors, and every value of small images and masks."""
    weights = {}
    for name, shape in NAMES.items():
        values = formula.weights(name, shape).ravel()
        first, last = (part.astype(float).tolist() for part in (values[:4], values[-4:]))
        weights[name] = {"length": math.prod(shape), "first": first, "last": last, "deviation": float(np.std(values))}
    lengths = {name: math.prod(shape) for name, shape in NAMES.items()}
    values = {
        "streams": {name: formula.stream(name) for name in NAMES},
        "weights": weights,
        "mask": formula.mask("step1.mask.down4", [64]).tolist(),
        "image": formula.image("step1.a.0", 8).astype(float).ravel().tolist(),
        "wideImage": formula.image("step1.a.0", (6, 4)).astype(float).ravel().tolist(),
        "noise": formula.noise_bytes("noise", [64]).tolist(),
        "ramp": formula.ramp_bytes(5, 7).ravel().tolist(),
        "sampleIndices": {name: formula.sample_indices(name, lengths[name], 8).tolist() for name in NAMES},
    }
    path.write_text(json.dumps(values, indent=1) + "\n")
