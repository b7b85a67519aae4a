"""What real classes make of an image with weights that this project wrote for them, in `fixtures/exported`.

The files are written by packages/convert/src/out/testing/write-torch-files.ts. Loaded as strictly as PyTorch can.
"""

import json

import torch

from foreign_fixture import image, sampled
from foreign_networks import GanUnet, NestedUnet, SequentialResnet

NETWORKS = {
    "gan-nearest": (lambda: GanUnet(6, 2), 64),
    "junyanz-unet-batch": (lambda: NestedUnet(5, 2, "batch"), 32),
    "junyanz-resnet-instance": (lambda: SequentialResnet(2, 6, "instance"), 32),
}


def write_exported(folder):
    expected = {}
    for name, (make, size) in NETWORKS.items():
        network = make()
        network.load_state_dict(torch.load(folder / f"{name}.pth", weights_only=True), strict=True)
        expected[name] = {"running": sampled(name, network.eval()(image("foreign.a", size)))}
    content = {"madeBy": "exported_fixture.py", "networks": expected}
    (folder / "expected.json").write_text(json.dumps(content, indent=2) + "\n")
