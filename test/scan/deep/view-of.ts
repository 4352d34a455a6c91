import type {DeepFunction, DeepView, InputFlow} from '../../../src/scan/deep/types.ts'
import {viewOf} from '../../../src/scan/deep/view.ts'

/** The deep view of some PHP code, without its opening tag; fails when there is none. */
export function viewOfCode(code: string): DeepView {
  const view = viewOf(Buffer.from(`<?php ${code}`))
  if ('failure' in view) throw new Error(view.failure.message)
  return view
}

export function functionOf(code: string, name: string): DeepFunction {
  const {functions} = viewOfCode(code)
  const found = functions.find((one) => one.name === name)
  if (!found) throw new Error(`${name} was not found, but ${functions.map((one) => one.name).join(', ')}`)
  return found
}

/** Flows as text: `$_GET['id'] → (int) → $id → sql: mysql_query($id)`, with `as sent` where it is. */
export function flowsIn(code: string): string[] {
  return viewOfCode(code).flows.map(flowText)
}

function flowText({input, steps, into, text, asSent}: InputFlow): string {
  return `${[input, ...steps.map((step) => step.text), into].join(' → ')}: ${text}${asSent ? ' (as sent)' : ''}`
}
