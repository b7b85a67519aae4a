"""The standard deviation that each of PyTorch's initialisations gives a kernel, whose shape is TensorFlow.js's."""

import json

import torch
from torch import nn

GAIN = 0.5
# Kernel, channels in, channels out; of a convolution and of a transposed one.
LAYERS = [(4, 6, 64, nn.Conv2d), (3, 32, 16, nn.Conv2d), (1, 48, 32, nn.Conv2d), (4, 64, 24, nn.ConvTranspose2d), (3, 16, 32, nn.ConvTranspose2d)]
INITS = {
    "normal": lambda w: nn.init.normal_(w, 0.0, GAIN),
    "xavier": lambda w: nn.init.xavier_normal_(w, gain=GAIN),
    "kaiming": lambda w: nn.init.kaiming_normal_(w, a=0, mode="fan_in").mul_(GAIN),
    "orthogonal": lambda w: nn.init.orthogonal_(w, gain=GAIN),
}


def deviation(init, layer):
    """Over many draws, so that it is exact to about a thousandth."""
    with torch.no_grad():
        squares = [init(layer.weight).double().square().mean() for _ in range(200)]
    return torch.stack(squares).mean().sqrt().item()


def write_inits(path):
    torch.manual_seed(1)
    cases = []
    for kernel, channels_in, channels_out, kind in LAYERS:
        layer = kind(channels_in, channels_out, kernel)
        shape = list(layer.weight.permute(2, 3, 1, 0).shape)
        cases += [{"name": name, "shape": shape, "deviation": deviation(init, layer)} for name, init in INITS.items()]
    about = {"madeBy": "tools/reference/inits_fixture.py", "torch": torch.__version__.split("+")[0]}
    path.write_text(json.dumps({**about, "gain": GAIN, "cases": cases}, indent=1) + "\n")
