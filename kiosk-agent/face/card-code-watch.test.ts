import type { CardHint } from '@saoy/contracts/identity';
import { beforeEach, describe, expect, it } from 'vitest';
import { CardCodeWatch } from './card-code-watch.ts';

const card = '001099012345||Nguyễn Văn An|01011999|Nam|Hà Nội|01012022';
type Sight = { texts: string[]; hint: CardHint | null };

describe('the watch for the code of a card', () => {
  let nowMs: number;
  let looked: string[];
  let heard: string[];
  let answers: Map<string, Sight>;
  let watch: CardCodeWatch;
  /** Ends the look that is under way. */
  let finish: (() => void)[];

  beforeEach(() => {
    nowMs = 0;
    looked = [];
    heard = [];
    finish = [];
    answers = new Map();
    watch = new CardCodeWatch({
      look: async (jpeg) => {
        const name = Buffer.from(jpeg).toString();
        looked.push(name);
        await new Promise<void>((resolve) => finish.push(resolve));
        return { ok: true, value: answers.get(name) ?? { texts: [], hint: null } };
      },
      now: () => nowMs,
      onHint: (hint) => heard.push(`hint ${hint}`),
      onForeignCode: () => heard.push('foreign'),
      onCode: async (text) => void heard.push(text),
    });
  });
  const push = (name: string) => watch.push({ jpeg: Buffer.from(name), sequence: 0, capturedAtMs: 0 });
  const settle = async () => {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const show = async (name: string, sight: Sight) => {
    answers.set(name, sight);
    push(name);
    await settle();
  };

  it('looks at one frame at a time and then at the newest, never at those between', async () => {
    for (const name of ['1', '2', '3', '4']) push(name);
    await settle();
    await settle();
    expect(looked).toEqual(['1', '4']);
  });

  it('hands on what looks like the code of a card', async () => {
    await show('1', { texts: ['https://example.org', card], hint: null });
    expect(heard).toEqual([card]);
  });

  it('keeps every other text to itself, and says once that it is no card while it is held there', async () => {
    for (const name of ['1', '2', '3'])
      await show(name, { texts: ['WIFI:T:WPA;S:home;P:secret;;'], hint: null });
    await show('4', { texts: ['https://example.org'], hint: null });
    await show('5', { texts: [`${card}${'|x'.repeat(600)}`], hint: null });
    expect(heard).toEqual(['foreign', 'foreign', 'foreign']);
  });

  it('does not ask about the same code again that was refused', async () => {
    await show('1', { texts: [card], hint: null });
    await show('2', { texts: [card], hint: null });
    expect(heard).toEqual([card]);
  });

  it('says what to change no faster than it can be followed', async () => {
    await show('1', { texts: [], hint: 'glare' });
    await show('2', { texts: [], hint: 'blurred' });
    nowMs = 2_000;
    await show('3', { texts: [], hint: 'blurred' });
    expect(heard).toEqual(['hint glare', 'hint blurred']);
  });

  it('says nothing more once it is stopped', async () => {
    answers.set('1', { texts: [card], hint: null });
    push('1');
    watch.stop();
    push('2');
    await settle();
    expect([looked, heard]).toEqual([['1'], []]);
  });
});
