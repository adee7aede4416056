/** `npm test`: the check, the tests that start whole servers, then the browser stories. Exit status 2 when there is no browser and none can be had. */
import { ensureBrowser } from './browser/find.ts'
import { become } from './command.ts'

if ((await ensureBrowser()) === null) process.exitCode = 2
else {
  await become(['node', 'tools/check.ts'])
  if (process.exitCode === 0) await become(['node', 'tools/unit.ts', '--slow'])
  if (process.exitCode === 0) await become(['node', 'tools/e2e.ts'])
}
