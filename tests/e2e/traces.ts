import type { Page } from 'playwright-core';

const everything = `(async () => JSON.stringify([
  document.documentElement.outerHTML, document.title, document.cookie, location.href, history.state,
  { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(),
]))()`;

/** Everything a page could still know of a visitor: its document, its address and every store of the browser. */
export const tracesIn = (page: Page): Promise<string> => page.evaluate<string>(everything);
