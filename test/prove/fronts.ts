/** The web servers of the proof. A new one is a file beside this and a name in the list. */
import {apacheFronts} from './apache.ts'
import {caddyFront} from './caddy.ts'
import type {Front} from './front.ts'
import {lighttpdFront} from './lighttpd.ts'
import {nginxFront} from './nginx.ts'

export const fronts: readonly Front[] = [...apacheFronts, nginxFront, lighttpdFront, caddyFront]
