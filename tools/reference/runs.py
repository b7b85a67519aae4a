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
        halvings = level if name.startswith("down") else generator.levels - level
        width, height = (side >> halvings for side in formula.sides(size))
        masks[name] = formula.mask(f"step{step}.mask.{name}", [batch, height, width, layer.out_channels])
    return masks


def zero_gradient(name):
    """Whether this is a bias directly before an instance norm: its true gradient is 0, all else is rounding noise."""
    return name in {f"discriminator.block{block}.bias" for block in (2, 3, 4)}


def distance(values, reference):
    """The largest |values - reference| relative to the reference's largest entry."""
    return float(np.abs(values - reference).max() / np.abs(reference).max())


# Of the float32 runs: how the images' values are moved by one unit in the last place. Numbers are masks of ups and downs.
NUDGES = ["up", "down", *range(10)]


def float32_runs(*shape, dropout, prefix=""):
    """The run of this size, filters, batch and steps in float32 as often as it may round differently and still be right."""
    return (run(*shape, torch.float32, dropout, nudge, prefix) for nudge in float32_setups())


def float32_setups():
    """Sets PyTorch up in the ways in which it may round differently and still be right, and gives how to nudge the images.

    With oneDNN's kernels and with PyTorch's own, each on one thread and on two, which are other orders of summation, and
    with every value of the images one unit in the last place higher or lower: all of them, or by the bits of a mask.
    """
    threads_before = torch.get_num_threads()
    plain = [(onednn, threads, None) for onednn in (True, False) for threads in (1, 2)]
    for onednn, threads, nudge in plain + [(onednn, 2, nudge) for nudge in NUDGES for onednn in (True, False)]:
        torch.set_num_threads(threads)
        with torch.backends.mkldnn.flags(enabled=onednn):
            yield nudge
    torch.set_num_threads(threads_before)


def nudged(images, name, nudge):
    """The images with every value moved by one unit of float32's last place, up or down as this nudge says."""
    if nudge is None:
        return images
    up = nudge == "up" if isinstance(nudge, str) else formula.mask(f"nudge{nudge}.{name}", images.shape) == 1
    return np.nextafter(images, np.where(up, np.float32(np.inf), np.float32(-np.inf)))


def worst_of(float32_runs, measure):
    """The largest of every figure that `measure` gives of each run, {name: figure}; one run is in memory at a time."""
    worst = {}
    for result in float32_runs:
        for name, figure in measure(result).items():
            worst[name] = max(figure, worst.get(name, 0.0))
    return worst


def zero_gradient_noise(reference, result):
    """What float32 makes of the gradients that are truly 0, relative to the largest gradient of their network."""
    largest = max(np.abs(g).max() for name, g in reference["gradients"].items() if name.startswith("discriminator."))
    return float(max(np.abs(g).max() for name, g in result["gradients"].items() if zero_gradient(name)) / largest)


def run(size, filters, batch, steps, dtype, dropout, nudge=None, prefix=""):
    """`steps` full training steps, `dropout` by the formula's masks or off. Returns outputs and gradients of step 1, losses of all, weights at the end.

    The formula's names of weights and images begin with `prefix`: each prefix is another model.
    """
    generator = fill(Generator(size, filters).to(dtype), f"{prefix}generator").eval()
    discriminator = fill(Discriminator(filters).to(dtype), f"{prefix}discriminator")
    adam_g, adam_d = adam(generator), adam(discriminator)
    result = {"losses": [], "gradients": {}}

    def keep_gradients(network, prefix):
        if not result["losses"]:
            result["gradients"].update(named(network, prefix, lambda p: p.grad))

    for step in range(1, steps + 1):
        names = [f"{prefix}step{step}.{side}" for side in "ab"]
        a, b = (to_nchw(nudged(formula.images(name, batch, size), name, nudge), dtype) for name in names)
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
