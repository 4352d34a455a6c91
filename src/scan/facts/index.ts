import {calls, callsOf} from './calls.ts'
import {commandLine} from './command-line.ts'
import {complexity} from './complexity.ts'
import {databases} from './databases.ts'
import {definitions} from './definitions.ts'
import {document} from './document.ts'
import {extensions} from './extensions.ts'
import {fileCalls} from './file-calls.ts'
import {forms} from './forms.ts'
import {guard} from './guard.ts'
import {includes} from './includes.ts'
import {inputs} from './inputs.ts'
import {links} from './links.ts'
import {nameValues} from './name-values.ts'
import {notes} from './notes.ts'
import {outputs} from './outputs.ts'
import {problems} from './problems.ts'
import {session} from './session.ts'
import {bytes, inlineHtmlBytes, lines} from './size.ts'
import {sql} from './sql.ts'
import {tables} from './tables.ts'
import {takes} from './takes.ts'
import {returnsArray, topLevelAssignments, topLevelStatements} from './top-level.ts'
import {uses} from './uses.ts'
import {work} from './work.ts'

/** Every fact that is found in a file: a new one is a file beside this one and its name here. */
export const FACTS = [
  lines,
  bytes,
  inlineHtmlBytes,
  inputs,
  includes,
  session,
  outputs,
  definitions,
  calls,
  callsOf,
  fileCalls,
  nameValues,
  links,
  databases,
  sql,
  tables,
  forms,
  extensions,
  uses,
  complexity,
  takes,
  work,
  notes,
  topLevelStatements,
  topLevelAssignments,
  guard,
  commandLine,
  returnsArray,
  document,
  problems,
] as const
