import { ReadableStream as NodeStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

const streamOf = (chunks: Uint8Array[]): ReadableStream<Uint8Array> =>
  NodeStream.from(chunks) as unknown as ReadableStream<Uint8Array>;

async function collect(...chunks: string[]): Promise<string[]> {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const events: string[] = [];
  for await (const event of readEvents(streamOf(bytes))) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('puts events together that arrive in pieces', async () => {
    expect(await collect('data: {"a"', ':1}\n', '\ndata: 2\n\n')).toEqual(['{"a":1}', '2']);
  });
  it('joins several data lines and passes over comments and other fields', async () => {
    expect(await collect(': keep alive\n\nid: 7\ndata: one\ndata: two\r\n\r\n')).toEqual(['one\ntwo']);
  });
  it('keeps letters whole whose bytes are split', async () => {
    const bytes = new TextEncoder().encode('data: Đặt\n\n');
    const events: string[] = [];
    for await (const event of readEvents(streamOf([bytes.slice(0, 7), bytes.slice(7)]))) events.push(event);
    expect(events).toEqual(['Đặt']);
  });
});
