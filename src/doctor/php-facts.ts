/** Asks a PHP how its sessions are set up. */
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import type {SitePhp} from './site-php.ts'
import type {PhpFacts} from './types.ts'

const SCRIPT = `<?php
$ini = [];
foreach (ini_get_all(null, false) as $name => $value) {
  if (preg_match('/^(session\\\\.|redis\\\\.session\\\\.|max_execution_time$)/', $name)) $ini[$name] = (string) $value;
}
if (($ini['session.save_path'] ?? '') === '') $ini['session.save_path'] = sys_get_temp_dir();
while (ob_get_level() > 0) ob_end_clean();
echo json_encode([
  'version' => PHP_VERSION,
  'sapi' => PHP_SAPI,
  'user' => function_exists('posix_geteuid') ? posix_geteuid() : null,
  'ini' => $ini,
], JSON_INVALID_UTF8_SUBSTITUTE);
`

/** What this PHP says. Rejects with a MigrateError when it can't be asked, or has no sessions. */
export async function readPhpFacts(php: SitePhp): Promise<PhpFacts> {
  const output = await php.run(SCRIPT)
  const facts = parse(output)
  if (facts === undefined) {
    throw new MigrateError(
      'NO_PHP',
      `${php.name} does not run a script as it is: ${printable(output.trim().slice(0, 200))}`,
      'Look at its `auto_prepend_file` and `output_handler`, or ask another PHP with `--php`',
    )
  }
  if (facts.ini['session.save_handler'] === undefined) {
    throw new MigrateError('NO_PHP', `${php.name} has no sessions`, 'Install the session extension there')
  }
  return facts
}

function parse(output: string): PhpFacts | undefined {
  try {
    return JSON.parse(output) as PhpFacts
  } catch {
    return undefined
  }
}
