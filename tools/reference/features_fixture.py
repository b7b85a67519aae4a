"""What InceptionV3 makes of two images, and LPIPS of two pairs with its gradient, with weights by formula, in float64."""

import json
import math

import torch

import formula
from feature_networks import AlexNet, Inception, LpipsLayers, lpips
from runs import to_nchw

SAMPLES = 64
INCEPTION_SIZES = [(64, 48), (320, 305)]  # (width, height): made larger, and smaller
LPIPS_SIZE, LPIPS_BATCH = 67, 2


def load_formula(module, prefix):
    """Kernels with a variance of 2 / fan in, so that ReLU keeps the size of values; positive factors, variances and lin layers."""
    state = module.state_dict()
    for key, value in state.items():
        if key.endswith("num_batches_tracked"):
            continue
        w = torch.from_numpy(formula.weights(f"{prefix}.{key}", list(value.shape))).double()
        if key.startswith("lin"):
            made = 10 * w.abs()
        elif value.dim() > 1:
            made = w * (math.sqrt(6 / math.prod(value.shape[1:])) / formula.WEIGHT_RANGE)
        else:
            made = 10 * w + (1 if key.endswith(("bn.weight", "running_var")) else 0)
        state[key] = made.float()
    module.load_state_dict(state)
    return module.double().eval()


def sampled(name, values):
    values = values.detach().ravel()
    places = formula.sample_indices(name, len(values), SAMPLES)
    return {"size": len(values), "samples": values[torch.from_numpy(places)].tolist(), "largest": values.abs().max().item()}


def image(name, size):
    return to_nchw(formula.image(name, size)[None], torch.float64)


def inception():
    network = load_formula(Inception(), "inception")
    outputs = []
    with torch.no_grad():
        for width, height in INCEPTION_SIZES:
            features = network(image("features.image", (width, height)))
            outputs.append({"width": width, "height": height, **sampled("inception", features)})
    return outputs


def perceptual():
    alexnet, layers = load_formula(AlexNet(), "alexnet"), load_formula(LpipsLayers(), "lpips")
    x, y = (to_nchw(formula.images(f"features.{name}", LPIPS_BATCH, LPIPS_SIZE), torch.float64) for name in "xy")
    x.requires_grad_()
    distances = lpips(alexnet, layers, x, y)
    distances.mean().backward()
    return {
        "size": LPIPS_SIZE,
        "distances": distances.tolist(),
        "gradient": sampled("lpips.gradient", x.grad.permute(0, 2, 3, 1)),
    }


def write_features(path):
    about = {"madeBy": "tools/reference/features_fixture.py", "torch": torch.__version__.split("+")[0]}
    path.write_text(json.dumps({**about, "inception": inception(), "lpips": perceptual()}, indent=1) + "\n")
