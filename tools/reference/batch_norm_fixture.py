"""Fixture (d): a ResNet and a PatchGAN of 70x70 pixels, both with batch norm, batch 2, three steps, every tensor as a summary."""

import json

import torch

import formula
from batch_norm_networks import Patch, Resnet, named_tensors, typescript_name
from loop import adam, train_step
from networks import from_tensorflow, to_tensorflow
from runs import float32_setups, nudged, to_nchw, to_nhwc, worst_of
from full_fixture import distances, summary

SIZE, FILTERS, BLOCKS, LAYERS, BATCH, STEPS, SAMPLES = 32, 4, 6, 3, 2, 3, 32
GROUPS = ("outputs", "gradients", "tensors")


def fill(network, prefix):
    """The formula's weights of each name; factors of norms are 1 more, as they begin near 1."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            path = typescript_name(name)
            values = torch.from_numpy(formula.weights(f"{prefix}.{path}", list(to_tensorflow(parameter).shape)))
            parameter.copy_(from_tensorflow(values) + (1 if path.endswith("norm.scale") else 0))
    return network


def run(dtype, nudge=None):
    """Three steps. Outputs and gradients of the first, losses of all, every tensor at the end, and a translation with it."""
    generator = fill(Resnet(FILTERS, BLOCKS).to(dtype), "generator")
    discriminator = fill(Patch(FILTERS, LAYERS).to(dtype), "discriminator")
    networks = {"generator": generator, "discriminator": discriminator}
    adam_g, adam_d = adam(generator), adam(discriminator)
    result = {"losses": [], "gradients": {}}

    def keep_gradients(prefix):
        if not result["losses"]:
            gradients = named_tensors(networks[prefix], lambda p: p.grad, buffers=False)
            result["gradients"].update({f"{prefix}.{name}": value for name, value in gradients.items()})

    for step in range(1, STEPS + 1):
        names = [f"step{step}.{side}" for side in "ab"]
        a, b = (to_nchw(nudged(formula.images(name, BATCH, SIZE), name, nudge), dtype) for name in names)
        fake, losses, logits = train_step(
            generator, discriminator, adam_g, adam_d, a, b,
            after_discriminator=lambda: keep_gradients("discriminator"),
        )  # fmt: skip
        keep_gradients("generator")
        if step == 1:
            outputs = {"fake": fake, **{f"logits.{name}": value for name, value in logits.items()}}
            result["outputs"] = {name: to_nhwc(value) for name, value in outputs.items()}
        result["losses"].append({name: value.item() for name, value in losses.items()})

    result["tensors"] = {
        f"{prefix}.{name}": value for prefix, network in networks.items() for name, value in named_tensors(network).items()
    }
    with torch.no_grad():
        result["outputs"]["translated.running"] = to_nhwc(generator.eval()(a))
        result["outputs"]["translated.batch"] = to_nhwc(generator.train()(a))
    return result


def write_batch_norm(path):
    reference = run(torch.float64)
    names = [(group, name) for group in GROUPS for name in reference[group]]

    def measure(result):
        return {
            (name, group, kind): figure
            for group, name in names
            for kind, figure in distances(name, result[group][name], reference[group][name], SAMPLES).items()
        }

    worst = worst_of((run(torch.float32, nudge) for nudge in float32_setups()), measure)
    kinds = ("ownDistance", "ownMedianDistance", "ownNormDistance", "ownSumDistance")

    def summaries(group):
        return {
            name: {**summary(name, value, SAMPLES), **{kind: worst[name, group, kind] for kind in kinds}}
            for name, value in reference[group].items()
        }

    about = {
        "madeBy": "tools/reference/batch_norm_fixture.py",
        "torch": torch.__version__.split("+")[0],
        "size": SIZE,
        "filters": FILTERS,
        "blocks": BLOCKS,
        "layers": LAYERS,
        "batch": BATCH,
        "losses": reference["losses"],
    }
    path.write_text(json.dumps({**about, **{group: summaries(group) for group in GROUPS}}, indent=1) + "\n")
