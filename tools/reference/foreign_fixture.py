"""Fixtures of other code bases' weights: `.pth` files as torch.save writes them, and what their networks make of an image."""

import argparse
import json
import math
import os
import struct

import numpy as np
import torch

import formula
from foreign_networks import (
    AffinelayerUnet,
    EarlyGanUnet,
    GanDiscriminator,
    GanUnet,
    NestedUnet,
    SequentialPatch,
    SequentialPixel,
    SequentialResnet,
    fill,
)

SAMPLES = 64

GENERATORS = {
    "gan-unet": lambda: GanUnet(6, 2),
    "junyanz-unet-batch": lambda: NestedUnet(7, 1, "batch"),
    "junyanz-unet-instance": lambda: NestedUnet(6, 2, "instance"),
    "junyanz-unet-none": lambda: NestedUnet(5, 2, "none"),
    "junyanz-resnet-batch": lambda: SequentialResnet(2, 6, "batch", dropout=True),
    "junyanz-resnet-instance": lambda: SequentialResnet(2, 9, "instance"),
    "early-gan-unet-instance": lambda: EarlyGanUnet(5, 2, "instance"),
    "early-gan-unet-batch": lambda: EarlyGanUnet(4, 2, "batch"),
    "junyanz-resnet-no-dropout": lambda: SequentialResnet(2, 6, "batch"),
}
SIZES = {"gan-unet": 64, "junyanz-unet-batch": 128, "junyanz-unet-instance": 64, "junyanz-unet-none": 32, "early-gan-unet-instance": 64}

DISCRIMINATORS = {
    "gan-patch": lambda: GanDiscriminator(2),
    "junyanz-patch-batch": lambda: SequentialPatch(2, 3, "batch"),
    "junyanz-patch-instance": lambda: SequentialPatch(2, 4, "instance"),
    "junyanz-pixel-batch": lambda: SequentialPixel(4, "batch"),
    "junyanz-pixel-instance": lambda: SequentialPixel(4, "instance"),
}


def image(name, size):
    return torch.from_numpy(formula.image(name, size)).permute(2, 0, 1).float().contiguous()[None]


def sampled(name, output):
    """Sum, shape, and values at the positions of the formula, in TensorFlow.js's order."""
    flat = output.detach().permute(0, 2, 3, 1).reshape(-1)
    places = formula.sample_indices(name, flat.numel(), SAMPLES)
    return {"size": flat.numel(), "samples": [flat[int(place)].item() for place in places]}


def without_dropout(network):
    for module in network.modules():
        if isinstance(module, torch.nn.Dropout):
            module.eval()
    return network


def write_foreign(folder):
    """One file a network; `expected.json` has what they make of the formula's images in eval() and in train()."""
    folder.mkdir(exist_ok=True)
    expected = {}
    for seed, (name, make) in enumerate(GENERATORS.items()):
        network = fill(make(), seed)
        torch.save(network.state_dict(), folder / f"{name}.pth")
        x = image("foreign.a", SIZES.get(name, 32))
        expected[name] = {
            "running": sampled(name, network.eval()(x.clone())),
            "image": sampled(name, without_dropout(network.train())(x.clone())),
        }
    for seed, (name, make) in enumerate(DISCRIMINATORS.items()):
        network = fill(make(), seed)
        torch.save(network.state_dict(), folder / f"{name}.pth")
        a, b = image("foreign.a", 64), image("foreign.b", 64)
        expected[name] = {"running": sampled(name, network.eval()(b, a))}
    for depth, name in ((5, "affinelayer"), (6, "affinelayer-older")):
        expected[name] = write_pict(folder, name, depth)
    write_forms(folder)
    write_refused(folder)
    (folder / "expected.json").write_text(json.dumps({"madeBy": "foreign_fixture.py", "networks": expected}) + "\n")


