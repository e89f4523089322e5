import type { KioskClient } from '../client.ts';

/** From the attract screen to the empty scan screen, the identity confirmed by staff. */
export async function walkToScan(client: KioskClient): Promise<void> {
  await client.waitFor(({ visit }) => visit.screen === 'attract' && visit.outOfService === null, {
    what: 'a kiosk in service',
    timeoutMs: 10_000,
  });
  await client.act({ type: 'begin' });
  await client.act({ type: 'choose-language', language: 'vi' });
  await client.act({ type: 'choose-product', product: 'certified' });
  await client.act({ type: 'continue' });
  await client.act({ type: 'give-consent', face: false });
  await client.act({ type: 'continue' });
  await client.waitForScreen('scan', 5000);
}

/** Scans what lies on the glass and keeps it whatever the check says. */
export async function scanPage(client: KioskClient): Promise<void> {
  await client.act({ type: 'scan-page', source: 'glass' });
  const { visit } = await client.waitFor(
    (status) =>
      status.fault !== null ||
      (status.visit.screen === 'scan' &&
        !status.visit.isScanning &&
        status.visit.originals.every(({ pages }) =>
          pages.every((page) => page.state === 'good' || page.state === 'problem'),
        )),
    { what: 'a scanned page', timeoutMs: 20_000 },
  );
  if (visit.screen !== 'scan') return;
  for (const { pages } of visit.originals)
    for (const page of pages)
      if (page.state === 'problem') await client.act({ type: 'keep-page', pageId: page.id });
}

/** From the scan screen to the fee. */
export async function walkToFee(
  client: KioskClient,
  delivery: { print: boolean; download: boolean; email: string | null } = {
    print: true,
    download: true,
    email: null,
  },
): Promise<void> {
  await client.act({ type: 'finish-scan' });
  await client.waitForScreen('review', 20_000);
  await client.act({ type: 'confirm-read' });
  await client.act({ type: 'set-delivery', ...delivery });
  await client.act({ type: 'show-fee' });
  await client.waitForScreen('fee', 10_000);
}

export const endVisit = async (client: KioskClient): Promise<void> => {
  await client.act({ type: 'end' });
  await client.waitForScreen('attract', 20_000);
};
