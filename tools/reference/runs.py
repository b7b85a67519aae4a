"""Runs of the reference networks in float64 and in float32 from the formulas' weights, images and masks.

Everything that comes out is named as in the TypeScript parameter tree and lies in TensorFlow.js layout: weights HWIO,
images and masks NHWC.
"""

import numpy as np
import torch

import formula
from loop import adam, train_step
from networks import Discriminator, Generator, from_tensorflow, to_tensorflow


def to_nchw(array, dtype):
    return torch.from_numpy(np.ascontiguousarray(array)).to(dtype).permute(0, 3, 1, 2).contiguous()


def to_nhwc(tensor):
    return tensor.permute(0, 2, 3, 1).contiguous().double().numpy()


def fill(network, prefix):
    """Set every parameter to the formula's weights of its name: `prefix.down1.weight`, ..."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            values = formula.weights(f"{prefix}.{name}", list(to_tensorflow(parameter).shape))
            parameter.copy_(from_tensorflow(torch.from_numpy(values)))
    return network


def named(network, prefix, of):
    """{prefix.name: float64 array in TensorFlow.js layout} of every parameter, `of(parameter)` taken."""
    pairs = ((f"{prefix}.{name}", to_tensorflow(of(p).detach())) for name, p in network.named_parameters())
    return {name: tensor.contiguous().double().numpy().copy() for name, tensor in pairs}


def dropout_masks(generator, step, batch, size):
    """The masks of a step, NHWC as the formula gives them, found by the shapes of the dropped layers' outputs."""
    masks = {}
    for name in generator.dropped_layers():
        level = int(name.removeprefix("down").removeprefix("up"))
        layer = generator.get_submodule(name)
        side = size >> level if name.startswith("down") else 2 ** level
        masks[name] = formula.mask(f"step{step}.mask.{name}", [batch, side, side, layer.out_channels])
    return masks


def zero_gradient(name):
    """Whether this is a bias directly before an instance norm: its true gradient is 0, all else is rounding noise."""
    return name in {f"discriminator.block{block}.bias" for block in (2, 3, 4)}


def distance(values, reference):
    """The largest |values - reference| relative to the reference's largest entry."""
    return float(np.abs(values - reference).max() / np.abs(reference).max())


def own_distances(reference, float32_runs, group):
    """How far PyTorch's float32 runs lie from float64, a tensor: the worst of the runs."""
    names = [name for name in reference[group] if not zero_gradient(name)]
    return {name: max(distance(r[group][name], reference[group][name]) for r in float32_runs) for name in names}


def float32_runs(*shape, dropout):
    """The run of this size, filters, batch and steps in float32, with oneDNN's kernels and with PyTorch's own: two orders of summation."""
    for onednn in (True, False):
        with torch.backends.mkldnn.flags(enabled=onednn):
            yield run(*shape, torch.float32, dropout)


def run(size, filters, batch, steps, dtype, dropout):
    """`steps` full training steps, `dropout` by the formula's masks or off. Returns outputs and gradients of step 1, losses of all, weights at the end."""
    generator = fill(Generator(size, filters).to(dtype), "generator").eval()
    discriminator = fill(Discriminator(filters).to(dtype), "discriminator")
    adam_g, adam_d = adam(generator), adam(discriminator)
    result = {"losses": [], "gradients": {}}

    def keep_gradients(network, prefix):
        if not result["losses"]:
            result["gradients"].update(named(network, prefix, lambda p: p.grad))

    for step in range(1, steps + 1):
        a, b = (to_nchw(formula.images(f"step{step}.{side}", batch, size), dtype) for side in "ab")
        masks = dropout_masks(generator, step, batch, size) if dropout else None
        masks = masks and {name: to_nchw(mask, dtype) for name, mask in masks.items()}
        fake, losses, logits = train_step(
            generator, discriminator, adam_g, adam_d, a, b, masks,
            after_discriminator=lambda: keep_gradients(discriminator, "discriminator"),
        )  # fmt: skip
        keep_gradients(generator, "generator")
        if step == 1:
            outputs = {"fake": fake, **{f"logits.{name}": value for name, value in logits.items()}}
            result["outputs"] = {name: to_nhwc(value) for name, value in outputs.items()}
        result["losses"].append({name: value.item() for name, value in losses.items()})

    result["weights"] = named(generator, "generator", lambda p: p)
    result["weights"].update(named(discriminator, "discriminator", lambda p: p))
    return result
