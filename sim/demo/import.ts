import { setTimeout as pause } from 'node:timers/promises'
import { contract } from '@hufu/contract'
import type { ImportView } from '@hufu/contract'
import type { Client } from '../../cli/client.ts'

const ASK_AGAIN_MS = 50

/** Uploads a directory file and waits for its dry run. Throws the words of a refused file. */
export async function dryRun(by: Client, fileName: string, text: string): Promise<ImportView> {
  const uploaded = await by.ask(
    contract.directory.importFile,
    { query: { fileName } },
    { bytes: new Blob([text]) },
  )
  return settled(by, uploaded, ['reading'])
}

/** Applies a dry run: one transaction, one revision. Throws when not every row is good. */
export async function commit(by: Client, view: ImportView): Promise<ImportView> {
  if (view.counts.refused > 0) throw new Error(`${view.counts.refused} rows of ${view.fileName} are refused`)
  const begun = await by.ask(contract.directory.commitImport, { params: { importId: view.id }, body: {} })
  return settled(by, begun, ['ready', 'committing'])
}

async function settled(
  by: Client,
  first: ImportView,
  still: readonly ImportView['state'][],
): Promise<ImportView> {
  let view = first
  while (still.includes(view.state)) {
    await pause(ASK_AGAIN_MS)
    view = await by.ask(contract.directory.importState, { params: { importId: view.id } })
  }
  if (view.reason !== null) throw new Error(`${view.fileName}: ${view.reason}`)
  return view
}
