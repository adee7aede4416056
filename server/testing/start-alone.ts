/** A server that is nothing but its database, for tests that kill it: `start-alone.ts DATA`. Prints one JSON line when ready. */
import { isRefusal } from '@hufu/kit'
import { quietLog } from '../platform/log/index.ts'
import { startEmbedded } from '../platform/db/index.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const database = await startEmbedded({ dataDir, dataDirChosen: true }, quietLog())
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)))
  console.log(JSON.stringify({ url: database.url, postgres: database.pid() }))
} catch (error) {
  if (!isRefusal(error)) throw error
  console.log(JSON.stringify({ refused: error.code, words: error.details['words'] }))
}
