import {describe, expect, it} from 'vitest'
import {fileOf, scanFiles} from '../temporary-site.ts'

const edgesOf = async (files: Record<string, string>, path: string): Promise<string[]> =>
  fileOf(await scanFiles(files), path).includes.map(({line, text, how, targets}) =>
    [`${line}:`, text, '->', how, ...targets].join(' '),
  )

const CORE = `<?php
define('LIBRARY', __DIR__ . '/lib/');
function need($name) { global $base; require_once($base . $name); }
function library($name, $again = false) { $path = LIBRARY . $name . '.php'; if (!$again) require_once $path; else require $path; }
class Loader { static function load($x, $file) { return include LIBRARY . $file; } function own() { self::load(1, 'mail.php'); } }
function everything($file) { need($file); }
function page_link($file) { return '<a href="' . $file . '">'; }
`
const SITE = {
  'core/start.php': CORE,
  'core/lib/user.php': '<?php function user() {}',
  'core/lib/mail.php': '<?php function mail_to() {}',
  'core/api/cart_api.php': '<?php function cart() {}',
}

describe('functions that include what they are given', () => {
  it('make their callers include the file', async () => {
    const page = `<?php require 'core/start.php';
need('cart_api.php'); library('user'); Loader::load(true, 'mail.php');
function later() { everything("cart_api.php"); }`
    expect(await edgesOf({...SITE, 'page.php': page}, 'page.php')).toEqual([
      "1: 'core/start.php' -> literal core/start.php",
      "2: need('cart_api.php') -> wrapper core/api/cart_api.php",
      "2: library('user') -> wrapper core/lib/user.php",
      "2: Loader::load(true, 'mail.php') -> wrapper core/lib/mail.php",
      '3: everything("cart_api.php") -> wrapper core/api/cart_api.php',
    ])
  })

  it('take constants and directories of the caller, not of their own', async () => {
    const files = {
      ...SITE,
      'core/all.php': '<?php function all($path) { include $path; }',
      'shop/page.php':
        "<?php define('HERE', dirname(__FILE__)); all(HERE . '/top.php'); all(__DIR__ . '/inc/end.php');",
      'shop/top.php': '',
      'shop/inc/end.php': '',
      'core/top.php': '',
    }
    expect(await edgesOf(files, 'shop/page.php')).toEqual([
      "1: all(HERE . '/top.php') -> wrapper shop/top.php",
      "1: all(__DIR__ . '/inc/end.php') -> wrapper shop/inc/end.php",
    ])
  })

  it('say what is not there and what is computed', async () => {
    const page = "<?php need('generated.php'); library($x); need($x); library('u' . $x); Loader::load('mail.php');"
    expect(await edgesOf({...SITE, 'page.php': page}, 'page.php')).toEqual([
      "1: need('generated.php') -> absent",
      '1: library($x) -> set core/lib/mail.php core/lib/user.php',
      '1: need($x) -> dynamic',
      "1: library('u' . $x) -> set core/lib/user.php",
      // The argument that names the file is not there.
      "1: Loader::load('mail.php') -> set core/lib/mail.php core/lib/user.php",
    ])
  })

  it('make a computed argument a dynamic include when the function is named for it', async () => {
    const files = {
      'core.php': '<?php function require_api($name) { require_once $GLOBALS["path"] . $name; }',
      'page.php': '<?php require_api($which); require_api(name() . ".php");',
    }
    expect(await edgesOf(files, 'page.php')).toEqual([
      '1: require_api($which) -> dynamic',
      '1: require_api(name() . ".php") -> dynamic',
    ])
  })

  it('are not functions that only name a file, or that another class has', async () => {
    const page =
      "<?php page_link('cart_api.php'); Other::load(1, 'mail.php'); load(1, 'mail.php'); is_file('page.php');"
    expect(await edgesOf({...SITE, 'page.php': page}, 'page.php')).toEqual([])
  })

  it('are those of the same file when others have the same name', async () => {
    const files = {
      'a.php': "<?php function need($f) { include __DIR__ . '/one/' . $f; } need('x.php');",
      'b.php': "<?php function need($f) { include __DIR__ . '/two/' . $f; } need('x.php');",
      'c.php': "<?php need('x.php');",
      'one/x.php': '',
      'two/x.php': '',
    }
    expect((await edgesOf(files, 'a.php')).at(-1)).toBe("1: need('x.php') -> wrapper one/x.php")
    expect((await edgesOf(files, 'b.php')).at(-1)).toBe("1: need('x.php') -> wrapper two/x.php")
    expect((await edgesOf(files, 'c.php')).at(-1)).toBe("1: need('x.php') -> set one/x.php two/x.php")
  })

  it('survive functions that call each other in circles', async () => {
    const page =
      "<?php function load_a($f) { load_b($f . $f); include $f; } function load_b($f) { load_a('x' . $f); } load_b('y.php');"
    expect((await edgesOf({'page.php': page}, 'page.php')).at(-1)).toMatch(/^1: load_b\('y.php'\) -> absent/)
  })

  it('let a page’s session mode follow', async () => {
    const site = await scanFiles({
      'core.php':
        "<?php function require_api($n) { require_once dirname(__FILE__) . '/core/' . $n; } require_api('auth_api.php');",
      'core/auth_api.php': '<?php session_start(); function login() { $_SESSION["user"] = 1; }',
      'login.php': "<?php require_once 'core.php'; login();",
      'about.php': "<?php require_once 'core.php'; echo 'About';",
      'free.php': '<?php echo \'require_api("auth_api.php")\';',
    })
    expect(fileOf(site, 'login.php')).toMatchObject({session: 'write', closure: ['core.php', 'core/auth_api.php']})
    expect(fileOf(site, 'about.php').session).toBe('read')
    expect(fileOf(site, 'free.php').session).toBe('none')
    expect(fileOf(site, 'core/auth_api.php')).toMatchObject({
      role: 'include',
      evidence: [{because: "included: `require_api('auth_api.php')`", file: 'core.php', line: 1}],
    })
  })
})
