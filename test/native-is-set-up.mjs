import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../packages/backend-native/bin/backend-native.js', import.meta.url));

/**
 * Whether the native engine can be tested here; where it cannot, one line says so. One of an earlier version is brought up to
 * date, which compiles the addons that have changed and fetches nothing. Quiets TensorFlow for jest's workers.
 */
export function nativeIsSetUp() {
  // TensorFlow reads the process's own environment, of which jest gives each test file a copy.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  const state = run('status');
  if (state.status === 0) return true;
  if (state.stdout.includes('set up by an earlier version')) {
    const { status, stderr } = run('install');
    if (status === 0) return true;
    console.error(stderr.trim());
  }
  console.error('The tests on the native engine are left out: npm run native -- install sets it up.');
  return false;
}

function run(name) {
  const arguments_ = ['--conditions', '@pix2pix-ts/source', '--import', import.meta.resolve('tsx'), command, name];
  return spawnSync(process.execPath, arguments_, { encoding: 'utf8' });
}
