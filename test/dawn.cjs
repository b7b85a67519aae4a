const { runInThisContext } = require('node:vm');

// npm's `webgpu` without its wrapper, an ES module, which jest cannot load: the addon is the same.
const { arch, platform } = process;
const { create, globals } = require(`webgpu/dist/${platform}-${platform === 'darwin' ? 'universal' : arch}/dawn.node`);

// Dawn may look for finished work after a test file has ended, and crashes if its instance has been collected by then.
const kept = runInThisContext("globalThis[Symbol.for('instances of Dawn in tests')] ??= []");

module.exports = {
  globals,
  create(flags) {
    const gpu = create(flags);
    kept.push(gpu);
    return gpu;
  },
};
