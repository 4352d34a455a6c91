/** The real time. */
import type {Clock} from './context.ts'

export const systemClock: Clock = {
  time: () => Math.trunc(Date.now() / 1000),
  microtime: () => Date.now() / 1000,
}
