"""Fixture (c): small models of odd numbers of filters, one step each, in which no value comes near a kink.

At a kink of LeakyReLU, ReLU or L1, rounding decides on which side a value falls, and one value there moves a gradient by
as much as a fault would: by 1e-2. Away from kinks gradients agree to 1e-5, and a fault has nowhere to hide.
"""

import json
import math

import torch
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from runs import run
from full_fixture import summarised

SIZE, FILTERS, SAMPLES = 32, (1, 3, 5, 7, 9), 16
# Rounding moves values by about 1e-6 of their layer's root mean square. Of this many models the farthest from kinks is taken.
SEEDS, LEAST_MARGIN = 80, 5e-5


class Kinks(TorchFunctionMode):
    """Within it, `margin` is the smallest |z| that met a kink, relative to its layer's root mean square."""

    margin = math.inf

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function in (F.leaky_relu, F.relu, F.l1_loss):
            z = (args[0] - args[1] if function is F.l1_loss else args[0]).detach()
            self.margin = min(self.margin, float(z.abs().min() / z.square().mean().sqrt()))
        return function(*args, **(kwargs or {}))


def margin(size, filters, batch, prefix, dropout):
    with Kinks() as kinks:
        run(size, filters, batch, 1, torch.float64, dropout, prefix=prefix)
    return kinks.margin


def far_from_kinks(kind, size, filters, batch=1, dropout=False):
    """The model farthest from kinks of those whose weights and images the prefixes `kind0.`, `kind1.`, ... give."""
    prefixes = [f"{kind}{seed}." for seed in range(SEEDS)]
    margins = {prefix: margin(size, filters, batch, prefix, dropout) for prefix in prefixes}
    prefix = max(margins, key=margins.get)
    if margins[prefix] < LEAST_MARGIN:
        raise ValueError(f"Expected a model at least {LEAST_MARGIN} from every kink, got {margins[prefix]}. Try more seeds.")
    return {"margin": margins[prefix], **summarised(size, filters, batch, SAMPLES, prefix, dropout)}


def write_odd(path):
    about = {"madeBy": "tools/reference/odd_fixture.py", "torch": torch.__version__.split("+")[0]}
    path.write_text(json.dumps({**about, "models": [far_from_kinks("odd", SIZE, filters) for filters in FILTERS]}, indent=1) + "\n")
