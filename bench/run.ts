/** `npm run bench -- NAME [ARGS]`: a table for people, and one JSON object as the last line of stdout. */
import type {BenchResult} from './result.ts'

const BENCHES: Record<string, () => Promise<{run: (args: string[]) => BenchResult | Promise<BenchResult>}>> = {
  includes: () => import('./includes.ts'),
  roles: () => import('./roles.ts'),
  routing: () => import('./routing.ts'),
  runtime: () => import('./runtime.ts'),
  scan: () => import('./scan.ts'),
  session: () => import('./session.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
const load = BENCHES[name]
if (!load) {
  process.stderr.write(
    `Error: There is no benchmark \`${name}\`\nTry this: npm run bench -- ${Object.keys(BENCHES).join(' | ')}\n`,
  )
  process.exit(2)
}
const {run} = await load()
const {ratios, figures, missing} = await run(args)
for (const peer of missing) process.stdout.write(`missing: ${peer}\n`)
process.stdout.write(`${JSON.stringify({bench: name, ratios, figures, missing})}\n`)
