import {decodeText} from '../text.ts'
import {defineFact} from './define-fact.ts'
import {namesUsed} from './names/names-used.ts'

/** The classes that the file names, and the constants that it reads; as written, without a leading `\`. */
export const uses = defineFact({
  name: 'uses',
  find(file) {
    const {classes, constants} = namesUsed(file)
    return {classes: written(classes), constants: written(constants)}
  },
})

function written(names: ReadonlyMap<string, number>): string[] {
  const found: string[] = []
  for (const name of names.keys()) {
    // `\PDO` and `PDO` may both be there.
    if (!name.startsWith('\\')) found.push(decodeText(name))
    else if (!names.has(name.slice(1))) found.push(decodeText(name.slice(1)))
  }
  return found.sort()
}
