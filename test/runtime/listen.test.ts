import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {listen, parseAddress} from '../../src/runtime/listen.ts'

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
  expect(await listen(server(), '127.0.0.1:0', 0o660)).toMatch(/^127\.0\.0\.1:[1-9]\d+$/)
})

test('a socket gets the mode that is asked for, and goes when the server ends', async () => {
  const path = join(directory, 'a.sock')
  expect(await listen(server(), `unix:${path}`, 0o600)).toBe(`unix:${path}`)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('the socket of a dead process is replaced, that of a living one is an error', async () => {
  const path = join(directory, 'a.sock')
  const child = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
  ])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await expect(listen(server(), `unix:${path}`, 0o660)).rejects.toThrow('Another process listens')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(statSync(path).isSocket()).toBe(true)
  await listen(server(), `unix:${path}`, 0o660)
})

test('a file that is not a socket is left alone', async () => {
  const path = join(directory, 'precious')
  writeFileSync(path, 'data')
  await expect(listen(server(), `unix:${path}`, 0o660)).rejects.toThrow('is not a socket')
  expect(statSync(path).size).toBe(4)
})

test('a port that is taken is an error', async () => {
  const address = await listen(server(), '127.0.0.1:0', 0o660)
  const second = createServer()
  await expect(listen(second, address, 0o660)).rejects.toThrow('EADDRINUSE')
})
