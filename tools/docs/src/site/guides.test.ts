import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../packages.ts';
import { guidesOf, linkOnSite } from './guides.ts';

const guides = guidesOf(root);
const there = new Set(['README.md', ...guides.map(({ page }) => page)]);
const link = (page: string, to: string) => linkOnSite(root, page, to, there);

test('every guide has the title of its head, and each is there once', () => {
  expect(guides).toContainEqual({
    page: 'docs/getting-started.md',
    group: 'Guides',
    title: 'From nothing to a page with your own model',
  });
  expect(guides.length).toBeGreaterThan(40);
  expect(there.size).toBe(guides.length + 1);
});

test('every guide that the README links to is on the site', () => {
  const links = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/\]\(([^):#]+\.md)/g)];
  expect(links.length).toBeGreaterThan(20);
  expect(links.map(([, page = '']) => page).filter((page) => !there.has(page))).toEqual([]);
});

test('decisions are in the order of their numbers, after what they are about', () => {
  const decisions = guides.filter(({ group }) => group === 'Decisions').map(({ page }) => path.basename(page));
  expect(decisions[0]).toBe('README.md');
  expect(decisions.slice(1).map((name) => Number.parseInt(name, 10))).toEqual(
    decisions.slice(1).map((_, at) => at + 1),
  );
});

test('a link leads to the page on the site, to a folder by its README, and elsewhere to the host of the repository', () => {
  expect(link('docs/getting-started.md', '../packages/data/README.md#folders')).toBe(
    '../packages/data/README.md#folders',
  );
  expect(link('packages/trainer/README.md', '../../examples/custom-loss-and-data')).toBe(
    '../../examples/custom-loss-and-data/README.md',
  );
  expect(link('docs/architecture.md', '../tools/checks/violations')).toBe(
    'https://github.com/pix2pix-ts/pix2pix-ts/tree/main/tools/checks/violations',
  );
  expect(link('README.md', 'NOTICE')).toBe('https://github.com/pix2pix-ts/pix2pix-ts/blob/main/NOTICE');
  expect(link('README.md', 'https://example.org/a.md')).toBe('https://example.org/a.md');
  expect(link('docs/getting-started.md', 'images/own-page.png')).toBe('images/own-page.png');
  expect(link('README.md', '#how-fast-it-is')).toBe('#how-fast-it-is');
});
