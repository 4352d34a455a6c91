import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {listen, parseAddress} from '../../src/runtime/listen.ts'
import {findOwner} from '../../src/runtime/socket-file.ts'

let directory: string
const servers: Server[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-listen-'))
})

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
  rmSync(directory, {recursive: true})
})

function server(): Server {
  const made = createServer((socket) => socket.destroy())
  servers.push(made)
  return made
}

test('only addresses of this machine are taken', () => {
  for (const address of ['127.0.0.1:9000', '127.1.2.3:0', 'localhost:80', '[::1]:9000', 'unix:/run/x.sock']) {
    expect(() => parseAddress(address), address).not.toThrow()
  }
  for (const address of [
    '0.0.0.0:9000',
    '192.168.1.1:80',
    'example.org:80',
    '[::]:80',
    ':80',
    '9000',
    'unix:x.sock',
    '127.0.0.1:99999',
    '127.0.0.1',
    '127.0.0.1.evil.test:80',
    '',
  ]) {
    expect(() => parseAddress(address), address).toThrow(RangeError)
  }
})

test('a port of 0 becomes a real one', async () => {
  expect(await listen(server(), '127.0.0.1:0', {mode: 0o660})).toMatch(/^127\.0\.0\.1:[1-9]\d+$/)
})

test('a socket gets the mode that is asked for, and goes when the server ends', async () => {
  const path = join(directory, 'a.sock')
  expect(await listen(server(), `unix:${path}`, {mode: 0o600})).toBe(`unix:${path}`)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a socket gets the owner that is asked for', async () => {
  const path = join(directory, 'a.sock')
  const group = process.getgroups?.().find((gid) => gid !== process.getgid?.()) ?? process.getgid?.() ?? 0
  await listen(server(), `unix:${path}`, {mode: 0o660, owner: {uid: -1, gid: group}})
  expect([statSync(path).uid, statSync(path).gid]).toEqual([process.getuid?.(), group])
  const refused = listen(server(), `unix:${join(directory, 'b.sock')}`, {mode: 0o660, owner: {uid: 2 ** 40, gid: 0}})
  await expect(refused).rejects.toThrow()
  expect(servers.at(-1)?.listening).toBe(false)
})

test('an owner is a user, a group or both, by name or number', () => {
  expect(findOwner('root')).toEqual({uid: 0, gid: 0})
  expect(findOwner('root:daemon')).toEqual({uid: 0, gid: 1})
  expect(findOwner(':daemon')).toEqual({uid: -1, gid: 1})
  expect(findOwner('0:4711')).toEqual({uid: 0, gid: 4711})
  expect(findOwner('4711')).toEqual({uid: 4711, gid: -1})
  for (const text of ['', ':', 'a:b:c', 'nobody-of-this-name', 'root:nobody-of-this-name', '-1', 'roo']) {
    expect(() => findOwner(text), text).toThrow(RangeError)
  }
})

test('the socket of a dead process is replaced, that of a living one is an error', async () => {
  const path = join(directory, 'a.sock')
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
  ])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await expect(listen(server(), `unix:${path}`, {mode: 0o660})).rejects.toThrow('Another process listens')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(statSync(path).isSocket()).toBe(true)
  await listen(server(), `unix:${path}`, {mode: 0o660})
})

test('a file that is not a socket is left alone', async () => {
  const path = join(directory, 'precious')
  writeFileSync(path, 'data')
  await expect(listen(server(), `unix:${path}`, {mode: 0o660})).rejects.toThrow('is not a socket')
  expect(statSync(path).size).toBe(4)
})

test('a port that is taken is an error', async () => {
  const address = await listen(server(), '127.0.0.1:0', {mode: 0o660})
  const second = createServer()
  await expect(listen(second, address, {mode: 0o660})).rejects.toThrow('EADDRINUSE')
})
