/** Larger arrays are for one file and are not kept: 1 MB of numbers, when most files need a hundredth. */
const LARGEST_KEPT = 1 << 18
const SMALLEST = 1 << 14

/**
 * An array that one file after the other uses: a scan would else allocate, clear and give back as much memory as the
 * site has bytes, several times over.
 */
export class ReusedArray<Numbers extends Uint8Array | Uint32Array | Int32Array> {
  private readonly make: (length: number) => Numbers
  private kept: Numbers

  constructor(make: (length: number) => Numbers) {
    this.make = make
    this.kept = make(0)
  }

  /** An array of at least `length` numbers, with what was left in it before. The next call may give the same one. */
  take(length: number): Numbers {
    if (length <= this.kept.length) return this.kept
    if (length > LARGEST_KEPT) return this.make(length)
    this.kept = this.make(Math.max(SMALLEST, Math.min(length * 2, LARGEST_KEPT)))
    return this.kept
  }
}
