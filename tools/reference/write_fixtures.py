"""Write the committed fixtures: python write_fixtures.py [small] [resize] [metrics] [formula] [odd] [wide] [seed] [half] (all by default)."""

import sys
from pathlib import Path

import torch

from batch_norm_fixture import write_batch_norm
from exported_fixture import write_exported
from foreign_fixture import write_foreign
from features_fixture import write_features
from formula_fixture import write_formula
from image_fixtures import write_metrics, write_ms_ssim, write_resize
from inits_fixture import write_inits
from losses_fixture import write_losses
from multi_scale_fixture import write_multi_scale
from odd_fixture import write_odd
from full_fixture import write_full, write_half
from schedules_fixture import write_schedules
from sets_fixture import write_sets
from small_fixture import write_small
from variants_fixture import write_variants
from wide_fixture import write_wide

FIXTURES = Path(__file__).parent / "fixtures"


def main(names):
    torch.set_num_threads(2)
    FIXTURES.mkdir(exist_ok=True)
    for name in names or WRITERS:
        WRITERS[name]()
        print(f"wrote the fixture {name}")


WRITERS = {
    "formula": lambda: write_formula(FIXTURES / "formula.json"),
    "small": lambda: write_small(FIXTURES / "small.safetensors"),
    "resize": lambda: write_resize(FIXTURES / "resize.json"),
    "metrics": lambda: write_metrics(FIXTURES / "metrics.json"),
    "ms-ssim": lambda: write_ms_ssim(FIXTURES / "ms-ssim.json"),
    "sets": lambda: write_sets(FIXTURES / "sets.json"),
    "features": lambda: write_features(FIXTURES / "features.json"),
    "batch-norm": lambda: write_batch_norm(FIXTURES / "batch-norm.json"),
    "foreign": lambda: write_foreign(FIXTURES / "foreign"),
    "exported": lambda: write_exported(FIXTURES / "exported"),
    "losses": lambda: write_losses(FIXTURES / "losses.json"),
    "multi-scale": lambda: write_multi_scale(FIXTURES / "multi-scale.json"),
    "inits": lambda: write_inits(FIXTURES / "inits.json"),
    "schedules": lambda: write_schedules(FIXTURES / "schedules.json"),
    "odd": lambda: write_odd(FIXTURES / "odd.json"),
    "variants": lambda: write_variants(FIXTURES / "variants.json"),
    "wide": lambda: write_wide(FIXTURES / "wide.json"),
    "seed": lambda: write_full(FIXTURES / "full.json"),
    "half": lambda: write_half(FIXTURES / "half.json"),
}

if __name__ == "__main__":
    main(sys.argv[1:])
