/** The web servers that can be configured. A new one is a file beside this and a name in the list. */
import {apache} from './apache/emitter.ts'
import {caddy} from './caddy/emitter.ts'
import {cherokee} from './cherokee/emitter.ts'
import {lighttpd} from './lighttpd/emitter.ts'
import {nginx} from './nginx/emitter.ts'
import type {ServerEmitter} from './types.ts'

export const servers: readonly ServerEmitter[] = [apache, nginx, lighttpd, caddy, cherokee]
