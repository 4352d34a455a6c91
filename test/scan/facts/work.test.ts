import {describe, expect, it} from 'vitest'
import {factsOf, factsOfFile} from '../facts-of.ts'

describe('work', () => {
  it('counts what has to be done by hand', () => {
    const code = `
      // a comment
      $id = (int) $_GET['id']; $x = $_GET['id'];
      $all = $_POST[$name];
      if ($id) { global $db; $db->query("DELETE FROM a WHERE id = $id"); $db->query('DELETE FROM b'); }
      $db->query(make_sql());
      function f(&$a) { static $b; return $$a . new $c; }
      class D { function e() { ob_start(); } }
      header('A: b'); setcookie('c');
      copy('a', 'b'); move_uploaded_file('a', 'b'); mail('a', 'b', 'c'); exec('ls'); eval($x); goto end; curl_init();
      echo '<form>';
      end:`
    expect(factsOf(code).work).toEqual({
      lines: 10,
      branches: 1,
      inputs: 2,
      'dynamic-inputs': 1,
      queries: 3,
      'dynamic-queries': 2,
      forms: 1,
      outputs: 2,
      functions: 2,
      files: 1,
      uploads: 1,
      mail: 1,
      processes: 1,
      eval: 1,
      variables: 2,
      globals: 2,
      references: 1,
      goto: 1,
      buffers: 1,
      extensions: 1,
    })
  })

  it('counts bytes of HTML, and no lines for them', () => {
    expect(factsOfFile('<p>\n\n</p>\n<?php // nothing\n\n ?>\n<b>').work).toEqual({html: 13})
  })

  it('is nothing where there is nothing', () => {
    expect(factsOfFile('').work).toEqual({})
    expect(factsOf("/* if ($_GET['a']) mail(); */").work).toEqual({})
  })
})
