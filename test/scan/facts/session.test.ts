import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

const kinds = (code: string): string[] =>
  factsOf(code).session.map(({kind, key}) => (key === null ? kind : `${kind} ${key}`))

describe('session', () => {
  it('finds what starts, ends and sets up a session', () => {
    expect(
      kinds(
        "session_name('shop'); @session_start(); session_regenerate_id(true); session_write_close(); session_destroy(); ini_set('session.gc', 1);",
      ),
    ).toEqual(['settings', 'start', 'regenerate', 'close', 'destroy', 'settings'])
  })

  it.each([
    ["$_SESSION['a'] = 1", 'write a'],
    ["$_SESSION['a'][] = 1", 'write a'],
    ["unset($_SESSION['a'])", 'write a'],
    ['$_SESSION = array()', 'write'],
    ["$x = &$_SESSION['a']", 'write a'],
    ["foreach ($_SESSION['a'] as $k => &$v) {}", 'write a'],
    ["array_push($_SESSION['a'], 1)", 'write a'],
    ["$_SESSION['cart']->add(1)", 'write cart'],
    ["$_SESSION['user']->name = 1", 'write user'],
    ["session_register('a')", 'write a'],
    ["$HTTP_SESSION_VARS['a'] = 1", 'write a'],
    ["echo $_SESSION['a']", 'read a'],
    ["isset($_SESSION['a'])", 'read a'],
    ["$_SESSION['user']->name", 'read user'],
    ["$x & $_SESSION['flags']", 'read flags'],
    ["session_is_registered('a')", 'read a'],
  ])('takes %s for a %s', (code, expected) => {
    expect(kinds(`${code};`)).toEqual([expected])
  })

  it('takes every name that old functions are given', () => {
    expect(kinds("session_register('a', 'b', $c); session_unregister('d'); session_is_registered('e');")).toEqual([
      'write a',
      'write b',
      'write',
      'write d',
      'read e',
    ])
  })

  it('finds other settings and ends of a session', () => {
    expect(
      kinds("session_unset(); session_set_save_handler($h); session_cache_limiter(''); $GLOBALS['_SESSION']['a'] = 1;"),
    ).toEqual(['destroy', 'settings', 'settings', 'write a'])
  })

  it('does not take methods and other names for it', () => {
    expect(
      kinds(
        "$x->session_start(); my_session_start(); function session_start() {} 'session_start()'; ini_set('memory_limit', 1);",
      ),
    ).toEqual([])
  })
})
