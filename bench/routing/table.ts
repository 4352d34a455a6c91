/** The figures as tables in Markdown, for the terminal and for `docs/routing.md`. */
import {type Rates, REQUESTS, type Request} from './rates.ts'
import type {ReloadTimes} from './reload.ts'
import {PAGES, SIZES} from './site.ts'

/** All that was measured. */
export interface Cost {
  /** Groups by name, in order: `files_vhost`. */
  groups: readonly string[]
  rates: Rates
  reloads: ReloadTimes
  /** Seconds of whole processes by name; see `measureEmission`. */
  emission: ReadonlyMap<string, number>
  /** One line: date, machine, versions, load. */
  machine: string
}

const TITLES: Record<Request, string> = {
  static: 'Static file',
  php: 'Page that stays in PHP',
  moved: 'Page that moved',
}

export function costTables({groups, rates, reloads, emission, machine}: Cost): string {
  return [
    `${machine}:`,
    ...REQUESTS.map((request) =>
      table(
        `${TITLES[request]} (noise ${percent(rates.noise.get(request))}; ${percent(rates.cpuNoise.get(request))})`,
        groups,
        (name, size) =>
          [rates.ratios, rates.cpuRatios].map((values) => ratio(values.get(`${request}_${name}_${size}`))).join('; '),
        request === 'moved' ? SIZES.slice(1) : SIZES,
      ),
    ),
    table(
      '`configtest` / graceful reload, ms',
      groups.filter((name) => name.endsWith('vhost')),
      (name, size) =>
        [reloads.configtest, reloads.reload].map((times) => milliseconds(times.get(`${name}_${size}`))).join(' / '),
    ),
    emissionTable(emission),
  ].join('\n\n')
}

function table(
  title: string,
  groups: readonly string[],
  cell: (group: string, size: number) => string,
  sizes: readonly number[] = SIZES,
): string {
  const rows = groups.map((name) => `| ${label(name)} | ${sizes.map((size) => cell(name, size)).join(' | ')} |`)
  const head = `| ${title} | ${sizes.map((size) => size.toLocaleString('en-GB')).join(' | ')} |`
  return [head, `| --- |${' ---: |'.repeat(sizes.length)}`, ...rows].join('\n')
}

function emissionTable(emission: ReadonlyMap<string, number>): string {
  const styles = ['files', 'marker', 'rewrite', 'map', 'proxy']
  const cell = (name: string): string => {
    const seconds = emission.get(name)
    return seconds === undefined ? '' : milliseconds(seconds * 1000)
  }
  return [
    `| \`emit-apache\` of ${PAGES.length.toLocaleString('en-GB')} pages, ms | to stdout | \`--out\`, all new | again |`,
    '| --- | ---: | ---: | ---: |',
    ...styles.map((style) => `| \`${style}\` | ${[style, `${style}_out`, `${style}_again`].map(cell).join(' | ')} |`),
    `| \`migrate --version\`; \`node -e 0\` | ${cell('version')}; ${cell('node')} | | |`,
  ].join('\n')
}

/** `files_vhost` → `` `files`, virtual host ``. */
function label(group: string): string {
  const [style, form] = group.split('_')
  return `\`${style}\`, ${form === 'vhost' ? 'virtual host' : '.htaccess'}`
}

function ratio(value: number | undefined): string {
  return value === undefined ? '–' : value < 0.1 ? value.toPrecision(1) : value.toFixed(2)
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value * 100)} %`
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(0)
}
