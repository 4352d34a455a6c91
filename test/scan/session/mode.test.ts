import {describe, expect, it} from 'vitest'
import {fileOf, scanFiles} from '../temporary-site.ts'

const START = '<?php session_start(); require_once "lib.php";'
const LIB = `<?php
function put($x) { $_SESSION['x'] = $x; }
function indirect() { put(1); }
class Cart { function __construct() { $this->load(); } function load() { unset($_SESSION['cart']); } static function clear() { session_destroy(); } }
class Ear { function hear() { return 1; } }
`

const modeOf = async (page: string): Promise<string> =>
  fileOf(await scanFiles({'page.php': page, 'start.php': START, 'lib.php': LIB}), 'page.php').session

describe('the session mode of a page', () => {
  it.each([
    ['<?php echo 1;', 'none'],
    ['<?php require "lib.php"; echo 1;', 'none'],
    ['<?php include "start.php"; echo 1;', 'read'],
    ['<?php include "start.php"; echo $_SESSION["x"];', 'read'],
    ['<?php include "start.php"; $_SESSION["x"] = 1;', 'write'],
    ['<?php include "start.php"; put(1);', 'write'],
    ['<?php include "start.php"; indirect();', 'write'],
    ['<?php include "start.php"; new Cart;', 'write'],
    ['<?php include "start.php"; $cart->load();', 'write'],
    ['<?php include "start.php"; Cart::clear();', 'write'],
    ['<?php include "start.php"; array_map("put", $a);', 'write'],
    ['<?php include "start.php"; new Ear;', 'read'],
    ['<?php include "start.php"; $ear->hear();', 'read'],
    ['<?php include "start.php"; echo "put(1)"; // indirect();', 'read'],
    ['<?php include "start.php"; function never() { put(1); } echo 1;', 'read'],
    ['<?php include "start.php"; session_regenerate_id();', 'write'],
  ])('of %s is %s', async (page, mode) => {
    expect(await modeOf(page)).toBe(mode)
  })

  it('is shown with the places it comes from', async () => {
    const site = await scanFiles({
      'page.php': '<?php include "start.php"; indirect();',
      'start.php': START,
      'lib.php': LIB,
    })
    expect(fileOf(site, 'page.php').sessionEvidence).toEqual([
      {because: 'starts the session: `session_start()`', file: 'start.php', line: 1},
      {because: "writes the session: `$_SESSION['x']` in `put`", file: 'lib.php', line: 2},
    ])
  })
})
