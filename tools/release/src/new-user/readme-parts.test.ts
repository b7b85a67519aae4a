import { expect, test } from '@jest/globals';
import { packagesToInstall, programsOf } from './readme-parts.ts';

const readme = `# A package

\`\`\`sh
npm install --global other
npm install @pix2pix-ts/a b   # or c
\`\`\`

\`\`\`ts
import { a } from 'a';
a();
\`\`\`

\`\`\`ts
await a();
\`\`\`
`;

test('the packages to install are those of the first line that installs into a project', () => {
  expect(packagesToInstall(readme)).toEqual(['@pix2pix-ts/a', 'b']);
});

test('a README without an install line is reported', () => {
  expect(() => packagesToInstall('# A package')).toThrow(
    'Expected a line "npm install NAME ..." in the README, got none.',
  );
});

test('a sample without imports is not a program', () => {
  expect(programsOf(readme)).toEqual(["import { a } from 'a';\na();\n"]);
});
