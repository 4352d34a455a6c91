/**
 * SDBM files, the table on disk that every Apache can read (RewriteMap, "dbm"): a `.pag` of blocks of 1,024 bytes with
 * keys and values, and a `.dir` with a bit for every block that was split. Both are a function of the entries alone.
 *
 * The format is Ozan Yigit's public-domain sdbm as APR has it. A block begins with the number of its offsets, then has a
 * pair of offsets for each entry (where its key and its value begin); the bytes fill the block from its end.
 */

const BLOCK = 1024
/** APR uses larger blocks in `.dir`; it reads what is there and takes the rest for zeros. */
const DIRECTORY_BLOCK = 4096

/** A key, its value, and the hash by which it is placed. */
type Entry = readonly [key: Buffer, value: Buffer, hash: number]

/**
 * The two files of a table.
 *
 * @param entries keys are unique; a key and its value have 1,008 bytes at most
 * @throws RangeError when an entry does not fit, or the table can't be split so that all do
 */
export function sdbmFiles(entries: readonly (readonly [string, string])[]): {pag: Buffer; dir: Buffer} {
  const pairs = entries.flatMap(([key, value]) => placed(Buffer.from(key), Buffer.from(value)))
  const blocks = new Map<number, readonly Entry[]>()
  const splits: number[] = []
  place(sortedByKey(pairs), {bit: 0, mask: 0, depth: 0, number: 0}, blocks, splits)
  return {pag: pages(blocks), dir: directory(splits)}
}

/** A node of the tree of splits: its bit in `.dir`, and the block that holds its keys when it is not split. */
interface Node {
  bit: number
  mask: number
  depth: number
  number: number
}

/** Puts entries into the block of a node, or splits it by the next bit of their hashes. */
function place(entries: readonly Entry[], node: Node, blocks: Map<number, readonly Entry[]>, splits: number[]): void {
  // Without their twins, entries take half the room at least.
  const different = sizeOf(entries) > 2 * BLOCK ? entries : withoutTwins(entries)
  if (sizeOf(different) <= BLOCK) {
    if (different.length > 0) blocks.set(node.number, different)
    return
  }
  if (node.depth >= DEEPEST || entries.length === 1) throw new RangeError('The entries do not fit into an SDBM table')
  splits.push(node.bit)
  const next = 2 ** node.depth
  const mask = node.mask + next
  const isRight = (entry: Entry): boolean => ((entry[2] >>> node.depth) & 1) === 1
  const below = {mask, depth: node.depth + 1}
  place(
    entries.filter((entry) => !isRight(entry)),
    {...below, bit: 2 * node.bit + 1, number: node.number},
    blocks,
    splits,
  )
  place(entries.filter(isRight), {...below, bit: 2 * node.bit + 2, number: node.number + next}, blocks, splits)
}

/** More splits than any table has whose keys are paths. */
const DEEPEST = 22

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, [key, value]) => sum + 4 + key.length + value.length, 2)
}

function pages(blocks: ReadonlyMap<number, readonly Entry[]>): Buffer {
  const last = Math.max(-1, ...blocks.keys())
  const file = Buffer.alloc((last + 1) * BLOCK)
  for (const [number, entries] of blocks) writeBlock(file.subarray(number * BLOCK, (number + 1) * BLOCK), entries)
  return file
}

/** Numbers are in the order of the machine's bytes, which is little-endian on every machine that Node runs on but s390x. */
function writeBlock(block: Buffer, entries: readonly Entry[]): void {
  let end = BLOCK
  let at = 2
  for (const [key, value] of entries) {
    for (const bytes of [key, value]) {
      end -= bytes.length
      bytes.copy(block, end)
      block.writeUInt16LE(end, at)
      at += 2
    }
  }
  block.writeUInt16LE(entries.length * 2, 0)
}

function directory(splits: readonly number[]): Buffer {
  const last = Math.max(0, ...splits)
  const file = Buffer.alloc(splits.length === 0 ? 0 : Math.ceil((last + 1) / 8 / DIRECTORY_BLOCK) * DIRECTORY_BLOCK)
  for (const bit of splits) file[bit >> 3] = (file[bit >> 3] ?? 0) | (1 << (bit & 7))
  return file
}

/**
 * A key where its reader looks for it. APR's hash takes bytes as C's `char`, which has a sign on x86 and none on ARM: a key
 * with bytes above 127 stands in both places, and the table is the same for all machines.
 */
function placed(key: Buffer, value: Buffer): Entry[] {
  const unsigned = hash(key)
  const signed = key.some((byte) => byte > 127) ? hash(new Int8Array(key)) : unsigned
  return unsigned === signed
    ? [[key, value, unsigned]]
    : [
        [key, value, unsigned],
        [key, value, signed],
      ]
}

/** sdbm's hash of a key, 32 bits. */
function hash(key: Uint8Array | Int8Array): number {
  let sum = 0
  for (const byte of key) sum = (byte + Math.imul(sum, 65599)) >>> 0
  return sum
}

/** Entries sorted by key without the second of those whose two places are one block. */
function withoutTwins(entries: readonly Entry[]): Entry[] {
  return entries.filter(([key], index) => entries[index - 1]?.[0] !== key)
}

function sortedByKey(entries: readonly Entry[]): Entry[] {
  return [...entries].sort(([a], [b]) => Buffer.compare(a, b))
}
