/** How long Apache takes to read a configuration: `configtest`, and a graceful reload. */
import {startApache} from '../../test/support/apache.ts'
import {median} from '../result.ts'
import type {Contestant} from './contestants.ts'

/** Milliseconds, medians of the rounds, by contestant. */
export interface ReloadTimes {
  configtest: Map<string, number>
  /** From the signal until the new configuration answers and no process of the old one is left. */
  reload: Map<string, number>
}

/** Each on an Apache that nobody asks anything; the first round does not count. */
export async function measureReloads(
  contestants: readonly Contestant[],
  {documentRoot, rounds}: {documentRoot: string; rounds: number},
): Promise<ReloadTimes> {
  const [configtest, reload] = [new Map<string, number[]>(), new Map<string, number[]>()]
  const apache = await startApache({mpm: 'event', php: 'none', documentRoot})
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const {name, server} of contestants) {
        const started = performance.now()
        const {ok, output} = apache.configtest({virtualHostConfig: server})
        const tested = performance.now() - started
        if (!ok) throw new Error(`${name}: ${output}`)
        const reloaded = await apache.reload({virtualHostConfig: server})
        if (round === 0) continue
        configtest.set(name, [...(configtest.get(name) ?? []), tested])
        reload.set(name, [...(reload.get(name) ?? []), reloaded])
      }
    }
  } finally {
    await apache.stop()
  }
  const medians = (times: Map<string, number[]>): Map<string, number> =>
    new Map([...times].map(([name, values]) => [name, median(values)]))
  return {configtest: medians(configtest), reload: medians(reload)}
}
