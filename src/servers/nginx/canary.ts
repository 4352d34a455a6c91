/** Which visitors are in a canary, as maps of nginx's. */
import type {Lane} from '../../routes/lanes.ts'
import type {Canary} from '../../routes/plan.ts'
import type {Site} from '../site.ts'
import {phpPoolOf, poolOf} from './pools.ts'

/** The lanes that are not for all visitors, with the variable that says where a visitor is sent. */
export function canaryVariables({lanes, name}: Site): Map<Lane, string> {
  const canaries = lanes.filter(({canary}) => canary !== undefined)
  return new Map(canaries.map((lane, index) => [lane, `$migrate${index + 1}_${name.replaceAll('-', '_')}`]))
}

/**
 * The maps that set those variables. In is who sends the cookie or the header with the value 1, and a share that goes by
 * address and browser, so that it needs no cookie and every server behind a balancer says the same.
 */
export function canaryMaps(site: Site): string[] {
  return [...canaryVariables(site)].flatMap(([lane, variable]) => {
    const {canary = {}, backend} = lane
    const share = canary.percent === undefined ? [] : shareOf(canary.percent, site.name, `${variable}_share`)
    return [
      ...share,
      `map "${questions(canary, variable)}" ${variable} {`,
      `  default ${phpPoolOf(site)};`,
      ...answers(canary).map((pattern) => `  "~${pattern}" ${poolOf(site, backend)};`),
      '}',
    ]
  })
}

function shareOf(percent: number, site: string, variable: string): string[] {
  return [
    `split_clients "${site}$http_user_agent$remote_addr" ${variable} {`,
    ...(percent < 100 ? [`  ${percent}% in;`, '  * out;'] : ['  * in;']),
    '}',
  ]
}

/** What is asked, the cookies last: they may contain anything. */
function questions({cookie, header, percent}: Canary, variable: string): string {
  return [
    ...(percent === undefined ? [] : [`\${${variable.slice(1)}_share}`]),
    ...(header === undefined ? [] : [`$http_${header.toLowerCase().replaceAll('-', '_')}`]),
    ...(cookie === undefined ? [] : ['$http_cookie']),
  ].join('\\n')
}

function answers({cookie, header, percent}: Canary): string[] {
  // Header values have no line ends, so a line is one of the answers and never part of another.
  const before = (lines: number): string => `^${'[^\\n]*\\n'.repeat(lines)}`
  const asked = [percent, header, cookie].filter((each) => each !== undefined).length
  return [
    ...(percent === undefined ? [] : ['^in(?:\\n|$)']),
    ...(header === undefined ? [] : [`${before(percent === undefined ? 0 : 1)}1${cookie === undefined ? '$' : '\\n'}`]),
    ...(cookie === undefined ? [] : [`${before(asked - 1)}(?:.*;\\s*)?${cookie}=1\\s*(?:;|$)`]),
  ]
}
