/** Proves that PHP and TypeScript share sessions: each writes what the other reads, and each waits for the other. */
import {setTimeout as sleep} from 'node:timers/promises'
import {printable} from '../page.ts'
import {SessionData} from '../runtime/session/data.ts'
import {newSessionId} from '../runtime/session/id.ts'
import type {ResolvedSettings} from '../runtime/settings.ts'
import type {SitePhp} from './site-php.ts'
import type {ProofStep} from './types.ts'

/** How long a lock is held, in milliseconds: longer than either side needs to start. */
const HELD = 400
const VARIABLE = 'migrate_doctor'

/**
 * Makes sessions of its own and removes them again. The first step that fails ends the proof: the others would fail too.
 *
 * @param settings what the backend would use
 * @param isLocked whether the store locks: Redis does only when it is told to
 */
export async function proveSharing(php: SitePhp, settings: ResolvedSettings, isLocked: boolean): Promise<ProofStep[]> {
  const steps: ProofStep[] = []
  const ids: string[] = []
  const store = settings.sessionStore
  const change = async (id: string, use: (data: SessionData) => void, held = 0): Promise<void> => {
    const opened = await store.open(id)
    try {
      const data = new SessionData(opened.bytes, settings.codec, settings.session.serializeHandler)
      use(data)
      await sleep(held)
      const changed = data.changedBytes()
      if (changed !== undefined) await opened.write(changed)
    } finally {
      await opened.close()
    }
  }
  const expectHere = (id: string, expected: unknown): Promise<void> =>
    change(id, (data) => {
      const found = data.get(VARIABLE)
      if (found !== expected) throw new Error(`expected ${String(expected)}, found ${found === undefined ? 'nothing' : String(found)}`)
    }) // biome-ignore format: short
  const expectThere = async (id: string, expected: unknown): Promise<void> => {
    const found = await inPhp(php, `session_id('${id}'); session_start(); $result = $_SESSION['${VARIABLE}'] ?? null;`)
    if (found !== expected) throw new Error(`expected ${String(expected)}, PHP found ${found === null ? 'nothing' : printable(String(found))}`) // biome-ignore format: short
  }
  const bothWays: [string, () => Promise<void>][] = [
    [
      'PHP begins a session, TypeScript knows it',
      async () => {
        const id = await inPhp(php, `session_start(); $_SESSION['${VARIABLE}'] = 'of PHP'; $result = session_id();`)
        if (typeof id !== 'string' || !/^[A-Za-z0-9,-]+$/.test(id)) throw new Error('PHP began no session')
        ids.push(id)
        if (!(await store.exists(id))) throw new Error('PHP keeps it elsewhere: compare save handler and save path')
        await expectHere(id, 'of PHP')
      },
    ],
    [
      'TypeScript changes it, PHP sees the change',
      async () => {
        await change(ids[0] ?? '', (data) => data.set(VARIABLE, 'of TypeScript'))
        await expectThere(ids[0] ?? '', 'of TypeScript')
      },
    ],
    [
      'TypeScript begins a session, PHP knows it',
      async () => {
        const id = newSessionId(settings.session.idLength, settings.session.idBitsPerCharacter)
        ids.push(id)
        await change(id, (data) => data.set(VARIABLE, 'begun by TypeScript'))
        await expectThere(id, 'begun by TypeScript')
      },
    ],
  ]
  const locks: [string, () => Promise<void>][] = [
    [
      'PHP waits while TypeScript has the session',
      async () => {
        const mine = change(ids[0] ?? '', (data) => data.set(VARIABLE, 'after waiting'), HELD)
        await sleep(HELD / 4)
        await Promise.all([expectThere(ids[0] ?? '', 'after waiting'), mine])
      },
    ],
    [
      'TypeScript waits while PHP has the session',
      async () => {
        const hold = `session_id('${ids[0]}'); session_start(); usleep(${HELD * 1000}); $_SESSION['${VARIABLE}'] = 'PHP waited';`
        const theirs = inPhp(php, hold)
        await sleep(HELD / 2)
        await Promise.all([expectHere(ids[0] ?? '', 'PHP waited'), theirs])
      },
    ],
  ]
  try {
    for (const [what, prove] of isLocked ? [...bothWays, ...locks] : bothWays) {
      steps.push(await step(what, prove))
      if (steps.at(-1)?.ok === false) break
    }
  } finally {
    for (const id of ids) await removeSession(php, settings, id)
    await store.close()
  }
  return steps
}

async function step(what: string, prove: () => Promise<void>): Promise<ProofStep> {
  try {
    await prove()
    return {what, ok: true}
  } catch (error) {
    return {what, ok: false, problem: printable((error as Error).message)}
  }
}

/** Runs lines that set `$result`; rejects with what PHP warned of. */
async function inPhp(php: SitePhp, lines: string): Promise<unknown> {
  const output = await php.run(`<?php
$warnings = [];
$result = null;
set_error_handler(function ($level, $message) use (&$warnings) { $warnings[] = $message; return true; });
ini_set('session.use_cookies', '0');
ini_set('session.cache_limiter', '');
try { ${lines} session_write_close(); } catch (Throwable $error) { $warnings[] = $error->getMessage(); }
echo json_encode(['result' => $result, 'warnings' => $warnings], JSON_INVALID_UTF8_SUBSTITUTE);
`)
  const {result, warnings} = JSON.parse(output) as {result: unknown; warnings: string[]}
  if (warnings.length > 0) throw new Error(`PHP says: ${warnings.join('; ')}`)
  return result
}

/** On both sides, which may keep it in two places. What can't be removed is left to garbage collection. */
async function removeSession(php: SitePhp, {sessionStore}: ResolvedSettings, id: string): Promise<void> {
  await inPhp(php, `session_id('${id}'); session_start(); session_destroy();`).catch(() => undefined)
  try {
    const opened = await sessionStore.open(id)
    await opened.remove().finally(() => opened.close())
  } catch {}
}
