/** Puts the analyser, as it was built, into three files: a scan loads 110 modules less, in each of its threads. */
import {fileURLToPath} from 'node:url'
import {defineConfig} from 'rolldown'

const dist = fileURLToPath(new URL('dist/scan/', import.meta.url))

/** What only a scan that read something needs; modules that others load as well stay one for all of them. */
const ANALYSER = [
  /^(access|effort|facts|includes|inputs|roles|session|syntax|tokens)\//,
  /^(analyse|analyse-site|read-files|read-settings|site-files|stored-facts|text)\.js$/,
  // `workers.js` stays: it looks for `worker.js` beside itself.
  /^analysis\/(batch|worker)\.js$/,
]

export default defineConfig({
  input: {'analyse-site': `${dist}analyse-site.js`, 'analysis/worker': `${dist}analysis/worker.js`},
  platform: 'node',
  external(id, _, isResolved) {
    if (!isResolved) return !/^[./]/.test(id)
    const name = id.startsWith(dist) ? id.slice(dist.length) : undefined
    return name === undefined || !ANALYSER.some((pattern) => pattern.test(name))
  },
  output: {dir: dist, entryFileNames: '[name].js', chunkFileNames: 'analysis/analyser.js', sourcemap: true},
})
