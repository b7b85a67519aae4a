"""Learning rates of PyTorch's own schedulers, after each step of a run of a base rate of 1."""

import json
import math

import torch
from torch.optim import lr_scheduler as schedulers

STEPS, WARM_UP = 40, 7
# Falls, stops, falls again, and rises: values of a held-out metric.
METRIC = [0.1 + abs(math.sin(0.7 * (i + 1))) * math.exp(-i / 12) + (0.3 if i > 20 else 0) for i in range(STEPS)]


def rates(schedule, steps=STEPS, metric=None):
    """The rate of each step, the first one included."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = schedule(optimizer)
    seen = []
    for i in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([] if metric is None else [metric[i]]))
    return seen


def linear(start):
    """junyanz's rule, by steps: 1, then down to 0 in a straight line."""
    return lambda optimizer: schedulers.SequentialLR(
        optimizer,
        [
            schedulers.ConstantLR(optimizer, factor=1.0, total_iters=0),
            schedulers.PolynomialLR(optimizer, total_iters=STEPS - start, power=1.0),
        ],
        milestones=[start],
    )


def warm_up(optimizer):
    return schedulers.LinearLR(optimizer, start_factor=1 / WARM_UP, end_factor=1.0, total_iters=WARM_UP - 1)


def cosine(optimizer):
    return schedulers.CosineAnnealingLR(optimizer, T_max=STEPS)


def plateau(mode, patience):
    return lambda optimizer: schedulers.ReduceLROnPlateau(optimizer, mode=mode, factor=0.2, patience=patience)


def write_schedules(path):
    figures = {
        "madeBy": "tools/reference/schedules_fixture.py",
        "torch": torch.__version__.split("+")[0],
        "steps": STEPS,
        "warmUp": WARM_UP,
        "metric": METRIC,
        "rates": {
            "linear": {"0.5": rates(linear(STEPS // 2)), "0.25": rates(linear(STEPS // 4))},
            "step": {
                "0.25": rates(lambda o: schedulers.StepLR(o, step_size=STEPS // 4, gamma=0.1)),
                "0.1": rates(lambda o: schedulers.StepLR(o, step_size=STEPS // 10, gamma=0.1)),
            },
            "cosine": rates(cosine),
            "constant with warm-up": rates(warm_up),
            "cosine with warm-up": rates(lambda o: schedulers.ChainedScheduler([warm_up(o), cosine(o)])),
        },
        "plateau": {
            "lower": rates(plateau("min", 2), metric=METRIC),
            "higher": rates(plateau("max", 4), metric=METRIC),
        },
    }
    path.write_text(json.dumps(figures, indent=1) + "\n")
