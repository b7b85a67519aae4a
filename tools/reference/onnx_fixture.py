"""Fixtures of ONNX models: the networks of `foreign_networks.py` as torch.onnx exports them, and what PyTorch makes of an image
with them in eval(). A script of its own, because it needs the packages onnx and onnxscript.
"""

import json
import sys
from pathlib import Path

import onnx
import torch

from foreign_fixture import image, sampled
from foreign_networks import GanUnet, NestedUnet, SequentialResnet, fill

GENERATORS = {
    "gan-unet": lambda: GanUnet(5, 2),
    "junyanz-unet-batch": lambda: NestedUnet(5, 2, "batch"),
    "junyanz-unet-instance": lambda: NestedUnet(5, 2, "instance"),
    "junyanz-resnet-batch": lambda: SequentialResnet(2, 2, "batch"),
    "junyanz-resnet-instance": lambda: SequentialResnet(2, 2, "instance"),
    "junyanz-unet-affine": lambda: NestedUnet(5, 2, "affine"),
}


# What the exporter of PyTorch 2.9 and later is shown with: one of them with its weights in a file beside it.
NEWER = ("gan-unet", "junyanz-unet-batch", "junyanz-resnet-instance")


def export(network, path, **options):
    torch.onnx.export(network, (image("foreign.a", 32),), str(path), verbose=False, **options)


def strip(path):
    """Without the lines of Python that the newer exporter notes for each node: most of such a small file."""
    model = onnx.load(str(path), load_external_data=False)
    for each in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output, model.graph]:
        del each.metadata_props[:]
        each.doc_string = ""
    onnx.save(model, str(path))


def write_onnx(folder, names):
    folder.mkdir(exist_ok=True)
    record = folder / "expected.json"
    expected = json.loads(record.read_text())["networks"] if record.exists() else {}
    for seed, (name, make) in enumerate(GENERATORS.items()):
        if name not in names:
            continue
        network = fill(make(), seed).eval()
        expected[name] = {"running": sampled(name, network(image("foreign.a", 32)))}
        export(network, folder / f"{name}.onnx", dynamo=False, opset_version=17)
        if name in NEWER:
            export(network, folder / f"{name}.dynamo.onnx", dynamo=True, external_data=name == "gan-unet")
            strip(folder / f"{name}.dynamo.onnx")
        if name == "junyanz-unet-batch":
            kept = {"do_constant_folding": False, "training": torch.onnx.TrainingMode.PRESERVE}
            export(network, folder / f"{name}.norms.onnx", dynamo=False, opset_version=17, **kept)
    for path in folder.glob("*.onnx"):
        onnx.checker.check_model(str(path))
    record.write_text(json.dumps({"madeBy": "onnx_fixture.py", "networks": expected}) + "\n")


if __name__ == "__main__":
    # All of them, or those that are named.
    write_onnx(Path(__file__).parent / "fixtures" / "onnx", sys.argv[1:] or list(GENERATORS))
