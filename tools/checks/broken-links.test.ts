import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { brokenLinks } from './broken-links.ts';
import { markdownPages, root } from './markdown-pages.ts';

const page = path.join(root, 'README.md');

describe('a link within the repository', () => {
  test('that leads to a file, a folder or a heading is valid', () => {
    const text = `# One *big* thing: a \`name\`
## Again
## Again
[file](LICENSE) [folder](docs/) [heading](#one-big-thing-a-name) [second](#again-1) ![picture](docs/images/start.png)
[other page](CONTRIBUTING.md#a-new-package) [host](https://example.org/nothing) [titled](LICENSE "its licence")`;
    expect(brokenLinks(page, text)).toEqual([]);
  });

  test('that leads nowhere is reported', () => {
    const text = `# One
[a](nothing.md) ![b](docs/images/nothing.png) [c](#two) [d](CONTRIBUTING.md#nothing)
<img src="nothing.png">

[e]: nowhere.md`;
    expect(brokenLinks(page, text).sort()).toEqual(
      ['#two', 'CONTRIBUTING.md#nothing', 'docs/images/nothing.png', 'nothing.md', 'nothing.png', 'nowhere.md'].sort(),
    );
  });

  test('in code does not count, nor does a heading in code', () => {
    const text = ['`[a](nothing.md)`', '```md', '# Two', '[b](nothing.md)', '```', '[c](#two)'].join('\n');
    expect(brokenLinks(page, text)).toEqual(['#two']);
  });
});

test('the links of every page in the repository lead somewhere', () => {
  const pages = markdownPages();
  expect(pages).toContain('docs/architecture.md');
  const broken = pages.flatMap((name) => brokenLinks(path.join(root, name)).map((link) => `${name}: ${link}`));
  expect(broken).toEqual([]);
});
