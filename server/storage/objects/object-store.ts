/** Address of a stored object: the SHA-256 of its encrypted bytes, in hexadecimal. */
export type ObjectKey = string;

/** Keeps bytes encrypted; what it answered for is durable. */
export interface ObjectStore {
  /** Encrypts under a fresh key and stores durably. The same bytes stored twice get two addresses. */
  put(bytes: Uint8Array): Promise<ObjectKey>;
  /** The bytes; null when nothing is stored there. Throws when what is stored was altered. */
  get(key: ObjectKey): Promise<Uint8Array | null>;
  /** Destroys the object's key, then the object. Deleting what is gone is harmless. */
  delete(key: ObjectKey): Promise<void>;
  /** Every address with the time it was stored, for finding objects nothing refers to. */
  list(): AsyncIterable<{ readonly key: ObjectKey; readonly storedAt: Date }>;
}
