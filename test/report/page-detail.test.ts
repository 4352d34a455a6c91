import {stripVTControlCharacters} from 'node:util'
import {expect, test} from 'vitest'
import type {LedgerPageDetail} from '../../src/ledger/types.ts'
import type {PageCalls} from '../../src/report/page-calls.ts'
import {detailText} from '../../src/report/page-detail.ts'
import {columnsOf} from '../../src/report/table.ts'
import type {FileFacts, FormUse} from '../../src/scan/types.ts'
import {factsOfFile} from '../scan/facts-of.ts'
import {pageWith} from './some-page.ts'

/** Facts of an empty file, with changes. */
const facts = (changes: Partial<FileFacts> = {}): FileFacts => ({
  ...factsOfFile('<?php'),
  databases: [],
  sql: [],
  forms: [],
  extensions: [],
  ...changes,
})

const NO_CALLS: PageCalls = {called: [], inputReaders: []}

/** The lines of one section of the screen, without its label. */
function section(label: string, page: LedgerPageDetail, calls = NO_CALLS): string[] {
  const lines = detailText(page, calls, []).split('\n')
  const start = lines.findIndex((line) => line.startsWith(`${label} `))
  const end = lines.findIndex((line, index) => index > start && !line.startsWith(' '))
  return start < 0 ? [] : lines.slice(start, end < 0 ? undefined : end).map((line) => line.slice(11))
}

test('says in the first line what the page is and where it is on its way', () => {
  const page = pageWith(facts({inlineHtmlBytes: 50}), {bytes: 200, lines: 1200, owner: 'ana', flags: ['stale']})
  expect(detailText(page, NO_CALLS, []).split('\n')[0]).toBe(
    'cart.php   page · todo · served by PHP · stale · owner ana · 1,200 lines · 25 % HTML · effort S',
  )
})

test('takes each input once, with its conversion, its default and all its places', () => {
  const {inputs} = factsOfFile(`<?php
$id = (int) $_GET['id'];
if (isset($_POST['send'])) {}
foreach ($_POST['qty'] as $n) {}
$name = $_POST['name'] ?? 'nobody';
echo $_GET['id']; echo $_GET['id']; echo $_GET['id'];
$_GET['set'] = 1; echo $_SESSION['user'];`)
  expect(section('Takes', pageWith(facts({inputs})))).toEqual([
    expect.stringMatching(/^id {2,}GET {2,}int {2,}\(int\) \$_GET\['id'\] {2,}cart\.php:2, 6$/),
    expect.stringMatching(/^send {2,}POST {2,}tested {2,}\$_POST\['send'\] {2,}cart\.php:3$/),
    expect.stringMatching(/^qty {2,}POST {2,}.*cart\.php:4$/),
    expect.stringMatching(/^name {2,}POST {2,}= 'nobody' {2,}.*cart\.php:5$/),
  ])
})

test('names the functions that may read inputs for the page', () => {
  const calls = {called: [], inputReaders: ['get_int', 'get_text']}
  expect(section('Takes', pageWith(facts()), calls)).toEqual(['perhaps more (see `--deep`), read by get_int, get_text'])
})

test('shows forms with what they send, a name once', () => {
  const field = (name: string, type: string) => ({name, type, line: 11})
  const form = {method: 'post', action: 'buy.php', upload: true, line: 10} as const
  const page = pageWith(
    facts({forms: [{...form, fields: [field('qty[]', 'text'), field('qty[]', 'text'), field('go', 'submit')]}]}),
  )
  expect(section('Forms', page)).toEqual(['POST with files  to buy.php  cart.php:10', 'qty[] text 2×, go submit'])
})

test('counts what occurs often and names the first places', () => {
  const note = (line: number) => ({kind: 'global', text: 'global $db', line}) as const
  const page = pageWith(facts({notes: [1, 5, 9, 12, 20].map(note)}))
  expect(section('Hard', page)).toEqual([
    expect.stringMatching(/^global variables {2}5× {2,}global \$db {2}cart\.php:1, 5, 9 …$/),
  ])
})

