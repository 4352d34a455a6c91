/**
 * The proof of routing: `npm run prove`. Random sites, random pages that moved, random requests in every spelling, on real
 * servers, before and after. Prints what was wrong as small cases, and how much was looked at; exits with 1 when anything
 * was wrong. What the sites are made of is in `generate-site.ts`, what must hold in `check.ts`, what need not in `limits.ts`.
 */
import {writeFileSync} from 'node:fs'
import {fronts} from './fronts.ts'
import {readOptions, usage} from './options.ts'
import {proveFronts} from './prove.ts'
import {caseText, sumsOf, tableOf, updateDocs} from './report.ts'

const started = Date.now()
const args = process.argv.slice(2)
try {
  const options = readOptions(args)
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const {lines, failures, versions} = await proveFronts(fronts, options, say)
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    versions,
    seed: options.seed,
    // Where the figures were kept is nobody's business.
    command: ['npm run prove --', ...args].join(' ').replace(/ --json[ =]\S+/, ''),
    minutes: Math.round((Date.now() - started) / 60_000),
  }
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({...circumstances, lines, failures}, undefined, 2)}\n`)
  if (options.updateDocs) updateDocs(lines, circumstances)
  for (const failure of failures) process.stdout.write(`${caseText(failure)}\n`)
  process.stdout.write(`${tableOf(lines)}\n\n${sumsOf(lines)}\n`)
  process.exitCode = lines.some(({wrong}) => wrong > 0) ? 1 : 0
} catch (error) {
  if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error
  process.stderr.write(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
