/** Documentation in step with the commands: run by `npm run check`. */
import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
/** `scan`, `session show`. */
const commands = readdirSync(fileURLToPath(new URL('../src/commands', import.meta.url)), {recursive: true})
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length).replaceAll('/', ' '))

/** The module of a command. */
const commandFile = (name: string): string =>
  new URL(`../src/commands/${name.replaceAll(' ', '/')}.ts`, import.meta.url).href

/** What oclif shows of a command. */
interface CommandClass {
  summary?: string
  description?: string
  examples?: string[]
  flags?: Record<string, {summary?: string}>
}

describe.each(commands)('migrate %s', (name) => {
  test('has a summary, exit statuses and examples that use its own flags', async () => {
    const {default: command} = (await import(/* @vite-ignore */ commandFile(name))) as {
      default: CommandClass
    }
    expect(command.summary).toMatch(/^[A-Z][^\n]+[^.]$/)
    expect(command.description).toMatch(/[Ee]xit status: 0 /)
    expect(command.examples?.length).toBeGreaterThan(0)
    const known = new Set(['json', 'config', 'quiet', 'color', ...Object.keys(command.flags ?? {})])
    for (const example of command.examples ?? []) {
      expect(example).toContain(`<%= config.bin %> ${name}`)
      for (const [, flag = ''] of example.matchAll(/ --([a-z-]+)/g)) expect(known).toContain(flag)
    }
    for (const flag of Object.values(command.flags ?? {})) expect(flag.summary).toBeTruthy()
  })

  test('is in the command table of the README and in the changelog', () => {
    expect(read('README.md')).toMatch(new RegExp(`^\\| .*\`${name}[ \`]`, 'm'))
    expect(read('CHANGELOG.md')).toContain(name)
  })
})

test('every folder of src is explained in ARCHITECTURE.md', () => {
  const folders = readdirSync(fileURLToPath(new URL('../src', import.meta.url)), {withFileTypes: true})
  for (const folder of folders.filter((entry) => entry.isDirectory())) {
    expect(read('ARCHITECTURE.md')).toContain(`| \`${folder.name}/\` |`)
  }
})

test('docs/ledger.md explains every view and column of the ledger', async () => {
  const {SCHEMA_STEPS} = await import('../src/ledger/schema.ts')
  const {default: Database} = await import('better-sqlite3')
  const database = new Database(':memory:')
  for (const step of SCHEMA_STEPS) database.exec(step)
  const views = database.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'view'`).pluck().all()
  for (const view of views) {
    const columns = database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(view)
    const [, section = ''] = read('docs/ledger.md').split(`**\`${view}\`**`)
    for (const column of columns) expect(`${view}: ${section.split('\n**')[0]}`).toContain(`\`${column}\``)
  }
  database.close()
})
