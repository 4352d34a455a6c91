import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {CallGraph} from '../../../src/scan/session/call-graph.ts'
import {sessionMode} from '../../../src/scan/session/mode.ts'
import type {SiteFacts} from '../../../src/scan/types.ts'
import {factsOfFile} from '../facts-of.ts'

const CART = 'class Cart { function __construct() { $_SESSION["cart"] = []; } }'

const graphOf = (files: Record<string, string>): CallGraph =>
  new CallGraph(Object.entries(files).map(([path, code]) => [path, factsOfFile(`<?php ${code}`)] as const))

const modeIn = (files: Record<string, string>): string =>
  sessionMode('page.php', Object.keys(files).sort().slice(0, -1), graphOf(files)).session

describe('a session is written', () => {
  it.each([
    [
      'by the constructor of a parent',
      {'lib.php': CART, 'page.php': 'class Basket extends Cart {} new Basket;'},
      'write',
    ],
    [
      'by a constructor as PHP 4 has them',
      {'lib.php': 'class Old { function old() { $_SESSION["x"] = 1; } }', 'page.php': 'new Old;'},
      'write',
    ],
    [
      'by the parent in another class',
      {'lib.php': CART, 'page.php': 'class Basket { function __construct() { ready(); } } new Basket;'},
      'none',
    ],
    [
      'by a method that a class takes from elsewhere',
      {'lib.php': 'trait Puts { static function put() { $_SESSION["x"] = 1; } }', 'page.php': 'Cart::put();'},
      'write',
    ],
    [
      'by a function of the page that its include calls',
      {'lib.php': 'at_end();', 'page.php': 'function at_end() { unset($_SESSION["x"]); }'},
      'write',
    ],
    [
      'by a method of the page that its include calls',
      {'lib.php': '$page->end();', 'page.php': 'class Page { function end() { session_destroy(); } }'},
      'write',
    ],
    [
      'by a function that nobody calls',
      {'lib.php': 'function put() { $_SESSION["x"] = 1; }', 'page.php': 'get();'},
      'none',
    ],
    [
      'by a function of a file that is not included',
      {'page.php': 'put();', 'zoo.php': 'function put() { $_SESSION["x"] = 1; }'},
      'none',
    ],
    [
      'by functions that call each other',
      {
        'lib.php': 'function a() { b(); } function b() { a(); c(); } function c() { $_SESSION["x"] = 1; }',
        'page.php': 'a();',
      },
      'write',
    ],
  ] as [string, Record<string, string>, string][])('%s', (_, files, mode) => {
    const page = Object.keys(files).includes('zoo.php')
      ? sessionMode('page.php', [], graphOf(files)).session
      : modeIn(files)
    expect(page).toBe(mode)
  })
})

describe('the session mode of pages', () => {
  it('does not mind a file that is named twice, or the page itself', () => {
    const graph = graphOf({
      'a.php': 'function put() { $_SESSION["x"] = 1; put(); }',
      'page.php': 'function go() { put(); } go();',
    })
    const closure = ['a.php', 'a.php', 'page.php', 'gone.php']
    expect(sessionMode('page.php', closure, graph).session).toBe('write')
    expect(sessionMode('page.php', [], graph).session).toBe('none')
  })

  const site = fc.array(
    fc.record({
      calls: fc.array(fc.tuple(fc.nat(6), fc.nat(9)), {maxLength: 8}),
      writes: fc.array(fc.nat(6), {maxLength: 1}),
      closure: fc.array(fc.nat(5), {maxLength: 2}),
    }),
    {minLength: 6, maxLength: 6},
  )
  const NAMES = ['', 'f', 'g', 'cart::add', 'cart::take', 'page::add', 'page::show']
  const CALLS = ['f', 'g', '->add', '->take', '->show', 'cart::add', 'cart::show', 'page::add', 'shop::take', 'h']
  const pathOf = (file: number): string => `${file}.php`

  it('is what following every call gives, whatever was asked before, however files were added', () => {
    fc.assert(
      fc.property(site, fc.nat(5), (files, first) => {
        const facts = files.map((file) => factsFrom(file, NAMES, CALLS))
        const order = facts.map((_, index) => (index + first) % facts.length)
        const graph = new CallGraph(order.map((file) => [pathOf(file), facts[file] as SiteFacts]))
        // Pages of one closure share it as one array.
        const shared = new Map<string, string[]>()
        for (const page of [...order, ...order]) {
          const closure = [...new Set(files[page]?.closure)].filter((file) => file !== page).sort()
          const paths = shared.get(String(closure)) ?? closure.map(pathOf)
          shared.set(String(closure), paths)
          const {session} = sessionMode(pathOf(page), paths, graph)
          expect(session).toBe(isWritten([page, ...closure], facts) ? 'write' : 'none')
        }
      }),
      {numRuns: 500},
    )
  })
})

interface RandomFile {
  calls: [number, number][]
  writes: number[]
}

function factsFrom({calls, writes}: RandomFile, names: readonly string[], texts: readonly string[]): SiteFacts {
  const inside = (index: number): string => names[index] ?? ''
  const callers = [...new Set(calls.map(([caller]) => caller))]
  return {
    definitions: [],
    callsOf: callers.map((caller) => ({
      inside: inside(caller),
      names: calls.filter(([other]) => other === caller).map(([, call]) => texts[call] ?? ''),
    })),
    session: writes.map((writer) => ({
      kind: 'write',
      key: 'x',
      text: '$_SESSION',
      line: 1,
      ...(writer === 0 ? {} : {inside: inside(writer)}),
    })),
  } as unknown as SiteFacts
}

/** By following every call from the top level of the files, by the rules that `CallGraph` is documented with. */
function isWritten(files: readonly number[], facts: readonly SiteFacts[]): boolean {
  const known = new Set<string>()
  for (const {callsOf, session} of facts) for (const {inside} of [...callsOf, ...session]) if (inside) known.add(inside)
  const meant = (call: string): string[] => {
    if (known.has(call)) return [call]
    const method = /(?:->|::)(.*)$/.exec(call)?.[1]
    return method === undefined ? [] : [...known].filter((name) => name.endsWith(`::${method}`))
  }
  const reached = new Set([''])
  for (const name of reached) {
    for (const file of files) {
      for (const {inside, names} of facts[file]?.callsOf ?? [])
        if (inside === name) for (const call of names) for (const target of meant(call)) reached.add(target)
    }
  }
  return files.some((file) => facts[file]?.session.some(({inside}) => reached.has(inside ?? '')))
}
