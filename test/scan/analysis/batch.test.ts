import {describe, expect, it} from 'vitest'
import {analyse} from '../../../src/scan/analyse.ts'
import {analysePacked, Batch} from '../../../src/scan/analysis/batch.ts'
import {storedFacts} from '../../../src/scan/stored-facts.ts'

const SMALL = Buffer.from("<?php include 'top.php'; echo $_GET['id'];")
const OTHER = Buffer.from("<?php session_start(); $_SESSION['cart'] = $_POST;")
const LARGE = Buffer.from(`<?php\n${"$list[] = $_COOKIE['a'];\n".repeat(50_000)}`)

function read(batch: Batch<string>, contents: Buffer): void {
  contents.copy(batch.space(contents.length))
  batch.add('a.php', contents.length)
}

describe('A batch', () => {
  it('gives each file its own facts, also a file that is larger than its room', () => {
    const batch = new Batch<string>()
    for (const contents of [SMALL, LARGE, OTHER]) read(batch, contents)
    const {facts} = analysePacked(batch.pack())
    expect(facts).toEqual([SMALL, LARGE, OTHER].map((contents) => storedFacts(analyse(contents))))
    expect(batch.isFull()).toBe(true)
  })

  it('gives the space of a file that it does not take to the next one', () => {
    const batch = new Batch<string>()
    read(batch, SMALL)
    LARGE.copy(batch.space(LARGE.length))
    read(batch, OTHER)
    expect(analysePacked(batch.pack()).facts).toEqual([SMALL, OTHER].map((contents) => storedFacts(analyse(contents))))
  })

  it('can be made in the memory of one that is done', () => {
    const first = new Batch<string>()
    read(first, OTHER)
    const {bytes} = analysePacked(first.pack())
    const second = new Batch<string>(bytes)
    read(second, SMALL)
    expect(second.pack().bytes).toBe(bytes)
    expect(analysePacked(second.pack()).facts).toEqual([storedFacts(analyse(SMALL))])
  })
})
