"""Fixture (b): the seed's full model at 256 px, one step without dropout; a tensor is known by norm, sum and 64 sampled entries."""

import json

import numpy as np
import torch

import formula
from runs import distance, float32_runs, run, worst_of, zero_gradient, zero_gradient_noise

SIZE, FILTERS, BATCH = 256, 64, 1


def summary(name, values):
    """What is kept of a tensor."""
    flat = values.ravel()
    return {
        "shape": list(values.shape),
        "norm": float(np.linalg.norm(flat)),
        "sum": float(flat.sum()),
        "largest": float(np.abs(flat).max()),
        "samples": flat[formula.sample_indices(name, flat.size)].tolist(),
    }


def distances(name, values, reference):
    """How far a tensor of a float32 run lies from the reference."""
    norm = float(np.linalg.norm(reference))
    sampled = formula.sample_indices(name, reference.size)
    apart = np.abs(values - reference).ravel()[sampled] / np.abs(reference).max()
    return {
        "ownDistance": distance(values, reference),
        "ownMedianDistance": float(np.median(apart)),
        "ownNormDistance": abs(float(np.linalg.norm(values)) - norm) / norm,
        "ownSumDistance": abs(float((values - reference).sum())) / (norm * reference.size**0.5),
    }


def write_seed(path):
    reference = run(SIZE, FILTERS, BATCH, 1, torch.float64, dropout=False)
    names = [(group, name) for group in ("outputs", "gradients") for name in reference[group] if not zero_gradient(name)]

    def measure(result):
        figures = {"noise": zero_gradient_noise(reference, result)}
        for group, name in names:
            of_tensor = distances(name, result[group][name], reference[group][name])
            figures.update({(name, kind): figure for kind, figure in of_tensor.items()})
        return figures

    worst = worst_of(float32_runs(SIZE, FILTERS, BATCH, 1, dropout=False), measure)

    def summaries(wanted):
        kinds = ("ownDistance", "ownMedianDistance", "ownNormDistance", "ownSumDistance")
        own = {name: {kind: worst[name, kind] for kind in kinds} for group, name in names if group == wanted}
        return {name: {**summary(name, reference[wanted][name]), **own[name]} for name in own}

    about = {
        "madeBy": "tools/reference/seed_fixture.py",
        "size": SIZE,
        "filters": FILTERS,
        "batch": BATCH,
        "torch": torch.__version__.split("+")[0],
        "parameterShapes": {name: list(weights.shape) for name, weights in reference["weights"].items()},
        "losses": reference["losses"][0],
        "zeroGradientNoise": worst["noise"],
        "outputs": summaries("outputs"),
        "gradients": summaries("gradients"),
    }
    path.write_text(json.dumps(about, indent=1) + "\n")
