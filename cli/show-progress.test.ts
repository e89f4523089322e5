import { describe, expect, it } from 'vitest';
import { showProgress } from './show-progress.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

const half = { filesDone: 1, underWay: [{ file: 'scans/trang hai.jpg', share: 0.5 }] };

describe('the progress of saoy recognise', () => {
  it('is one line on a terminal that moves and goes', () => {
    const stderr = terminal(true);
    const progress = showProgress(stderr, 2, false);
    progress.update(half);
    expect(stderr.written.at(-1)).toBe(
      '\r\u001b[K███████████████░░░░░ 1 of 2 pages read  trang hai.jpg 50 %',
    );
    progress.clear();
    expect(stderr.written.at(-1)).toBe('\r\u001b[K');
  });

  it('is silent without a terminal, unless it is asked for', () => {
    const [silent, asked] = [terminal(false), terminal(false)];
    showProgress(silent, 2, false).update(half);
    showProgress(asked, 2, true).update(half);
    expect(silent.written).toEqual([]);
    expect(asked.written).toEqual(['trang hai.jpg 50 %\n', '1 of 2 pages read\n']);
  });

  it('shows no control characters of a file name', () => {
    const stderr = terminal(false);
    showProgress(stderr, 1, true).update({
      filesDone: 0,
      underWay: [{ file: 'a\u001b[2Jb.png', share: 0.9 }],
    });
    expect(stderr.written).toEqual(['a?[2Jb.png 90 %\n']);
  });
});
