import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import {deepView} from '../../../src/scan/deep/deep-view.ts'
import {temporarySite} from '../temporary-site.ts'

const failureOf = async (contents: string | Buffer, limits?: {time?: number; memory?: number}) => {
  const result = await deepView(temporarySite({'page.php': contents}), 'page.php', [], limits)
  return 'failure' in result ? result.failure : undefined
}

test('reads the file as it is on disk, with the sum of its contents', async () => {
  const contents = '<?php echo $_GET["a"];'
  const view = await deepView(temporarySite({'page.php': contents}), 'page.php')
  expect(view).toMatchObject({
    parser: {name: 'php-parser', php: '8.5'},
    hash: createHash('sha1').update(contents).digest('hex'),
    flows: [{input: '$_GET["a"]'}],
  })
})

test('reads what PHP 8 dropped, as PHP 5.6', async () => {
  const view = await deepView(temporarySite({'page.php': '<?php $a =& new Cart; ?><?= $a'}), 'page.php')
  expect(view).toMatchObject({parser: {php: '5.6'}})
})

test('keeps the places of bytes that are not UTF-8', async () => {
  const contents = Buffer.from('<?php\n$name = "M\xfcller"; echo $_GET["gr\xf6\xdfe"];', 'latin1')
  const view = await deepView(temporarySite({'page.php': contents}), 'page.php')
  expect(view).toMatchObject({flows: [{input: '$_GET["größe"]', line: 2}]})
})

test('says what is wrong with a file in the words of php-parser, and where', async () => {
  expect(await failureOf('<?php\n\n$x = = 1;')).toEqual({
    reason: 'syntax',
    message: expect.stringContaining("unexpected '='"),
    line: 3,
  })
})

test('says so when php-parser trips over a file', async () => {
  expect(await failureOf('<?php\n$a = \x01;')).toEqual({
    reason: 'unexpected',
    message: 'php-parser failed: Bad terminal sequence "\x01"',
    line: 2,
  })
})

test('says so when a file is gone', async () => {
  expect(await deepView(temporarySite(), 'page.php')).toEqual({
    failure: {reason: 'unreadable', message: 'The file is not there any more'},
  })
})

test('stops after its time', async () => {
  const long = `<?php ${'$a = [1, 2, 3, f($b)];\n'.repeat(40_000)}`
  expect(await failureOf(long, {time: 50})).toMatchObject({reason: 'too-long'})
})

test('stops at its memory', async () => {
  const large = `<?php $a = [${'[1, "two", 3.0],'.repeat(300_000)}];`
  expect(await failureOf(large, {memory: 64, time: 60_000})).toMatchObject({reason: 'too-much-memory'})
})

test('reads thousands of levels, and survives a hundred thousand', async () => {
  expect(await failureOf(`<?php $a = ${'('.repeat(3000)}1${')'.repeat(3000)};`)).toBeUndefined()
  expect(await failureOf(`<?php $a = 1${' . $b'.repeat(4000)};`)).toBeUndefined()
  expect(await failureOf(`<?php $a = ${'['.repeat(100_000)}`)).toMatchObject({
    reason: expect.stringMatching(/^(too-deep|too-much-memory|too-long|syntax|unexpected)$/),
  })
})

test('takes any bytes', async () => {
  for (const contents of [
    '',
    '\0\0',
    '<?php',
    '<?php "',
    'no php',
    '<?php /*',
    '\xef\xbb\xbf<?php echo 1;',
    '<?php __halt_compiler();\0',
  ]) {
    const failure = await failureOf(Buffer.from(contents, 'latin1'))
    expect(failure === undefined || failure.reason === 'syntax').toBe(true)
  }
})
