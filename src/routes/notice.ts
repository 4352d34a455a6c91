import type {PagePath} from '../page.ts'

/** Something people must know about a configuration: a warning, or the reason why there is none. */
export interface Notice {
  /** Stable, in capitals: `NAME_NOT_UTF8`. Scripts may match it. */
  code: string
  /** The page it is about; absent when it is about all of them. */
  page?: PagePath
  /** What is so, as a sentence without a full stop. Names in it are safe to print. */
  reason: string
  /** What to do about it. */
  remedy: string
}
