import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {differences, type Row} from './calls.ts'

const table = JSON.parse(readFileSync(new URL('fixtures/calls.json', import.meta.url), 'utf8')) as Record<string, Row[]>
/** Without PHP the random calls are skipped, but never where CI is set. */
const skipsPhp = process.env.CI === undefined && spawnSync('php', ['-v']).status !== 0

describe('answers as PHP does, whatever a page passes', () => {
  test.each(Object.entries(table))('%s', (name, rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(15)
    expect(differences(name, rows)).toEqual([])
  })
})

test.skipIf(skipsPhp)('answers 150 other random calls of each function as the installed PHP does', () => {
  const script = fileURLToPath(new URL('fixtures/calls.php', import.meta.url))
  const seed = '7'
  const json = execFileSync('php', [script, seed, '150'], {maxBuffer: 2 ** 28}).toString()
  const found = Object.entries(JSON.parse(json) as Record<string, Row[]>).map(([name, rows]) => [
    name,
    differences(name, rows),
  ])
  expect(found.filter(([, list]) => list?.length)).toEqual([])
})

test('docs/php.md names every function of banyan/php', async () => {
  const functions = Object.entries(await import('../../src/php/index.ts')).filter(
    ([, value]) => typeof value === 'function',
  )
  const page = readFileSync(new URL('../../docs/php.md', import.meta.url), 'utf8')
  expect(functions.map(([name]) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
