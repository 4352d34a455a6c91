/** What `npm run prove` is told. */
import {parseArgs} from 'node:util'

export interface ProveOptions {
  /** Makes the sites, pages and requests; the same seed makes the same. */
  seed: string
  /** How many requests of each style of an emitter, over all its fronts and forms. */
  requests: number
  /** How many of a style that starts a process for each. */
  cgiRequests: number
  /** How many of one site. */
  requestsOfSite: number
  /** Parts of names of fronts; all when empty. */
  fronts: string[]
  /** Styles; all when empty. */
  styles: string[]
  /** Where the figures go as JSON. */
  json: string | undefined
  /** Whether they go into `docs/routing.md` and `docs/servers.md`. */
  updateDocs: boolean
  /** No site is begun after so many minutes. */
  minutes: number
  /** The first site, to go on where another run ended. */
  from: number
}

export const usage = `Usage: npm run prove [-- OPTIONS]

  --seed TEXT           makes the sites and requests (routing)
  --requests N          of each style of a server, over all its forms (20000)
  --cgi-requests N      of the style cgi, which starts a process for each (2000)
  --site-requests N     of one site (700)
  --front PART          servers whose name has it; may be given again
  --style NAME          may be given again
  --from N              the number of the first site (0)
  --minutes N           the longest it takes (60)
  --json FILE           the figures for programs
  --update-docs         the tables of these servers in docs/routing.md, docs/servers.md
`

/** Throws what `parseArgs` throws. */
export function readOptions(args: readonly string[]): ProveOptions {
  const {values} = parseArgs({
    args: [...args],
    options: {
      seed: {type: 'string', default: 'routing'},
      requests: {type: 'string', default: '20000'},
      'cgi-requests': {type: 'string', default: '2000'},
      'site-requests': {type: 'string', default: '700'},
      front: {type: 'string', multiple: true, default: []},
      style: {type: 'string', multiple: true, default: []},
      from: {type: 'string', default: '0'},
      minutes: {type: 'string', default: '60'},
      json: {type: 'string'},
      'update-docs': {type: 'boolean', default: false},
    },
  })
  return {
    seed: values.seed,
    requests: Number(values.requests),
    cgiRequests: Number(values['cgi-requests']),
    requestsOfSite: Number(values['site-requests']),
    fronts: values.front,
    styles: values.style,
    json: values.json,
    updateDocs: values['update-docs'],
    minutes: Number(values.minutes),
    from: Number(values.from),
  }
}
