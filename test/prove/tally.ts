/** The figures of a run: one line for each server, style and form. */
import type {Front, Way} from './front.ts'
import type {Outcome} from './prove-site.ts'

export interface Line {
  front: string
  title: string
  server: string
  style: string
  form: string
  sites: number
  requests: number
  /** Answers of pages that moved. */
  typescript: number
  wrong: number
  limits: Record<string, number>
  refused: Record<string, number>
}

export interface Tally {
  lines: Line[]
  add: (front: Front, way: Way, outcome: Outcome) => void
  /** Requests of a style of an emitter so far, over all its fronts and forms. */
  requestsOf: (server: string, style: string) => number
}

export function startTally(): Tally {
  const lines: Line[] = []
  return {
    lines,
    add: (front, way, outcome) => {
      let line = lines.find(
        ({front: name, style, form}) => name === front.name && style === way.style && form === way.form,
      )
      if (!line) {
        line = {
          front: front.name,
          title: front.title,
          server: front.server,
          style: way.style,
          form: way.form,
          sites: 0,
          requests: 0,
          typescript: 0,
          wrong: 0,
          limits: {},
          refused: {},
        }
        lines.push(line)
      }
      line.sites++
      line.requests += outcome.requests
      line.typescript += outcome.typescript
      line.wrong += outcome.wrong.length
      for (const kind of ['limits', 'refused'] as const) {
        for (const [name, count] of Object.entries(outcome[kind])) line[kind][name] = (line[kind][name] ?? 0) + count
      }
    },
    requestsOf: (server, style) =>
      lines
        .filter((line) => line.server === server && line.style === style)
        .reduce((sum, {requests}) => sum + requests, 0),
  }
}
