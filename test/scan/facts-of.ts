import {analyse} from '../../src/scan/analyse.ts'
import type {FileFacts} from '../../src/scan/types.ts'

/** The facts of some PHP code, without its opening tag. */
export function factsOf(code: string): FileFacts {
  return factsOfFile(`<?php ${code}`)
}

/** The facts of a whole file. */
export function factsOfFile(source: string | Buffer): FileFacts {
  return analyse(Buffer.from(source))
}
