import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {oncePerFile} from '../../../src/scan/syntax/once-per-file.ts'
import {PhpFile} from '../../../src/scan/syntax/php-file.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'

const sites = fileURLToPath(new URL('../../sites/', import.meta.url))

describe('PhpFile', () => {
  it('lists the tokens of every kind in order', () => {
    for (const name of readdirSync(sites, {recursive: true, encoding: 'utf8'}).filter((name) =>
      name.endsWith('.php'),
    )) {
      const file = new PhpFile(readFileSync(sites + name, 'latin1'))
      const all = Array.from({length: file.count}, (_, token) => token)
      for (let kind = 1; kind < 256; kind++)
        expect(Array.from(file.all(kind))).toEqual(all.filter((token) => file.kind(token) === kind))
    }
  })

  it('knows nothing of a file that it was made of before', () => {
    new PhpFile('<?php if ($a) { b("c"); }\n\n// d')
    const file = new PhpFile('<?php 1')
    expect(file.count).toBe(2)
    expect([file.kind(2), file.raw(2), file.partner(2), file.line(1)]).toEqual([0, '', 2, 1])
    expect([file.kind(-1), file.all(Kind.If).length, file.lineStarts.length, file.scopes.of.length]).toEqual([
      0, 0, 1, 2,
    ])
  })

  it('gives words in lower case without a leading backslash', () => {
    const file = new PhpFile('<?php \\Foo\\Bar(ECHO')
    expect([file.word(1), file.word(3)]).toEqual(['foo\\bar', 'echo'])
  })
})

describe('oncePerFile', () => {
  it('finds for each file what is asked several times, once', () => {
    let times = 0
    const counted = oncePerFile((file) => ({count: file.count, times: ++times}))
    const other = oncePerFile((file) => [file.source])
    const first = new PhpFile('<?php 1')
    expect([counted(first), other(first), counted(first)]).toEqual([
      {count: 2, times: 1},
      ['<?php 1'],
      {count: 2, times: 1},
    ])
    expect(counted(new PhpFile('<?php 1;'))).toEqual({count: 3, times: 2})
  })
})
