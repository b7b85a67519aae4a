// npm's `webgpu` without its wrapper, an ES module, which jest cannot load: the addon is the same.
const { arch, platform } = process;
module.exports = require(`webgpu/dist/${platform}-${platform === 'darwin' ? 'universal' : arch}/dawn.node`);
