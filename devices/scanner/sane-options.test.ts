import { describe, expect, it } from 'vitest';
import {
  chooseResolution,
  composeSaneArguments,
  parseSaneOptions,
  readMaxResolution,
  readSources,
} from './sane-options.ts';

// Excerpts of `scanimage -A` as drivers print them.
const fujitsu = `
All options specific to device \`fujitsu:fi-7160:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
    --button-page-loaded[=(yes|no)] [no] [hardware]
`;
const airscan = `
    --resolution 75|100|150|200|300|600dpi [300]
    --mode Color|Gray [Color]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    -x 0..215.9mm [215.9]
    -y 0..297.011mm [297.011]
`;
const genesys = `
    --mode Color|Gray [Gray]
    --source Flatbed [inactive]
    --depth 8|16 [8]
    --resolution auto||4800|2400|1200|600|300|150|75dpi [75]
    -x 0..216mm [216]
`;

describe('the options of a SANE device', () => {
  it('tells a sheet-fed scanner from one with a glass and one with both', () => {
    expect(readSources(parseSaneOptions(fujitsu))).toEqual({ sources: ['feeder'], canDuplex: true });
    expect(readSources(parseSaneOptions(airscan))).toEqual({ sources: ['glass', 'feeder'], canDuplex: true });
    expect(readSources(parseSaneOptions(genesys))).toEqual({ sources: ['glass'], canDuplex: false });
  });

  it('finds the highest resolution in a range and in a list', () => {
    expect([fujitsu, airscan, genesys].map((text) => readMaxResolution(parseSaneOptions(text)))).toEqual([
      600, 600, 4800,
    ]);
  });

  it('knows which resolution it will get', () => {
    const listed = parseSaneOptions('    --resolution 75|150|400dpi [75]');
    expect(chooseResolution(listed, 300)).toBe(400);
    expect(chooseResolution(listed, 600)).toBe(400);
    expect(chooseResolution(parseSaneOptions(fujitsu), 300)).toBe(300);
    expect(chooseResolution(parseSaneOptions(fujitsu), 1200)).toBe(600);
    expect(chooseResolution(parseSaneOptions('    --resolution 200dpi [200]'), 300)).toBe(200);
  });

  it('orders colour, A4 and the source in the words of the driver, and nothing it does not know', () => {
    const feeder = { source: 'feeder', resolutionDpi: 300 } as const;
    expect(composeSaneArguments(parseSaneOptions(fujitsu), { ...feeder, duplex: true })).toEqual(
      '--source=ADF Duplex,--mode=Color,--resolution=300,-l,0,-x,210,-y,279.364'.split(','),
    );
    expect(composeSaneArguments(parseSaneOptions(airscan), feeder).slice(0, 2)).toEqual([
      '--source=ADF',
      '--mode=Color',
    ]);
    expect(composeSaneArguments(parseSaneOptions(genesys), { ...feeder, source: 'glass' })).toEqual(
      '--mode=Color,--depth=8,--resolution=300,-x,210'.split(','),
    );
  });
});
