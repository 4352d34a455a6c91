/** What a transport needs from the backend: one function for one request. */
import type {ByteString} from './codec.ts'
import type {BodySource} from './input/body.ts'
import type {PageResponse} from './run-page.ts'

/** A request as a transport delivers it. */
export interface ReceivedRequest {
  /** Given away: the backend puts right what the web server left to it. */
  parameters: Map<string, ByteString>
  body: BodySource
}

/** An answer and what to call when it was sent. */
export interface Exchange {
  response: PageResponse
  /** Called once with the bytes of the body that were sent, also when the client went away. */
  sent(bytes: number): void
}

/** Answers a request; never rejects. */
export type Serve = (request: ReceivedRequest) => Promise<Exchange>

/** A transport on one address. */
export interface Transport {
  /** Takes no more connections and resolves when the requests under way are answered. */
  close(): Promise<void>
  /** Ends every connection now. */
  destroy(): void
}