test('shows tables with those of the includes, and each kind of statement once', () => {
  const select = {verb: 'select', reads: ['books'], writes: [], text: 'SELECT * FROM books'} as const
  const page = pageWith(
    facts({
      sql: [
        {...select, reads: [...select.reads], writes: [], line: 3},
        {...select, reads: [...select.reads], writes: [], line: 9},
        {verb: 'update', reads: [], writes: ['stock'], text: 'UPDATE stock SET n = 1', line: 12},
      ],
    }),
    {tables: {reads: ['books', 'users'], writes: ['stock']}},
  )
  expect(section('Data', page)).toEqual([
    'reads books, users',
    'writes stock',
    expect.stringMatching(/^SELECT {2}2× {2}books {2}SELECT \* FROM books {5}cart\.php:3, 9$/),
    expect.stringMatching(/^UPDATE {6}stock {2}UPDATE stock SET n = 1 {2}cart\.php:12$/),
  ])
})

test('says how an include was found, and what it is when it was not', () => {
  const edge = (line: number, text: string, targets: string[], how: 'literal' | 'set' | 'absent' | 'dynamic') => ({
    from: 'cart.php',
    line,
    text,
    targets,
    how,
  })
  const page = pageWith(facts(), {
    includes: [
      edge(3, "'a.php'", ['a.php'], 'literal'),
      edge(4, "'p/' . $x", ['p/1.php', 'p/2.php', 'p/3.php'], 'set'),
      edge(5, "'config.php'", [], 'absent'),
      edge(6, '$file', [], 'dynamic'),
    ],
    closure: ['a.php', 'deep.php', 'p/1.php', 'p/2.php', 'p/3.php'],
  })
  expect(section('Includes', page).map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    'a.php | cart.php:3',
    'p/1.php, p/2.php and 1 more | one of a set | cart.php:4',
    "'config.php' | not there: generated, or the user’s | cart.php:5",
    '$file | known only at run time | cart.php:6',
    'and through them 1 more: deep.php',
  ])
})

test('says where the functions of the site are that the page calls', () => {
  const called = [
    {kind: 'function', name: 'db_query', file: 'inc/db.php', line: 12},
    {kind: 'class', name: 'Cart', file: 'inc/cart.php', line: 3},
    {kind: 'function', name: 'db_fetch', file: 'inc/db.php', line: 40},
    {kind: 'function', name: 'own', file: 'cart.php', line: 80},
  ] as const
  expect(section('Calls', pageWith(facts()), {called: [...called], inputReaders: []} as never)).toEqual([
    'inc/db.php    db_query:12, db_fetch:40',
    'inc/cart.php  Cart:3',
  ])
})

test('says what makes the effort, and counts the small reasons', () => {
  const reasons = Array.from({length: 10}, (_, index) => ({because: `reason ${index}`, points: 10 - index}))
  expect(section('Effort', pageWith(facts(), {effort: {points: 55, size: 'M', reasons}}))).toEqual([
    'M, 55 points: 10 for reason 0 · 9 for reason 1 · 8 for reason 2 · 7 for reason 3 ·',
    '6 for reason 4 · 5 for reason 5 · 4 for reason 6 · 3 for reason 7 and 2 more',
  ])
  expect(section('Effort', pageWith(facts(), {effort: {points: 0, size: 'XS', reasons: []}}))).toEqual(['XS, 0 points'])
})

test('says what leads to the page, and how far a change of it reaches', () => {
  const page = pageWith(facts(), {
    linkedFrom: [
      {from: 'index.php', line: 4, kind: 'href'},
      {from: 'index.php', line: 9, kind: 'href'},
      {from: 'login.php', line: 7, kind: 'location'},
    ],
    reach: 17,
    includedBy: ['all.php'],
  })
  expect(section('Linked', page)).toEqual(['from index.php:4 +1, login.php:7 (redirect)'])
  expect(section('Reach', page)).toEqual(['17 pages change when this file does', 'included by all.php'])
})

test('a page that could not be read still has a screen', () => {
  const page = {...pageWith(facts()), facts: null, hash: null}
  expect(detailText(page, NO_CALLS, [])).toContain('cart.php   page · todo')
})

