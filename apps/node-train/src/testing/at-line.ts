/**
 * The environment in which a command runs `code` (it may use `fs` and `process`) once it has printed a line with `text`
 * to stdout, before it goes on: whoever reads the line acts later, and how much later depends on the machine.
 */
export function atLine(text: string, code: string): NodeJS.ProcessEnv {
  const script = `
    import fs from 'node:fs';
    const { write } = process.stdout;
    process.stdout.write = function (piece, ...others) {
      const result = write.call(this, piece, ...others);
      if (String(piece).includes(${JSON.stringify(text)})) {
        process.stdout.write = write;
        ${code};
      }
      return result;
    };`;
  const flag = `--import=data:text/javascript,${encodeURIComponent(script)}`;
  return { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${flag}` };
}
