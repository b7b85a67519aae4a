import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);

/**
 * Names SwiftShader as the only Vulkan driver of jest's processes, so that the tests on WebGPU run alike with and without a
 * card. Set here, because Vulkan reads the process's own environment, of which jest gives each test file a copy.
 */
export function nameSwiftShader() {
  if (process.env.WEBGPU_TESTS_ON === 'card') return; // npm run gpu
  const manifest = JSON.parse(readFileSync(new URL('tools/browser-tests/package.json', root), 'utf8'));
  const folder = `node_modules/.cache/pix2pix-ts/chromium-${manifest.devDependencies['@sparticuz/chromium']}`;
  const driver = fileURLToPath(new URL(`${folder}/vk_swiftshader_icd.json`, root));
  Object.assign(process.env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
}
