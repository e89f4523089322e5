import type { Reading } from '@saoy/contracts/staff-api';
import { sql } from 'drizzle-orm';
import type { Database, Executor } from '../storage/database.ts';

const progressChannel = 'page_progress';
/** Smaller steps only cost messages: a page takes a few seconds. */
const LEAST_STEP_PERCENT = 8;
/** Requests whose reading ended without a word, with their process, must not pile up. */
const MOST_REQUESTS = 1000;

interface ReadPage {
  readonly sha256: string;
  readonly state: string;
  readonly progress?: number | undefined;
}

/** Says in every process of the service how far the pages are that are being read now; kept nowhere. */
export class ReadingProgress {
  readonly #percents = new Map<string, Map<string, number>>();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #followers = new Set<(requestId: string) => void>();
  #stop: (() => Promise<void>) | undefined;

  async start(database: Database): Promise<void> {
    this.#stop = await database.listen(progressChannel, (payload) => {
      const [requestId, sha256, percent] = payload.split(':', 3);
      if (requestId === undefined || sha256 === undefined) return;
      this.#keep(requestId, sha256, Number(percent));
      for (const onChange of this.#watchers.get(requestId) ?? []) onChange();
      for (const onChange of this.#followers) onChange(requestId);
    });
  }

  #keep(requestId: string, sha256: string, percent: number): void {
    const pages = this.#percents.get(requestId) ?? new Map<string, number>();
    this.#percents.delete(requestId);
    // Two messages may overtake each other; a second attempt at a page does not go back either.
    this.#percents.set(requestId, pages.set(sha256, Math.max(percent, pages.get(sha256) ?? 0)));
    if (this.#percents.size > MOST_REQUESTS) this.#percents.delete(this.#percents.keys().next().value!);
  }

  /** The pages of a request; those under way with how far they are, 0 to 1. */
  addTo<Page extends ReadPage>(requestId: string, pages: readonly Page[]): Page[] {
    const percents = this.#percents.get(requestId);
    return pages.map((page) => {
      const percent = page.state === 'reading' ? percents?.get(page.sha256) : undefined;
      return percent === undefined ? page : { ...page, progress: percent / 100 };
    });
  }

  /** Where the reading of a request's pages, in their order, stands; null when none is being read. */
  readingOf(requestId: string, pages: readonly ReadPage[]): Reading | null {
    const first = pages.findIndex(({ state }) => state === 'reading');
    if (first < 0) return null;
    const done = this.addTo(requestId, pages).map((page) =>
      page.state === 'reading' ? (page.progress ?? 0) : 1,
    );
    return { page: first + 1, share: done.reduce((sum, share) => sum + share, 0) / pages.length };
  }

  /** Calls back when a page of a request moves on; answers a function that ends it. */
  watch(requestId: string, onChange: () => void): () => void {
    const watchers = this.#watchers.get(requestId) ?? new Set();
    this.#watchers.set(requestId, watchers.add(onChange));
    return () => {
      watchers.delete(onChange);
      if (watchers.size === 0) this.#watchers.delete(requestId);
    };
  }

  /** Calls back when a page of any request moves on; answers a function that ends it. */
  follow(onChange: (requestId: string) => void): () => void {
    this.#followers.add(onChange);
    return () => this.#followers.delete(onChange);
  }

  async stop(): Promise<void> {
    await this.#stop?.();
    this.#watchers.clear();
    this.#followers.clear();
  }
}

/** Tells every process how far a page is, in steps that can be seen. What is lost on the way is not missed. */
export function tellProgress(
  db: Executor,
  page: { readonly requestId: string; readonly sha256: string },
): (share: number) => void {
  let told = 0;
  return (share) => {
    const percent = Math.round(share * 100);
    if (percent < told + LEAST_STEP_PERCENT) return;
    told = percent;
    const payload = `${page.requestId}:${page.sha256}:${percent}`;
    db.execute(sql`select pg_notify(${progressChannel}, ${payload})`).catch(() => undefined);
  };
}
