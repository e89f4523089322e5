import { customType } from 'drizzle-orm/pg-core';

/** Raw bytes; the drivers answer Buffer or Uint8Array, callers see Uint8Array. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
});