def write_pict(folder, name, depth):
    """A .pict file as affinelayer's exporter lays it out, and what the network makes of an image with the weights in it."""
    network = AffinelayerUnet(depth, 2, older=name.endswith("older")).fill(depth)
    shapes = [{"name": key, "shape": list(network.weights[key].shape)} for key in sorted(network.weights)]
    flat = np.concatenate([network.weights[each["name"]].numpy().reshape(-1) for each in shapes])
    largest = np.abs(flat).max()
    steps = (np.arange(256) + 0.5) / 128 - 1
    centres = (np.sign(steps) * (256 ** np.abs(steps) - 1) / 255 * largest).astype("<f4")
    codes = np.abs(centres[None, :] - flat[:, None]).argmin(1).astype(np.uint8)
    parts = [json.dumps(shapes).encode(), centres.tobytes(), codes.tobytes()]
    (folder / f"{name}.pict").write_bytes(b"".join(struct.pack(">L", len(part)) + part for part in parts))
    network.weights = read_pict(folder / f"{name}.pict")
    weights = {key: [float(value) for value in tensor.reshape(-1)[:4]] for key, tensor in network.weights.items()}
    return {"image": sampled(name, network(image("foreign.a", 2**depth))), "weights": weights}


def read_pict(path):
    """The tensors of a .pict file, by NumPy."""
    rest, parts = path.read_bytes(), []
    for _ in range(3):
        (length,) = struct.unpack(">L", rest[:4])
        parts.append(rest[4 : 4 + length])
        rest = rest[4 + length :]
    flat = np.frombuffer(parts[1], "<f4")[np.frombuffer(parts[2], np.uint8)]
    tensors = {}
    for each in json.loads(parts[0]):
        count = math.prod(each["shape"])
        tensors[each["name"]] = torch.from_numpy(flat[:count].copy()).reshape(each["shape"])
        flat = flat[count:]
    return tensors


def write_forms(folder):
    """The same network in the forms in which people keep it."""
    state = fill(GENERATORS["gan-unet"](), 0).state_dict()
    torch.save(state, folder / "older-stream.pth", _use_new_zipfile_serialization=False)
    torch.save({f"module.{key}": value for key, value in state.items()}, folder / "parallel.pth")
    other = fill(DISCRIMINATORS["gan-patch"](), 0).state_dict()
    parameters = {key: torch.nn.Parameter(value) for key, value in state.items()}
    checkpoint = {"epoch": 7, "lr": 2e-4, "names": ["a", ("b", None)], "netG": parameters, "netD": other}
    torch.save(checkpoint, folder / "checkpoint.pth")
    wrapped = {"state_dict": {f"module._orig_mod.{key}": value for key, value in state.items()}, "optimizer": {"state": {}}}
    torch.save(wrapped, folder / "distributed.pth")
    torch.save({"G_AB": state, "G_BA": state}, folder / "two-generators.pth")
    torch.save({key: value.half() for key, value in state.items()}, folder / "half.pth")
    torch.save({key: value.bfloat16() for key, value in state.items()}, folder / "bfloat16.pth")
    flipped = {key: value.transpose(0, 1).contiguous().transpose(0, 1) if value.ndim == 4 else value for key, value in state.items()}
    torch.save(flipped, folder / "strided.pth")


class Command:
    """What a malicious file has in place of a tensor: Python's reader would run it."""

    def __reduce__(self):
        return os.system, ("echo This file was run.",)


def write_refused(folder):
    """Files that must be refused, each with a line of its own."""
    small = torch.arange(6.0).reshape(2, 3)
    refused = {
        "malicious": {"down1.model.0.weight": small, "note": Command()},
        "whole-model": torch.nn.Sequential(torch.nn.Conv2d(3, 2, 4)),
        "sparse": {"weight": small.to_sparse()},
        "quantised": {"weight": torch.quantize_per_tensor(small, 0.1, 0, torch.qint8)},
        "options": {"opt": argparse.Namespace(netG="unet_256")},
        "other-model": torch.nn.Sequential(torch.nn.Linear(3, 2)).state_dict(),
        "no-tensors": {"epoch": 3},
    }
    for name, value in refused.items():
        torch.save(value, folder / f"refused-{name}.pth")
    torch.jit.save(torch.jit.script(torch.nn.Conv2d(3, 2, 4)), folder / "refused-script.pth")
    state = fill(GENERATORS["gan-unet"](), 0).state_dict()
    state["down2.model.0.weight"][0, 0, 0, 0] = float("nan")
    torch.save(state, folder / "refused-nan.pth")
    state["down2.model.0.weight"] = torch.zeros(4, 2, 3, 3)
    torch.save(state, folder / "refused-shape.pth")
