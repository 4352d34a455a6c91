/** Where sessions are kept; a store knows bytes, not what is in them. */

/** A session that is locked for this request until it is closed. */
export interface OpenSession {
  readonly bytes: Buffer
  write(bytes: Buffer): Promise<void>
  /** Marks the session as used, so that garbage collection spares it. */
  touch(): Promise<void>
  remove(): Promise<void>
  /** Gives up the lock. */
  close(): Promise<void>
}

export interface SessionStore {
  /** Whether the store can keep a session of this identifier, which is a valid one. */
  accepts(id: string): boolean
  exists(id: string): Promise<boolean>
  /** Reads without a lock. */
  read(id: string): Promise<{bytes: Buffer; touch(): Promise<void>}>
  /** Locks the session, creating it when it does not exist. */
  open(id: string): Promise<OpenSession>
  /** Writes a session that this request has not opened. */
  write(id: string, bytes: Buffer): Promise<void>
  /** Removes sessions that were not used for so many seconds, where the store does not do that by itself. */
  collectGarbage(maxLifetime: number): Promise<void>
  /** Ends connections; the store opens them again when it is used. */
  close(): Promise<void>
}
