import {expect, test} from 'vitest'
import {inputReaders} from '../../../src/scan/deep/input-readers.ts'
import {viewOf} from '../../../src/scan/deep/view.ts'
import {factsOf} from '../facts-of.ts'

const HELPERS = `<?php
function get($name, $default = null) { return isset($_POST[$name]) ? $_POST[$name] : ($_GET[$name] ?? $default); }
function get_int($name) { return (int) get($name); }
function get_list($what, $name) { return explode(',', get($name)); }
function has($name) { return array_key_exists($name, $_COOKIE); }
function filtered($name) { return filter_input(INPUT_GET, $name); }
class Request {
  static function post($key) { return self::raw($key); }
  private static function raw($key) { return $_POST[$key]; }
  function text($key) { return trim($_REQUEST[$key]); }
  function get($key) { return $_GET[$key]; }
}
function saves($name, $value) { $_POST[$name] = $value; unset($_GET[$name]); }
function prints($name) { echo htmlspecialchars($name); }
function fixed($name) { return $_GET['fixed']; }
`

const inputsOf = (code: string): string[] => {
  const view = viewOf(Buffer.from(`<?php ${code}`), [Buffer.from(HELPERS)])
  if ('failure' in view) throw new Error(view.failure.message)
  return view.inputs.map(({key, sources, through}) => `${key} ${sources} ${through}`)
}

test('names the inputs that functions of the site read for the page', () => {
  expect(inputsOf("get('a'); get_int('b'); get_list('x', 'd'); has('e'); filtered('f');")).toEqual([
    'a get,post get',
    'b get,post get_int',
    'd get,post get_list',
    'e cookie has',
    'f get filtered',
  ])
})

test('names those of static methods, and of methods with a name of their own', () => {
  expect(inputsOf("Request::post('a'); $request->text('b'); $cache->get('c');")).toEqual([
    'a post Request::post',
    'b request ->text',
  ])
})

test('takes a function that writes, prints or reads something else for no input', () => {
  expect(inputsOf("saves('a', 1); prints('b'); fixed('c'); get($name); unknown('d');")).toEqual(['null get,post get'])
})

test('hands on all arguments with func_get_args()', () => {
  const helpers = Buffer.from(
    "<?php function get($n) { return $_GET[$n]; } function text($n) { return call_user_func_array('get', func_get_args()); }",
  )
  const view = viewOf(Buffer.from("<?php echo text('q');"), [helpers])
  expect(view).toMatchObject({
    inputs: [{key: 'q', sources: ['get'], through: 'text', line: 1}],
    flows: [{input: "text('q')", into: 'output', asSent: false}],
  })
})

test('says in which function of the page an input is read; of input functions themselves nothing', () => {
  const view = viewOf(Buffer.from("<?php function show() { echo own('id'); } function own($n) { return get($n); }"), [
    Buffer.from(HELPERS),
    Buffer.from('<?php this is no PHP'),
  ])
  expect(view).toMatchObject({inputs: [{key: 'id', through: 'own', inside: 'show'}]})
})

test('token facts alone say which functions to look at', () => {
  const page = factsOf("echo get_int('a'), prints('b'), Request::post('c'), fixed('d');")
  const helpers = factsOf(HELPERS.slice('<?php'.length))
  expect(inputReaders(page.callsOf, [helpers])).toEqual(['get_int', 'request::post'])
})
