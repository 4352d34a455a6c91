/** `date`, for the format characters that JavaScript's time zone data can answer exactly. */
import type {PhpValue} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
/** Abbreviations, Swatch time and the daylight saving flag are not in JavaScript's data. */
const UNSUPPORTED = new Set('TIBpXx')

/**
 * `date($format, $timestamp)` with the time zone of `date.timezone` given explicitly: `date('d.m.Y H:i', 0,
 * 'Europe/Berlin')` is `01.01.1970 01:00`. Throws a RangeError for `T I B p X x`, for a year outside 1-9999 and for an
 * unknown time zone.
 */
export function date(format: PhpValue, timestamp: PhpValue, timezone: string): string {
  const pattern = textParameter(format)
  // PHP takes null for now.
  if (timestamp === null || timestamp === undefined) throw new RangeError('date() without a timestamp is not supported')
  const seconds = intParameter(timestamp)
  const offset = offsetAt(seconds, timezone)
  const local = new Date((seconds + offset) * 1000)
  const year = local.getUTCFullYear()
  if (!(year >= 1 && year <= 9999))
    throw new RangeError(`date(): a year outside 1 to 9999 (${seconds}) is not supported`)
  let text = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at)
    if (character === '\\') text += pattern.charAt(++at) || '\0'
    else text += formatPart(character, {local, seconds, offset, timezone})
  }
  return text
}

interface Moment {
  /** Local time, held in the UTC fields. */
  local: Date
  seconds: number
  /** Seconds east of UTC. */
  offset: number
  timezone: string
}

function formatPart(character: string, moment: Moment): string {
  const {local, seconds, offset, timezone} = moment
  const hour = local.getUTCHours()
  const day = local.getUTCDate()
  const month = local.getUTCMonth()
  const year = local.getUTCFullYear()
  const weekday = local.getUTCDay()
  switch (character) {
    case 'd':
      return two(day)
    case 'D':
      return (DAYS[weekday] ?? '').slice(0, 3)
    case 'j':
      return String(day)
    case 'l':
      return DAYS[weekday] ?? ''
    case 'N':
      return String(weekday || 7)
    case 'S':
      return ordinalSuffix(day)
    case 'w':
      return String(weekday)
    case 'z':
      return String(dayOfYear(local))
    case 'W':
      return two(isoWeek(local).week)
    case 'o':
      return String(isoWeek(local).year)
    case 'F':
      return MONTHS[month] ?? ''
    case 'M':
      return (MONTHS[month] ?? '').slice(0, 3)
    case 'm':
      return two(month + 1)
    case 'n':
      return String(month + 1)
    case 't':
      return String(new Date(Date.UTC(2000 + (year % 400), month + 1, 0)).getUTCDate())
    case 'L':
      return isLeap(year) ? '1' : '0'
    case 'Y':
      return String(year).padStart(4, '0')
    case 'y':
      return two(year % 100)
    case 'a':
      return hour < 12 ? 'am' : 'pm'
    case 'A':
      return hour < 12 ? 'AM' : 'PM'
    case 'g':
      return String(hour % 12 || 12)
    case 'h':
      return two(hour % 12 || 12)
    case 'G':
      return String(hour)
    case 'H':
      return two(hour)
    case 'i':
      return two(local.getUTCMinutes())
    case 's':
      return two(local.getUTCSeconds())
    case 'u':
      return '000000'
    case 'v':
      return '000'
    case 'e':
      return timezone
    case 'O':
      return offsetText(offset, '')
    case 'P':
      return offsetText(offset, ':')
    case 'Z':
      return String(offset)
    case 'U':
      return String(seconds)
    case 'c':
      return date('Y-m-d\\TH:i:sP', seconds, timezone)
    case 'r':
      return date('D, d M Y H:i:s O', seconds, timezone)
    default:
      if (UNSUPPORTED.has(character)) throw new RangeError(`date(): the format character ${character} is not supported`)
      return character
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Seconds east of UTC. Throws a RangeError for an unknown time zone and before the year 1. */
export function offsetAt(seconds: number, timezone: string): number {
  if (timezone === 'UTC') return 0
  let formatter = formatters.get(timezone)
  if (formatter === undefined) {
    const numeric = {year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric'} as const
    formatter = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      second: 'numeric',
      era: 'short',
      hourCycle: 'h23',
      calendar: 'gregory',
      timeZone: timezone,
    })
    formatters.set(timezone, formatter)
  }
  const parts = new Map(formatter.formatToParts(seconds * 1000).map((part) => [part.type, part.value]))
  const field = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name))
  if (parts.get('era') !== 'AD') throw new RangeError(`date(): a year outside 1 to 9999 (${seconds}) is not supported`)
  const local = new Date(0)
  local.setUTCFullYear(field('year'), field('month') - 1, field('day'))
  local.setUTCHours(field('hour'), field('minute'), field('second'))
  return local.getTime() / 1000 - seconds
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function dayOfYear(local: Date): number {
  const start = new Date(local)
  start.setUTCMonth(0, 1)
  return Math.round((local.getTime() - start.getTime()) / 86_400_000)
}

/** ISO 8601: the week of a day is the week of that week's Thursday. */
function isoWeek(local: Date): {year: number; week: number} {
  const thursday = new Date(local)
  thursday.setUTCDate(local.getUTCDate() + 4 - (local.getUTCDay() || 7))
  return {year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1}
}

function offsetText(offset: number, separator: string): string {
  const minutes = Math.trunc(Math.abs(offset) / 60)
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}${separator}${two(minutes % 60)}`
}
