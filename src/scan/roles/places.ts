/** What directories and names say by themselves, as they are commonly used; each is weaker than what a file does. */
import type {PagePath} from '../../page.ts'
import {baseName} from '../disk-path.ts'

const VENDOR = /(^|\/)(vendor|vendors|bower_components|third[-_]?party)\//i
const TESTS =
  /(^|\/)((?:[a-z0-9]+[-_])?tests?|spec|__tests__|test[-_]?suite|unit[-_]?tests?|test[-_]?(?:framework|cases|data))\//i
/** `/.well-known/` is meant for visitors (RFC 8615). */
const HIDDEN = /(^|\/)(\.(?!well-known\/)[^/]+)\//
/** At the top of the site, or just above the file: farther down such a name is that of a part of the site. */
const SCRIPTS =
  /(^|\/(?=[^/]+\/[^/]+$))(cron|crons|cronjobs|bin|cli|scripts?|tools|migrations|build|develop|dev[-_]?tools)\//i
const SHARED =
  /(^|\/)((?:[a-z0-9]*[-_])?(?:inc|includes?|libs?|library|libraries|class|classes|functions|templates?|languages?)|incl|modules|tpl|views?|layouts?|partials?|langs?|locales?|i18n|config|conf|core)\//i
/** What Apache sends as text unless it is told otherwise. */
const NOT_RUN = /\.(inc|class|lib|module|tpl)$/i

const named =
  (pattern: RegExp) =>
  (path: PagePath): string | undefined =>
    pattern.exec(path)?.[2]

/** The name of a directory above the file, if it is one that holds other people's packages, and so on. */
export const vendorDirectory = named(VENDOR)
export const testDirectory = named(TESTS)
export const hiddenDirectory = named(HIDDEN)
export const scriptDirectory = named(SCRIPTS)
export const sharedDirectory = named(SHARED)

/** The ending of a file that web servers do not run by themselves. */
export function endingNotRun(path: PagePath): string | undefined {
  return NOT_RUN.exec(path)?.[1]
}

/** Whether it answers requests for its directory. */
export function isIndex(path: PagePath): boolean {
  return /^index\.php\d?$/.test(baseName(path))
}

/** Whether its includes and links say nothing about the site in production. */
export function isBesideTheSite(path: PagePath): boolean {
  return testDirectory(path) !== undefined || vendorDirectory(path) !== undefined
}
