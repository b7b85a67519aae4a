"""Fixture (b): the seed's full model at 256 px, one step without dropout; a tensor is known by norm, sum and 64 sampled entries."""

import json

import numpy as np
import torch

import formula
from runs import distance, float32_runs, run, zero_gradient, zero_gradient_noise

SIZE, FILTERS, BATCH = 256, 64, 1


def summary(name, values, others):
    """What is kept of a tensor, and how far PyTorch's float32 runs (`others`) lie from it."""
    flat = values.ravel()
    norm = float(np.linalg.norm(flat))
    return {
        "shape": list(values.shape),
        "norm": norm,
        "sum": float(flat.sum()),
        "largest": float(np.abs(flat).max()),
        "samples": flat[formula.sample_indices(name, flat.size)].tolist(),
        "ownDistance": max(distance(other, values) for other in others),
        "ownNormDistance": max(abs(float(np.linalg.norm(other)) - norm) / norm for other in others),
        "ownSumDistance": max(abs(float((other - values).sum())) / (norm * flat.size**0.5) for other in others),
    }


def write_seed(path):
    reference = run(SIZE, FILTERS, BATCH, 1, torch.float64, dropout=False)
    in_float32 = list(float32_runs(SIZE, FILTERS, BATCH, 1, dropout=False))

    def summaries(group):
        names = [name for name in reference[group] if not zero_gradient(name)]
        return {name: summary(name, reference[group][name], [r[group][name] for r in in_float32]) for name in names}

    about = {
        "madeBy": "tools/reference/seed_fixture.py",
        "size": SIZE,
        "filters": FILTERS,
        "batch": BATCH,
        "torch": torch.__version__.split("+")[0],
        "parameterShapes": {name: list(weights.shape) for name, weights in reference["weights"].items()},
        "losses": reference["losses"][0],
        "zeroGradientNoise": zero_gradient_noise(reference, in_float32),
        "outputs": summaries("outputs"),
        "gradients": summaries("gradients"),
    }
    path.write_text(json.dumps(about, indent=1) + "\n")
