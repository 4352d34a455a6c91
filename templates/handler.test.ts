// What __PAGE__ must answer. Run: migrate test
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {requestPage} from 'banyan/runtime'
import page from './handler.ts' //# handler

// Take `todo` away when the page is ported: until then this test may fail.
test('__PAGE__ answers a visitor', {todo: 'not ported yet'}, async () => {
  const answer = await requestPage(page, {url: '/__URL__'})
  assert.equal(answer.status, 200)
})
