/** A page that moved gets the visitor's credentials as it got them under mod_php. */
import {afterAll, beforeAll, expect, test} from 'vitest'
import {planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import {type Apache, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {startEcho} from '../support/fcgi-echo.ts'
import {send} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'

describeWith(['apache', 'mod_php'], 'credentials under mod_php', () => {
  const site = makeDirectory('authorization')
  let apache: Apache
  let echo: Awaited<ReturnType<typeof startEcho>>

  beforeAll(async () => {
    const page = '<?php echo json_encode([$_SERVER["PHP_AUTH_USER"] ?? null, $_SERVER["HTTP_AUTHORIZATION"] ?? null]);'
    writeFiles(site.path, {'moved.php': page, 'stays.php': page})
    echo = await startEcho('127.0.0.1')
    apache = await startApache({mpm: 'prefork', php: 'module', documentRoot: site.path})
  })

  afterAll(async () => {
    await apache?.stop()
    await echo?.stop()
    site.remove()
  })

  const ask = async (target: string): Promise<string> => {
    const headers = [['Authorization', `Basic ${Buffer.from('ana:secret').toString('base64')}`]] as const
    return (await send(apache, {target, headers})).body.toString()
  }
  const emitted = (form: string): string => {
    const plan = planRoutes([{path: 'moved.php', exposure: 'typescript'}])
    const options = {site: 'shop', backend: echo.address, documentRoots: [site.path], style: 'files', form}
    return emitter.emit(plan, options).files[0]?.text ?? ''
  }

  test.each(['htaccess', 'vhost'])('reach the page that moved and no other, by %s', async (form) => {
    const before = await ask('/stays.php')
    expect(await ask('/moved.php')).toBe(before)
    if (form === 'htaccess') writeFiles(site.path, {'.htaccess': emitted(form)})
    else await apache.reload({virtualHostConfig: emitted(form)})
    expect(JSON.parse(await ask('/moved.php'))).toMatchObject({
      params: {HTTP_AUTHORIZATION: expect.stringMatching(/^Basic /)},
    })
    expect(await ask('/stays.php')).toBe(before)
    if (form === 'htaccess') writeFiles(site.path, {'.htaccess': ''})
    else await apache.reload({virtualHostConfig: ''})
  })
})
