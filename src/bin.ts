#!/usr/bin/env node
// The door: checks Node before anything is imported that an old one can't read.

const version = process.versions.node.split('.')
const major = Number(version[0])
if (major > 22 || (major === 22 && Number(version[1]) >= 18)) {
  start().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    process.exit(2)
  })
} else {
  process.stderr.write(
    `migrate: needs Node.js 22.18 or newer; this is ${process.version} (in a project: npm install --save-dev node@24)\n`,
  )
  process.exit(2)
}

async function start(): Promise<void> {
  const [{readFileSync}, {enableCompileCache}, {fileURLToPath}] = await Promise.all([
    import('node:fs'),
    import('node:module'),
    import('node:url'),
  ])
  enableCompileCache()
  const root = fileURLToPath(new URL('..', import.meta.url))
  const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(root + file, 'utf8'))
  const fromSource = import.meta.url.endsWith('.ts')
  const oclif = {...read('.oclifrc.json'), ...(fromSource ? {commands: './src/commands'} : {})}
  const [{run}, {settings}, {flush}, {handle}] = await Promise.all([
    import('@oclif/core/run'),
    import('@oclif/core/settings'),
    import('@oclif/core/flush'),
    import('@oclif/core/handle'),
  ])
  settings.enableAutoTranspile = false
  const pjson = {...read('package.json'), oclif}
  try {
    await run(process.argv.slice(2), {
      root,
      pjson,
      ignoreManifest: fromSource,
      userPlugins: false,
      devPlugins: false,
    } as never)
    await flush()
    // A handler's timer or database pool would keep a command alive that has said everything.
    process.exit()
  } catch (error) {
    const unknown = /^command (.+) not found$/.exec(error instanceof Error ? error.message : '')?.[1]
    const isJson = process.argv.includes('--json')
    if (unknown !== undefined) {
      const [name] = unknown.split(':')
      const problem = {
        code: 'USAGE',
        message: `There is no command \`${name}\``,
        hint: '`migrate --help` lists all commands',
      }
      if (isJson) process.stdout.write(`${JSON.stringify({error: problem})}\n`)
      else process.stderr.write(`Error: ${problem.message}\nCode: ${problem.code}\nTry this: ${problem.hint}\n`)
      process.exit(2)
    }
    // What we did not foresee keeps its stack, and its status is not that of a check that said no.
    if (isJson && error instanceof Error && !('oclif' in error)) {
      process.stdout.write(
        `${JSON.stringify({error: {code: 'UNEXPECTED', message: error.message, hint: 'Please report it with what stderr says'}})}\n`,
      )
    }
    await handle(Object.assign(error as Error, {oclif: {exit: 2, ...(error as {oclif?: object}).oclif}}))
  }
}

export {}
