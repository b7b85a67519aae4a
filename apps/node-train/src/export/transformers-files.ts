import { type ImageSize, sidesOf } from '@pix2pix-ts/common';

/**
 * The files of a model that the pipeline `image-to-image` of transformers.js loads, by their paths. It knows one architecture
 * there, `swin2sr`, by which it means no more than one input and one output.
 *
 * @param onnx takes `pixel_values` in [-1, 1] and gives `reconstruction` in [0, 1]
 */
export function transformersFiles(onnx: Uint8Array, imageSize: ImageSize): Readonly<Record<string, Uint8Array>> {
  const { width, height } = sidesOf(imageSize);
  const config = {
    model_type: 'swin2sr',
    architectures: ['Swin2SRForImageSuperResolution'],
    'transformers.js_config': { dtype: 'fp32' }, // it would look for weights in 8 bits
  };
  const preprocessor = {
    image_processor_type: 'ViTImageProcessor',
    do_convert_rgb: true,
    do_resize: true,
    size: { width, height },
    resample: 3, // bicubic
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
  return { 'config.json': json(config), 'preprocessor_config.json': json(preprocessor), 'onnx/model.onnx': onnx };
}

function json(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
