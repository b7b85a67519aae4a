"""Fixture (e): small models of images that are not square, wide and tall, one step each with the formula's masks of dropout.

As in fixture (c) no value comes near a kink, so that every gradient is held to a narrow tolerance.
"""

import json

import torch

from odd_fixture import far_from_kinks

# Width and height, filters and batch.
MODELS = [((64, 32), 5, 1), ((32, 64), 4, 1), ((96, 32), 2, 2)]


def write_wide(path):
    about = {"madeBy": "tools/reference/wide_fixture.py", "torch": torch.__version__.split("+")[0]}
    models = [{"dropout": True, **far_from_kinks("wide", *model, dropout=True)} for model in MODELS]
    path.write_text(json.dumps({**about, "models": models}, indent=1) + "\n")
