import { FaultError } from '@saoy/contracts/errors';
import type { Language, Product } from '@saoy/contracts/ids';
import type { Result } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { actions, requests } from '../storage/schema.ts';
import { actionMac } from './action-mac.ts';
import { announce } from './append-action.ts';
import { inTransaction } from './in-transaction.ts';

export interface NewRequest {
  readonly requestId: string;
  readonly kioskId: string;
  readonly visitId: string;
  readonly product: Product;
  readonly language: Language;
}

/** Opens a draft. The same again is harmless; `request.mismatch` when the id is taken by anything else. */
export function createRequest(context: ServiceContext, input: NewRequest): Promise<Result<void>> {
  const { requestId, ...content } = input;
  const at = context.now();
  return inTransaction(context.database.db, async (tx) => {
    const inserted = await tx
      .insert(requests)
      .values({
        id: requestId,
        ...content,
        authority: context.authorityAt(at).id,
        status: 'draft',
        revision: 1,
        createdAt: at,
        updatedAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: requests.id });
    if (inserted.length > 0) {
      const by = { kind: 'kiosk' as const, kioskId: input.kioskId };
      const event = { type: 'created' as const, ...content };
      const mac = actionMac(context.secrets, { requestId, sequence: 1, at: at.toISOString(), by, event });
      await tx.insert(actions).values({ requestId, sequence: 1, at, actor: by, event, mac });
      await announce(tx, 'request', requestId);
      return;
    }
    const [present] = await tx.select().from(requests).where(eq(requests.id, requestId));
    const isSame =
      present?.kioskId === input.kioskId &&
      present.visitId === input.visitId &&
      present.product === input.product &&
      present.language === input.language;
    if (!isSame) throw new FaultError('request.mismatch');
  });
}
