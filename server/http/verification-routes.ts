import { publicApi } from '@saoy/contracts/public-api';
import { newestKeyList } from '../seal/newest-key-list.ts';
import { copyProof } from '../transparency/copy-proof.ts';
import { annulmentSegment, newestAnnulmentList } from '../verification/annulment-list.ts';
import type { LookUpContext } from '../verification/verification-context.ts';
import { verifyFile } from '../verification/verify-file.ts';
import { type Mounting, mount } from './mount.ts';
import { orThrow } from './or-throw.ts';

/** Mounts what needs the register and no key at all, besides look-ups: in the service and in a verifier of its own. */
export function mountVerificationRoutes(mounting: Mounting<void>, context: LookUpContext): void {
  mount(mounting, publicApi.verifyFile, async ({ body }) => orThrow(await verifyFile(context, body)));
  mount(mounting, publicApi.getCopyProof, async ({ params }) =>
    orThrow(await copyProof(context.database.db, params.code)),
  );
  mount(mounting, publicApi.getSealKeys, async (_, __, { response }) => {
    const { message, sequence, madeAt } = orThrow(await newestKeyList(context));
    response.setHeader('etag', `"${sequence}"`);
    response.setHeader('last-modified', madeAt.toUTCString());
    // A shared cache may hold it for moments only: it says which keys must not be relied on.
    response.setHeader('cache-control', 'public, max-age=10');
    return message;
  });
  mount(mounting, publicApi.getAnnulments, async (_, __, { response }) => {
    const { message, sequence, madeAt } = orThrow(await newestAnnulmentList(context));
    response.setHeader('etag', `"${sequence}"`);
    response.setHeader('last-modified', madeAt.toUTCString());
    // A shared cache may hold it for moments only: it says what must not be relied on.
    response.setHeader('cache-control', 'public, max-age=10');
    return message;
  });
  mount(mounting, publicApi.getAnnulmentSegment, async ({ params }, _, { response }) => {
    const segment = orThrow(await annulmentSegment(context, params.sha256));
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    return segment;
  });
}
