/** Where sessions are kept; a store knows bytes, not what is in them. */

/** A session that is locked for this request until it is closed. */
export interface OpenSession {
  readonly bytes: Buffer
  write(bytes: Buffer): void
  /** Marks the session as used, so that garbage collection spares it. */
  touch(): void
  remove(): void
  close(): void
}

export interface SessionStore {
  exists(id: string): boolean
  /** Reads without a lock. A session that does not exist is created empty, as PHP creates it. */
  read(id: string): Promise<{bytes: Buffer; touch(): void}>
  /** Locks the session, creating it when it does not exist. */
  open(id: string): Promise<OpenSession>
  /** Writes a session that this request has not opened. */
  write(id: string, bytes: Buffer): Promise<void>
}
