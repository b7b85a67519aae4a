"""Fixture (b): PyTorch-GAN's full model at 256 px, one step without dropout; a tensor is known by norm, sum and 64 sampled entries.

And the same at half of its size and width, for engines on which the full one takes minutes.
"""

import json

import numpy as np
import torch

import formula
from runs import distance, float32_runs, run, worst_of, zero_gradient, zero_gradient_noise

SIZE, FILTERS, BATCH, SAMPLES = 256, 64, 1, 64


def summary(name, values, samples):
    """What is kept of a tensor: this many samples of it."""
    flat = values.ravel()
    return {
        "shape": list(values.shape),
        "norm": float(np.linalg.norm(flat)),
        "sum": float(flat.sum()),
        "largest": float(np.abs(flat).max()),
        "samples": flat[formula.sample_indices(name, flat.size, samples)].tolist(),
    }


def distances(name, values, reference, samples):
    """How far a tensor of a float32 run lies from the reference."""
    norm = float(np.linalg.norm(reference))
    sampled = formula.sample_indices(name, reference.size, samples)
    apart = np.abs(values - reference).ravel()[sampled] / np.abs(reference).max()
    return {
        "ownDistance": distance(values, reference),
        "ownMedianDistance": float(np.median(apart)),
        "ownNormDistance": abs(float(np.linalg.norm(values)) - norm) / norm,
        "ownSumDistance": abs(float((values - reference).sum())) / (norm * reference.size**0.5),
    }


def summarised(size, filters, batch, samples, prefix="", dropout=False):
    """A model's step in float64, by default without dropout, every tensor as a summary, and how far float32 lies from it."""
    shape = (size, filters, batch, 1)
    reference = run(*shape, torch.float64, dropout, prefix=prefix)
    names = [(group, name) for group in ("outputs", "gradients") for name in reference[group] if not zero_gradient(name)]

    def measure(result):
        figures = {"noise": zero_gradient_noise(reference, result)}
        for group, name in names:
            of_tensor = distances(name, result[group][name], reference[group][name], samples)
            figures.update({(name, kind): figure for kind, figure in of_tensor.items()})
        return figures

    worst = worst_of(float32_runs(*shape, dropout=dropout, prefix=prefix), measure)

    def summaries(wanted):
        kinds = ("ownDistance", "ownMedianDistance", "ownNormDistance", "ownSumDistance")
        own = {name: {kind: worst[name, kind] for kind in kinds} for group, name in names if group == wanted}
        return {name: {**summary(name, reference[wanted][name], samples), **own[name]} for name in own}

    return {
        "size": size,
        "filters": filters,
        "batch": batch,
        "prefix": prefix,
        "parameterShapes": {name: list(weights.shape) for name, weights in reference["weights"].items()},
        "losses": reference["losses"][0],
        "zeroGradientNoise": worst["noise"],
        "outputs": summaries("outputs"),
        "gradients": summaries("gradients"),
    }


def write_full(path):
    write(path, SIZE, FILTERS)


def write_half(path):
    write(path, SIZE // 2, FILTERS // 2)


def write(path, size, filters):
    about = {"madeBy": "tools/reference/full_fixture.py", "torch": torch.__version__.split("+")[0]}
    path.write_text(json.dumps({**about, **summarised(size, filters, BATCH, SAMPLES)}, indent=1) + "\n")
