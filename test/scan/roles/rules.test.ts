import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {scan, scanFiles} from '../temporary-site.ts'

const rolesOf = async (files: Record<string, string>): Promise<Record<string, string>> =>
  Object.fromEntries((await scanFiles(files)).files.map(({path, role}) => [path, role]))

const rolesOfSite = async (name: string): Promise<Record<string, string>> => {
  const site = await scan(fileURLToPath(new URL(`../../sites/${name}`, import.meta.url)))
  return Object.fromEntries(site.files.map(({path, role}) => [path, role]))
}

describe('roles', () => {
  it('are told apart in the guestbook', async () => {
    expect(await rolesOfSite('guestbook')).toEqual({
      'admin/index.php': 'page',
      'config.php': 'config',
      'inc/bootstrap.php': 'include',
      'inc/entries.php': 'library',
      'inc/header.php': 'template',
      'index.php': 'page',
      'sign.php': 'page',
    })
  })

  it('are told apart in the museum of PHP 4', async () => {
    expect(await rolesOfSite('museum')).toEqual({
      'guest.php': 'page',
      'index.php3': 'page',
      'lib/counter.inc': 'library',
      'room.php': 'page',
    })
  })

  it('come with evidence and confidence', async () => {
    const {files} = await scanFiles({
      'index.php': '<a href="view.php">x</a>',
      'view.php': '<?php\necho $_GET["id"]; include "inc.php";',
      'inc.php': 'text',
    })
    expect(files.find(({path}) => path === 'view.php')).toMatchObject({
      role: 'page',
      evidence: expect.arrayContaining([
        {because: 'linked (href)', file: 'index.php', line: 1},
        {because: 'takes `$_GET["id"]`', file: 'view.php', line: 2},
      ]),
    })
    expect(files.find(({path}) => path === 'inc.php')).toMatchObject({
      role: 'template',
      evidence: [{because: 'included: `"inc.php"`', file: 'view.php', line: 2}],
    })
    for (const {confidence} of files) expect(confidence > 0 && confidence < 1).toBe(true)
  })

  it('know a page that the request chooses from a directory', async () => {
    const pages = {'pages/about.php': '<p>About</p>', 'pages/terms.php': '<p>Terms</p>'}
    expect(await rolesOf({...pages, 'index.php': '<?php $p = $_GET["p"]; include "pages/$p.php";'})).toEqual({
      'index.php': 'page',
      'pages/about.php': 'subpage',
      'pages/terms.php': 'subpage',
    })
  })

  it('keep a page a page that others hand requests on to', async () => {
    const roles = await rolesOf({
      'view.php': '<?php require "core.php"; echo $_GET["id"];',
      'old_view.php': '<?php require "view.php";',
      'index.php': '<?php require "core.php"; ?><a href="list.php">',
      'list.php': '<?php require "core.php"; echo "<p>List</p>";',
      'start.php': '<?php require "core.php"; include "list.php"; echo 1;',
      'core.php': '<?php session_start();',
    })
    expect(roles).toMatchObject({'view.php': 'page', 'old_view.php': 'page', 'list.php': 'page', 'core.php': 'include'})
  })

  it('know scripts, tests, packages and stubs', async () => {
    const roles = await rolesOf({
      'cron/clean.php': '#!/usr/bin/php\n<?php unlink("x");',
      'tools/import.php': '<?php if (PHP_SAPI != "cli") exit; echo 1;',
      'tests/CartTest.php': '<?php class CartTest extends TestCase {}',
      'vendor/x/src/A.php': '<?php class A {}',
      'images/index.php': '<?php header("Location: ../"); exit;',
      'empty.php': '',
      'index.php': '<?php header("Location: shop.php");',
      'shop.php': '<p>Shop</p>',
    })
    expect(roles).toEqual({
      'cron/clean.php': 'script',
      'tools/import.php': 'script',
      'tests/CartTest.php': 'test',
      'vendor/x/src/A.php': 'vendor',
      'images/index.php': 'stub',
      'empty.php': 'stub',
      'index.php': 'page',
      'shop.php': 'page',
    })
  })

  it('believe .htaccess and guards more than links', async () => {
    const roles = await rolesOf({
      'index.php': '<?php define("IN", 1); include "a.php"; ?><a href="a.php"><a href="data/b.php">',
      'a.php': '<?php defined("IN") or die; echo 1;',
      'data/.htaccess': 'Deny from all',
      'data/b.php': '<?php echo $_GET["x"];',
    })
    expect(roles).toEqual({'index.php': 'page', 'a.php': 'include', 'data/b.php': 'include'})
  })

  it('do not take data for pages', async () => {
    const roles = await rolesOf({
      'settings.php': '<?php $db = "x"; $user = "y";',
      'lang/index.php': '<?php $lang = array("a" => "b");',
      'messages.php': '<?php return ["a" => "b"];',
      'functions.php': '<?php function f() { echo $_GET["x"]; }',
    })
    expect(roles).toEqual({
      'settings.php': 'config',
      'lang/index.php': 'config',
      'messages.php': 'config',
      'functions.php': 'library',
    })
  })

  it('know an index that only sends visitors to a page above', async () => {
    const roles = await rolesOf({
      'index.php': '<?php header("Location: shop/index.php");',
      'shop/index.php': '<?php header("Location: list.php"); exit;',
      'shop/list.php': '<p>Books</p>',
      'images/index.php': '<?php\n// nothing to see\nheader("Location: ../index.php");',
      'images/small/index.php': '<?php header("Location: ../../login.php"); exit;',
      'styles/index.php': '<?php header("Location: " . $base); exit;',
    })
    expect(roles).toEqual({
      'index.php': 'page',
      'shop/index.php': 'page',
      'shop/list.php': 'page',
      'images/index.php': 'stub',
      'images/small/index.php': 'stub',
      'styles/index.php': 'stub',
    })
  })

  it('know what tools keep out of sight', async () => {
    const roles = await rolesOf({
      '.style.php': '<?php $config = new Config(); check($config);',
      '.build/release.php': '<?php pack_all();',
      '.well-known/check.php': '<?php echo $_GET["token"];',
    })
    expect(roles).toEqual({'.style.php': 'config', '.build/release.php': 'script', '.well-known/check.php': 'page'})
  })

  it('know commands by what they ask for, take and are called', async () => {
    const roles = await rolesOf({
      'refresh.php': '<?php $times = $_SERVER["argv"][1]; refresh($times);',
      'send.php': '<?php if (PHP_SAPI == "cli") say("sending"); send_all();',
      'install-cli.php': '<?php install();',
      'build/pack.php': '<?php pack_all();',
      'app/tools/list.php': '<?php if (PHP_SAPI == "cli") say("web only"); header("X: 1"); echo $_GET["x"];',
    })
    expect(roles).toEqual({
      'refresh.php': 'script',
      'send.php': 'script',
      'install-cli.php': 'script',
      'build/pack.php': 'script',
      'app/tools/list.php': 'page',
    })
  })

  it('do not take classes for pages, whatever they include and define', async () => {
    const roles = await rolesOf({
      'service/base.php': '<?php if (!defined("IN")) die; class Base {}',
      'service/rest.php':
        '<?php if (!defined("IN")) define("IN", 1); require_once "base.php"; class Rest extends Base {}',
      'lib/Table.php':
        '<?php class Table { function show() { include "rows.php"; } } class_alias("Table", "Old_Table");',
      'lib/rows.php': '<?php foreach ($rows as $row) show($row);',
      'list/index.php': '<?php class Lists { function run() { require "rows.php"; } }',
      'rest.php': '<?php define("IN", 1); require "service/rest.php"; (new Rest)->run();',
    })
    expect(roles).toMatchObject({
      'service/base.php': 'library',
      'service/rest.php': 'library',
      'lib/Table.php': 'library',
      'list/index.php': 'library',
      'rest.php': 'page',
    })
  })

  it('know the parts of a page that links name to it', async () => {
    const {files} = await scanFiles({
      'index.php': '<?php require "start.php"; show_part(); ?><a href="index.php?part=/parts/list.php">',
      'parts/list.php': '<a href="?part=parts/edit.php">',
      'parts/edit.php': '<?php echo $_GET["id"]; ?><form>',
      'start.php': '<?php session_start();',
    })
    expect(files.find(({path}) => path === 'parts/list.php')).toMatchObject({
      role: 'subpage',
      evidence: [
        {
          because: 'named in the request for another page: `index.php?part=/parts/list.php`',
          file: 'index.php',
          line: 1,
        },
      ],
    })
    expect(files.find(({path}) => path === 'parts/edit.php')?.role).toBe('subpage')
  })

  it('know the parts that the request chooses by two names', async () => {
    const roles = await rolesOf({
      'index.php': '<?php include "modules/" . $_GET["m"] . "/" . $_GET["a"] . ".php";',
      'modules/cart/show.php': '<?php echo $_GET["id"];',
      'modules/cart/deep/show.php': '<?php echo $_GET["id"];',
      'modules/menu.php': '<?php echo $_GET["id"];',
      'other/show.php': '<?php echo $_GET["id"];',
    })
    expect(roles).toMatchObject({
      'modules/cart/show.php': 'subpage',
      'modules/cart/deep/show.php': 'include',
      'modules/menu.php': 'include',
      'other/show.php': 'page',
    })
  })

  it('do not take a part of a page for one that is requested when only a set includes what it is not', async () => {
    const roles = await rolesOf({
      'index.php': '<?php $part = $_GET["part"]; include "parts/$part.php";',
      'parts/about.php': '<p>About</p>',
      'parts/setup.php': '<?php make($fields, "x"); prepare();',
    })
    expect(roles).toEqual({'index.php': 'page', 'parts/about.php': 'subpage', 'parts/setup.php': 'include'})
  })

  it('tell in a sentence why a file can not be requested', async () => {
    const {files} = await scanFiles({
      'menu.php': '<?php if (basename($_SERVER["PHP_SELF"]) == "menu.php") exit; echo 1;',
      'list.php': '<?php\ndefined("IN") or die;\nclass Rows {}',
    })
    expect(files.map(({role, evidence}) => [role, evidence[0]?.because])).toEqual([
      ['library', 'refuses to run without `IN`'],
      ['include', 'refuses to be requested: asks whether `PHP_SELF` names it'],
    ])
  })

  it('say when they do not know', async () => {
    expect(await rolesOf({'thing.php': '<?php do_it();'})).toEqual({'thing.php': 'unsure'})
  })
})
