import {oncePerFile} from '../syntax/once-per-file.ts'
import type {FormField, FormUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {type Tag, tagsIn} from './markup/tags.ts'

/**
 * The forms that the file prints. A control belongs to the form that was opened last and not closed, as far as the file
 * shows; its `form` attribute says otherwise. Controls without a name are not sent, so they are left out.
 */
export const forms = defineFact({name: 'forms', find: (file) => formsIn(file)})

/** All forms of a file. */
export const formsIn = oncePerFile((file): FormUse[] => {
  const tags = tagsIn(file)
  const found: FormUse[] = []
  const byId = new Map<string, FormUse>()
  for (const tag of tags) {
    if (tag.name !== 'form' || tag.isEnd) continue
    const form = formOf(tag)
    found.push(form)
    const id = tag.attributes.get('id')
    if (id) byId.set(id, form)
  }
  if (!found.length) return found
  let next = 0
  let open: FormUse | undefined
  for (const tag of tags) {
    if (tag.name === 'form') open = tag.isEnd ? undefined : found[next++]
    else (byId.get(tag.attributes.get('form') ?? '') ?? open)?.fields.push(...fieldOf(tag))
  }
  return found
})

function formOf({attributes, line}: Tag): FormUse {
  const method = (attributes.get('method') ?? '').trim().toLowerCase()
  const action = attributes.get('action')
  return {
    method: method === 'post' || method.includes('…') ? 'post' : 'get',
    action: action === undefined || action.startsWith('…') ? null : action.replace(/….*$/s, '').trim(),
    upload: attributes.get('enctype')?.toLowerCase() === 'multipart/form-data',
    fields: [],
    line,
  }
}

function fieldOf({name: tag, attributes, line}: Tag): FormField[] {
  const name = attributes.get('name') ?? ''
  if (name === '' || tag === 'meta') return []
  const type = tag === 'input' ? attributes.get('type')?.trim().toLowerCase() || 'text' : tag
  return [{name, type, line}]
}
