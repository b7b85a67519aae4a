"""What TensorBoard itself reads from a folder of event files, as JSON: python read_event_files.py FOLDER (pip install tensorboard)."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

EVERYTHING = {"scalars": 0, "images": 0, "tensors": 0}


def main(folder):
    events = EventAccumulator(folder, size_guidance=EVERYTHING)
    events.Reload()
    tags = events.Tags()
    print(
        json.dumps(
            {
                "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
                "images": {tag: [image(e) for e in events.Images(tag)] for tag in tags["images"]},
                "texts": {tag: [text(e) for e in events.Tensors(tag)] for tag in tags["tensors"]},
                "plugins": {tag: events.SummaryMetadata(tag).plugin_data.plugin_name for tag in tags["tensors"]},
            }
        )
    )


def image(event):
    return [event.step, event.width, event.height, event.encoded_image_string.hex()]


def text(event):
    return [event.step, [value.decode() for value in event.tensor_proto.string_val]]


if __name__ == "__main__":
    main(sys.argv[1])