/** A page with as many of everything, every text as given. */
function largePage(text: string, size: number): LedgerPageDetail {
  const many = <Fact>(make: (line: number) => Fact): Fact[] => Array.from({length: size}, (_, index) => make(index + 1))
  const kinds =
    'eval goto variable-variable extract dynamic-name dynamic-include magic-method hook output-buffer static global reference serialize setting callback array-pointer silence file-read file-write upload mail network exec exit'.split(
      ' ',
    )
  return pageWith(
    facts({
      inputs: many((line) => ({source: 'get', key: `${text}${line}`, access: 'read', fallback: text, text, line})),
      forms: many(
        (line): FormUse => ({
          method: 'post',
          action: text,
          upload: true,
          line,
          fields: many((at) => ({name: `${text}${at}`, type: 'text', line: at})).slice(0, 50),
        }),
      ).slice(0, 100),
      session: many((line) => ({kind: 'write', key: `${text}${line}`, text, line})),
      outputs: many((line) => ({kind: 'header', value: `${text}${line}`, text, line})),
      sql: many((line) => ({verb: 'select', reads: [`${text}${line}`], writes: [], text, line})),
      databases: many((line) => ({layer: `${text}${line}`, does: 'query', text, line})),
      extensions: many((line) => ({extension: `${text}${line}`, text, line})),
      definitions: many((line) => ({kind: line % 2 ? 'function' : 'class', name: `${text}${line}`, line})),
      notes: many((line) => ({kind: kinds[line % kinds.length] as 'eval', text, line})),
      links: many((line) => ({kind: 'href', target: `${text}${line}`, line})),
    }),
    {
      path: `${text}.php`,
      tables: {reads: many((line) => `${text}${line}`), writes: many((line) => `${text}${line}`)},
      effort: {points: 9000, size: 'XL', reasons: many((line) => ({because: `${text}${line}`, points: 3}))},
      linkedFrom: many((line) => ({from: `${text}${line}.php`, line, kind: 'href'})),
      includes: many((line) => ({from: 'x', line, text, targets: [`${text}${line}`, `b${line}`, 'c'], how: 'set'})),
      closure: many((line) => `${text}${line}`),
      includedBy: many((line) => `${text}${line}`),
      evidence: many((line) => ({because: text, file: text, line})),
      sessionEvidence: many((line) => ({because: text, file: text, line})),
      access: many((line) => ({file: text, kind: 'auth', text, line})),
      problems: many((line) => ({kind: 'name', message: text, line})),
      owner: text,
      link: text,
      history: many(() => ({
        at: '2026-11-03T10:00:00.000Z',
        who: text,
        path: 'x',
        kind: 'note',
        text,
        from: null,
        to: null,
        forced: false,
      })),
      reach: 500,
    },
  )
}

const MANY_URLS = Array.from({length: 3000}, (_, index) => ({
  url: `/${'x'.repeat(200)}/${index}`,
  example: `/${'x'.repeat(300)}`,
  via: [{how: 'rewrite' as const, file: 'x'.repeat(200), line: index, text: ''}],
  isCertain: true,
}))

test('a page with thousands of everything stays readable: what is grouped is counted, and nothing is wider than the screen', () => {
  const called = Array.from({length: 3000}, (_, index) => ({
    kind: 'function' as const,
    name: `f${index}`,
    file: `f${index % 40}.php`,
    line: index,
  }))
  const lines = detailText(largePage('x', 3000), {called, inputReaders: called.map(({name}) => name)}, MANY_URLS).split(
    '\n',
  )
  expect(lines.length).toBeLessThanOrEqual(180)
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(100)
})

test.each([
  ['escape sequences', '\x1b[31mred\x1b]0;title\x07'],
  ['line ends', 'one\ntwo\r\nthree'],
  ['bidirectional overrides', 'abc\u202egpj.exe'],
  ['lines of ten thousand characters', 'ab '.repeat(3400)],
  ['wide characters', '日本語'.repeat(40)],
  ['half characters', 'a\ud800b'],
])('a page full of %s harms no terminal', (_, text) => {
  const calls = {called: [{kind: 'function' as const, name: text, file: text, line: 1}], inputReaders: [text]}
  const url = {url: text, example: text, via: [{how: 'rewrite' as const, file: text, line: 1, text}], isCertain: false}
  const screen = detailText(largePage(text, 200), calls, [url])
  expect(screen).toBe(stripVTControlCharacters(screen))
  expect(screen).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
  for (const line of screen.split('\n').slice(1)) expect(columnsOf(line)).toBeLessThanOrEqual(100)
})
