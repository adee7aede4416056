import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contract } from '@hufu/contract'
import type { ImportView, Sent } from '@hufu/contract'
import type { Client } from '../client.ts'
import { findDepartment } from '../find.ts'
import { partsOf, writeTo } from '../save.ts'
import type { Cell, Terminal } from '../terminal.ts'
import { atMost, misused, wordAt } from '../verb.ts'
import type { Typed, Verb } from '../verb.ts'

const ASK_AGAIN_MS = 300
const ROWS_SHOWN_MAX = 50
const UPLOAD_MS = 10 * 60_000

export const importFile: Verb = {
  name: 'import',
  about: 'verb.import',
  usage: ['import FILE [--commit] [--yes]'],
  options: { commit: { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
  async run(typed) {
    atMost(typed, 1)
    const { terminal, flag } = typed
    const file = wordAt(typed, 0, 'FILE')
    const bytes = await readable(typed, file)
    const client = await typed.connect()
    const uploaded = await client.ask(
      contract.directory.importFile,
      { query: { fileName: basename(file) } },
      { bytes, timeoutMs: UPLOAD_MS },
    )
    const view = await settled(terminal, client, uploaded, ['reading'])
    if (view.state === 'refused') return refused(terminal, view)
    if (!terminal.json) await showDryRun(terminal, client, view)
    const { refused: bad } = view.counts
    const apply =
      flag('commit') &&
      (bad === 0 || flag('yes') || (await terminal.confirm(terminal.say('commitAnyway', { count: bad }))))
    if (!apply) return leave(terminal, client, view, flag('commit'))
    const begun = await client.ask(contract.directory.commitImport, {
      params: { importId: view.id },
      body: {},
    })
    const done = await settled(terminal, client, begun, ['ready', 'committing'])
    if (terminal.json) terminal.data(done)
    if (done.state !== 'committed') return refused(terminal, done)
    if (!terminal.json) terminal.line(terminal.say('committed'), 'good')
    return 0
  },
}

/** The bytes of a file, read while they are sent. */
async function readable({ terminal }: Typed, file: string): Promise<Blob> {
  try {
    return await openAsBlob(file)
  } catch (error) {
    throw misused(terminal.say('fileUnreadable', { file, why: error instanceof Error ? error.message : '' }))
  }
}

async function settled(
  terminal: Terminal,
  client: Client,
  first: ImportView,
  still: readonly ImportView['state'][],
): Promise<ImportView> {
  let view = first
  while (still.includes(view.state)) {
    terminal.progress(
      view.state === 'reading'
        ? terminal.say('reading', { read: view.rowsRead })
        : terminal.say('committing'),
    )
    await pause(ASK_AGAIN_MS)
    view = await client.ask(contract.directory.importState, { params: { importId: view.id } })
  }
  terminal.progress('')
  return view
}

function refused(terminal: Terminal, view: ImportView): number {
  if (terminal.json) terminal.data(view)
  else terminal.note(terminal.say('importRefused', { reason: view.reason ?? view.state }), 'bad')
  return 1
}

/** A dry run that nobody applies leaves nothing behind. */
async function leave(terminal: Terminal, client: Client, view: ImportView, wanted: boolean): Promise<number> {
  await client.ask(contract.directory.cancelImport, { params: { importId: view.id } })
  if (terminal.json) terminal.data(view)
  else terminal.note(terminal.say(wanted ? 'notDone' : 'dryRun'))
  return wanted || view.counts.refused > 0 ? 1 : 0
}

async function showDryRun(terminal: Terminal, client: Client, view: ImportView): Promise<void> {
  const { say } = terminal
  const { fileName, format, encoding, rowsTotal, rowsRead, counts } = view
  terminal.line(
    say('importFile', {
      file: fileName,
      format: format ?? '',
      encoding: encoding ?? '',
      rows: rowsTotal ?? rowsRead,
    }),
    'strong',
  )
  terminal.line(say('importCounts', counts), counts.refused > 0 ? 'bad' : 'good')
  const { departures, suspensions } = view.leaving
  if (departures + suspensions > 0) terminal.line(say('importLeaving', { departures, suspensions }), 'strong')
  for (const outcome of ['refused', 'changed'] as const) {
    if (counts[outcome] === 0) continue
    const { items } = await client.ask(contract.directory.importRows, {
      params: { importId: view.id },
      query: { outcome, limit: ROWS_SHOWN_MAX },
    })
    terminal.table(
      [say('row'), say('what'), say('name'), say('loginName'), say('department'), say('detail')],
      items.map((each): Cell[] => [
        String(each.row),
        { text: say(`row.${each.outcome}`), tone: outcome === 'refused' ? 'bad' : 'quiet' },
        each.name,
        each.login,
        each.departments,
        each.reason ??
          each.changes.map(({ field, from, to }) => `${field}: ${from ?? '–'} → ${to ?? '–'}`).join('; '),
      ]),
    )
    if (counts[outcome] > items.length)
      terminal.line(say('more', { count: counts[outcome] - items.length }), 'quiet')
  }
}

export const exportFile: Verb = {
  name: 'export',
  about: 'verb.export',
  usage: ['export [--format csv|xlsx] [--department NAME] [-o FILE]'],
  options: {
    format: { type: 'string' },
    department: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  async run(typed) {
    atMost(typed, 0)
    const { terminal, option } = typed
    const output = option('output')
    const format = option('format') ?? (output?.toLowerCase().endsWith('.xlsx') === true ? 'xlsx' : 'csv')
    if (format !== 'csv' && format !== 'xlsx')
      throw misused(terminal.say('missing', { what: '--format csv|xlsx' }))
    if (output === undefined && format === 'xlsx' && process.stdout.isTTY)
      throw misused(terminal.say('notToTerminal'))
    const client = await typed.connect()
    const department = option('department')
    const query: Sent<typeof contract.directory.exportDirectory, 'query'> = {
      format,
      locale: terminal.locale,
      ...(department === undefined ? {} : { departmentId: await findDepartment(typed, client, department) }),
    }
    const answer = await client.fetch(contract.directory.exportDirectory, { query })
    if (output === undefined) {
      for await (const part of partsOf(answer)) process.stdout.write(part)
      return 0
    }
    const bytes = await writeTo(typed, output, answer)
    terminal.note(terminal.say('exported', { file: output, bytes }), 'good')
    return 0
  },
}
