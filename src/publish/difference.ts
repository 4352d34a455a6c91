/** Changes as people read them. */
import {createTwoFilesPatch} from 'diff'
import {type FileChange, isChange} from './changes.ts'

/** A unified diff of everything that would change; nothing when nothing would. Bytes above 127 are shown one by one. */
export function differenceOf(changes: readonly FileChange[]): string {
  return changes.filter(isChange).map(fileDifference).join('')
}

function fileDifference({file, before, after}: FileChange): string {
  if (isEmptyOrBinary(before) && isEmptyOrBinary(after)) {
    return `${before === undefined ? 'New' : after === undefined ? 'Gone' : 'Changed'} file ${file}\n`
  }
  const name = (content: Buffer | undefined): string => (content === undefined ? '/dev/null' : file)
  const patch = createTwoFilesPatch(name(before), name(after), textOf(before), textOf(after), undefined, undefined, {
    context: 3,
    headerOptions: {includeIndex: false, includeUnderline: false, includeFileHeaders: true},
  })
  return patch
}

function textOf(content: Buffer | undefined): string {
  return content?.toString('latin1') ?? ''
}

function isEmptyOrBinary(content: Buffer | undefined): boolean {
  return content === undefined || content.length === 0 || content.includes(0)
}
