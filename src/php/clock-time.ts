/** From a calendar date and a time of day to seconds since 1970, and UTC dates. */
import type {PhpValue} from './convert.ts'
import {date, offsetAt} from './date.ts'
import {intParameter, textParameter} from './parameter.ts'

/** Date and time as `mktime` takes them; what is too large goes over into the next minute, month or year. */
type Parts = [hour: PhpValue, minute: PhpValue, second: PhpValue, month: PhpValue, day: PhpValue, year: PhpValue]

/** `gmmktime($hour, $minute, $second, $month, $day, $year)`, all given. Years 0 to 69 are 2000 to 2069, 70 to 100 1970 to 2000. */
export function gmmktime(...parts: Parts): number {
  if (parts.some((part, index) => index > 0 && (part === null || part === undefined))) {
    throw new RangeError('A date with parts of the current time is not supported')
  }
  const [hour, minute, second, month, day, year] = parts.map(intParameter) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const fullYear = year >= 0 && year < 70 ? year + 2000 : year >= 70 && year <= 100 ? year + 1900 : year
  const moment = new Date(0)
  moment.setUTCFullYear(fullYear, month - 1, day)
  const seconds = moment.getTime() / 1000 + hour * 3600 + minute * 60 + second
  if (!Number.isSafeInteger(seconds)) throw new RangeError('A date so far away is not supported')
  return seconds
}

/**
 * `mktime($hour, $minute, $second, $month, $day, $year)`, all given, in the time zone that comes first here. An hour that is
 * skipped in spring lies after the change. Throws a RangeError for one that comes twice in autumn, which PHP takes for the one or the
 * other, and as {@link date} does.
 */
export function mktime(timezone: string, ...parts: Parts): number {
  const local = gmmktime(...parts)
  const before = offsetAt(local - 86_400, timezone)
  const after = offsetAt(local + 86_400, timezone)
  const isBefore = offsetAt(local - before, timezone) === before
  const isAfter = offsetAt(local - after, timezone) === after
  if (before !== after && isBefore && isAfter)
    throw new RangeError('mktime(): an hour that comes twice is not supported')
  return local - (isAfter && !isBefore ? after : before)
}

/** `checkdate($month, $day, $year)`. */
export function checkdate(month: PhpValue, day: PhpValue, year: PhpValue): boolean {
  const [wantedMonth, wantedDay, wantedYear] = [intParameter(month), intParameter(day), intParameter(year)]
  if (wantedYear < 1 || wantedYear > 32767 || wantedMonth < 1 || wantedMonth > 12 || wantedDay < 1) return false
  return wantedDay <= new Date(Date.UTC(2000 + (wantedYear % 400), wantedMonth, 0)).getUTCDate()
}

/** `gmdate($format, $timestamp)`: as {@link date} in UTC, where `T` is `GMT`. Throws a RangeError as it does. */
export function gmdate(format: PhpValue, timestamp: PhpValue): string {
  const withZone = textParameter(format).replace(/\\[\s\S]|[TI]/g, (part) =>
    part === 'T' ? '\\G\\M\\T' : part === 'I' ? '0' : part,
  )
  return date(withZone, timestamp, 'UTC')
}

/**
 * `strtotime($text)` for `2024-12-31`, `2024-12-31 23:59`, `2024-12-31 23:59:59` (also with `T`) and `@86400`, in the time zone of
 * `date.timezone`. Throws a RangeError for every other form, also where PHP gives `false`.
 */
export function strtotime(text: PhpValue, timezone: string): number {
  const string = textParameter(text)
  const timestamp = /^@(-?[0-9]{1,15})$/.exec(string)?.[1]
  if (timestamp !== undefined) return Number(timestamp) + 0
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0'] =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$/.exec(string) ?? []
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  if (!isTime || Number(year) <= 100 || !checkdate(month, day, year)) {
    throw new RangeError(`strtotime(): the form of "${string}" is not supported`)
  }
  return mktime(timezone, hour, minute, second, month, day, year)
}
