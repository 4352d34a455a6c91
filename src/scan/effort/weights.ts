/** What each kind of work is worth, in one place; `docs/effort.md` explains it with an example. */
import type {Effort, WorkKind} from '../types.ts'

/** One kind of work: its points apiece, and how it is called in a reason. */
interface Weight {
  points: number
  one: string
  many: string
  /** The kind that counts the harder ones among these once more: `14 queries, 3 of them put together at run time`. */
  harder?: {kind: WorkKind; points: number; are: string}
}

/**
 * Points apiece. One point is about what it takes to read 25 lines, or to put one query into TypeScript and check it.
 * What PHP does by itself and TypeScript does not (`eval`, variables by name) costs most.
 */
export const WEIGHTS: Partial<Record<WorkKind, Weight>> = {
  lines: {points: 1 / 25, one: 'line of code', many: 'lines of code'},
  html: {points: 1 / 1000, one: 'byte of HTML', many: 'bytes of HTML'},
  branches: {points: 1 / 4, one: 'branch', many: 'branches'},
  inputs: {
    points: 1 / 2,
    one: 'input',
    many: 'inputs',
    harder: {kind: 'dynamic-inputs', points: 2, are: 'with a computed name'},
  },
  queries: {
    points: 1,
    one: 'query',
    many: 'queries',
    harder: {kind: 'dynamic-queries', points: 1, are: 'put together at run time'},
  },
  forms: {points: 2, one: 'form', many: 'forms'},
  outputs: {points: 1 / 2, one: 'header, cookie or status', many: 'headers, cookies and statuses'},
  functions: {points: 1 / 2, one: 'function', many: 'functions'},
  files: {points: 1, one: 'use of files', many: 'uses of files'},
  uploads: {points: 4, one: 'use of uploads', many: 'uses of uploads'},
  mail: {points: 3, one: 'mail sent', many: 'mails sent'},
  processes: {points: 5, one: 'process started', many: 'processes started'},
  eval: {points: 10, one: 'piece of code made at run time', many: 'pieces of code made at run time'},
  variables: {points: 3, one: 'name known only at run time', many: 'names known only at run time'},
  globals: {points: 1 / 2, one: 'use of global or static variables', many: 'uses of global or static variables'},
  references: {points: 1 / 2, one: 'reference', many: 'references'},
  goto: {points: 5, one: 'goto', many: 'gotos'},
  buffers: {points: 1, one: 'use of output buffers', many: 'uses of output buffers'},
  extensions: {points: 2, one: 'PHP extension', many: 'PHP extensions'},
}

/** What a session costs: one that is written has to keep PHP's lock, and what other pages left in it. */
export const SESSION_POINTS = {none: 0, read: 2, write: 4} as const

/** What access rules cost: somebody has to check that they still hold. */
export const PROTECTION_POINTS = 2

/** An include that is known only when the page runs. */
export const DYNAMIC_INCLUDE_POINTS = 4

/** An include of one file of a known set. */
export const SET_INCLUDE_POINTS = 2

/** A file that the page shares with others: most of its work is done once for all of them. */
export const SHARED_INCLUDE_POINTS = 1 / 50

/** What counts of the work of a file that only one page includes: the page may need no more than a part of it. */
export const OWN_INCLUDE_SHARE = 1 / 2

/** The most points of each size; `XL` has no bound. */
export const SIZES: readonly (readonly [size: Effort['size'], most: number])[] = [
  ['XS', 10],
  ['S', 30],
  ['M', 80],
  ['L', 200],
]
