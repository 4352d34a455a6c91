/** nginx with PHP-FPM. */
import {nginx as emitter} from '../../src/servers/nginx/emitter.ts'
import {startNginx} from '../support/other-fronts.ts'
import type {Front} from './front.ts'
import {nginxServer} from './nginx-rules.ts'
import {otherFront} from './other-front.ts'

const usual = {style: 'map', backend: 'fastcgi', canary: true, areas: true, stays: ['alias']} as const

export const nginxFront: Front = otherFront({
  name: 'nginx-fpm',
  title: 'nginx, PHP-FPM',
  program: 'nginx',
  emitter,
  ways: [
    {...usual, form: 'http'},
    {...usual, form: 'http, fallback', fallback: true},
  ],
  down: 502,
  isInShare: (percent, userAgent) => {
    const hash = murmurHash2(Buffer.from(`shop${userAgent}127.0.0.1`, 'latin1'))
    return hash < Math.floor((percent * 100 * 0xffffffff) / 10_000)
  },
  startServer: (_, text) => startNginx(text),
  configure: (site, place, php, emitted) =>
    emitted === undefined ? nginxServer(site, place, php) : `${emitted}${nginxServer(site, place, '$migrate_shop')}`,
  runs: (file) => /[^/]\.php$/.test(file),
  versionOption: '-v',
})

/** The hash of `split_clients`: MurmurHash2 with 32 bits, and the length as its seed. */
function murmurHash2(bytes: Buffer): number {
  const factor = 0x5bd1e995
  let hash = bytes.length
  let at = 0
  for (; bytes.length - at >= 4; at += 4) {
    let word = Math.imul(bytes.readUInt32LE(at), factor)
    word = Math.imul(word ^ (word >>> 24), factor)
    hash = Math.imul(hash, factor) ^ word
  }
  const left = bytes.length - at
  if (left > 0) hash = Math.imul(hash ^ bytes.readUIntLE(at, left), factor)
  hash = Math.imul(hash ^ (hash >>> 13), factor)
  return (hash ^ (hash >>> 15)) >>> 0
}
