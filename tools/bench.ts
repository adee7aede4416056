/** `npm run bench -- [SUITE…] [--json]`: the suites of `bench`, with the built page and the browser they need. */
import { ensureBrowser } from './browser/find.ts'
import { ensureWeb } from './build/web.ts'
import { become } from './command.ts'

const given = process.argv.slice(2)
const named = given.filter((word) => !word.startsWith('-'))
/** Only the directory is looked at in a browser. */
const looks = named.length === 0 || named.includes('directory')
const chromium = looks ? await ensureBrowser() : ''
if (chromium === null) process.exitCode = 2
else if (await ensureWeb()) await become(['node', 'bench/main.ts', ...given], { HUFU_CHROMIUM: chromium })
else process.exitCode = 1
