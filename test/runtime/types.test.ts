import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'

const SCAFFOLDED = `
import {definePage, hole} from 'banyan/runtime'
import {toInt} from 'banyan/php'
export default definePage({
  page: 'book.php',
  session: 'read',
  handle({query, form, cookies, server, session, reply}) {
    const id = toInt(query.id) // book.php:12  (int) $_GET['id']
    const cover = toInt(server.REQUEST_TIME)
    return hole('book.php:1', '48 lines of PHP are not ported yet')
  },
})
`

const PORTED = `
import {definePage, html, requestPage, entries} from 'banyan/runtime'
import {isPhpArray, toInt, toText} from 'banyan/php'
declare module 'banyan/runtime' {
  interface SiteTypes { db: {find(id: number): string} }
}
export const cart = definePage({
  page: 'cart.php',
  session: 'write',
  async handle({query, form, files, session, reply, echo, db}) {
    const lines = session.get('cart')
    if (isPhpArray(lines)) session.set('count', lines.size)
    session.set('list', [1, 'a', {b: null}])
    const size: number = toInt(isPhpArray(files.photo) ? toText(files.photo.get('size') as string) : 0)
    for (const [key, value] of entries(form)) echo\`\${key} \${value}\`
    const title: string = db.find(toInt(query.id))
    if (size === 0) return reply.redirect('cart.php')
    return html\`<h1>\${title}</h1>\`
  },
})
export const silent = definePage({page: 'a.php', session: 'none', handle({echo}) { echo\`x\` }})
export const json = definePage({page: 'b.php', session: 'none', handle: () => ({a: 1})})
export const status: Promise<{status: number; body: string}> = requestPage(cart, {session: {cart: {17: 2}}})
`

const WRONG = `
import {definePage, html} from 'banyan/runtime'
definePage({page: 'a.php', session: 'none', handle({session}) { session.get('x') }})
definePage({page: 'a.php', session: 'read', handle({session}) { session.set('x', 1) }})
definePage({page: 'a.php', session: 'write', handle({session}) { session.set('x', () => 1) }})
definePage({page: 'a.php', session: 'none', handle({query}) { const id: number = query.id }})
definePage({page: 'a.php', session: 'none', handle({query}) { query.id = 'x' }})
definePage({page: 'a.php', session: 'sometimes', handle() {}})
definePage({page: 'a.php', session: 'none', handle: () => html\`\${{a: 1}}\`})
definePage({page: 'a.php', handle() {}})
`

test('a scaffolded and a ported handler pass tsc --strict, and mistakes do not', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const directory = mkdtempSync(join(tmpdir(), 'banyan-types-'))
  try {
    for (const [name, source] of Object.entries({scaffolded: SCAFFOLDED, ported: PORTED, wrong: WRONG})) {
      writeFileSync(join(directory, `${name}.ts`), source)
    }
    const options = {
      strict: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {'banyan/*': [join(root, 'src/*/index.ts')], koffi: [join(root, 'node_modules/koffi')]},
    }
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({compilerOptions: options, include: ['*.ts']}))
    writeFileSync(join(directory, 'package.json'), '{"type": "module"}')
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    const {stdout} = spawnSync(process.execPath, [tsc, '--pretty', 'false'], {cwd: directory, encoding: 'utf8'})
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
    expect(errors.filter((line) => !line.startsWith('wrong.ts'))).toEqual([])
    const lines = new Set(errors.map((line) => /^wrong\.ts\((\d+),/.exec(line)?.[1]))
    expect([...lines]).toEqual(['3', '4', '5', '6', '7', '8', '9', '10'])
  } finally {
    rmSync(directory, {recursive: true})
  }
})
