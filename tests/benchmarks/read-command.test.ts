import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { readCommand } from './read-command.ts';

const names = Object.keys(catalogue);

describe('pnpm bench', () => {
  it('lists every benchmark with a line each when asked for help', () => {
    const command = readCommand(['--help']);
    expect(command.kind).toBe('say');
    for (const name of names)
      expect(command).toMatchObject({
        text: expect.stringMatching(new RegExp(`^ {2}${name} +\\S.{20,120}$`, 'mu')),
      });
  });

  it.each(names)('knows %s by a file, and says what it measures and how long it takes', (name) => {
    expect(existsSync(path.join(import.meta.dirname, `${name}.ts`))).toBe(true);
    const { measures, words = [], options = [], environment = [] } = catalogue[name]!;
    const command = readCommand([name, '--help']);
    const said = command.kind === 'say' ? command.text : '';
    expect(said).toContain(measures);
    expect(said).toMatch(/^Takes: /mu);
    for (const setting of [...words, ...options, ...environment]) expect(said).toContain(setting.name);
  });

  it.each([
    [[], 'Name a benchmark.'],
    [['signin'], 'There is no benchmark "signin".'],
    [['constructor'], 'There is no benchmark "constructor".'],
    [['recognition', '--page', '4'], "Unknown option '--page'"],
    [['pages', '--pages'], "Option '--pages <value>' argument missing."],
    [['calibration', '--write=yes'], "Option '--write' does not take an argument."],
    [['signing', 'many'], 'COPIES must be a positive integer, not "many".'],
    [['flags', '--again', '0'], '--again must be a positive integer, not "0".'],
    [['flags', '--papers', 'all'], '--papers must be tune or held, not "all".'],
    [['verify', '4', '5'], '"5" is one word too many.'],
    [['pages', '12'], '"12" is one word too many.'],
  ])('refuses %j with what is wrong and what would be right', (words, mistake) => {
    const command = readCommand(words);
    expect(command.kind).toBe('refuse');
    expect(command).toMatchObject({ text: expect.stringContaining(mistake) });
    expect(command).toMatchObject({ text: expect.stringContaining('Usage: pnpm bench') });
  });

  it.each([
    [['signing']],
    [['card', '12', 'seed']],
    [['recognition', '--pages', '4', '--defects', '0', '--alone']],
    [['faces', 'folder', '40']],
  ])('hands %j on as it stands', (words) => {
    const [name, ...rest] = words;
    expect(readCommand(words)).toEqual({ kind: 'run', name, rest });
  });
});
