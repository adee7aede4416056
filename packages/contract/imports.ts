import { z } from 'zod'
import { change, id, instant, line, locale, nothing, page, pageQuery } from './common.ts'
import { route } from './define.ts'

const leavingWhat = z.enum(['departure', 'suspension'])
export const rowOutcome = z.enum(['new', 'changed', 'unchanged', 'refused'])
/** `row` is the line number in the file as people count it (the header is 1). `reason` is in the caller's language. */
export const importRow = z.object({
  row: z.number().int(),
  outcome: rowOutcome,
  code: z.string().nullable(),
  reason: z.string().nullable(),
  name: z.string(),
  login: z.string(),
  departments: z.string(),
  /** The row says that this person leaves; the import does not take anything. */
  leaving: leavingWhat.nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
})
/** Somebody who leaves according to a file: for good or for a while. `due` is null where the file names no day. */
export const importLeaving = z.object({
  what: leavingWhat,
  memberId: id,
  login: z.string(),
  name: z.string(),
  due: instant.nullable(),
})
export const importView = z.object({
  id,
  fileName: z.string(),
  state: z.enum(['reading', 'ready', 'refused', 'committing', 'committed', 'cancelled']),
  /** A refusal of the whole file, in the caller's language. */
  reason: z.string().nullable(),
  code: z.string().nullable(),
  format: z.enum(['csv', 'xlsx']).nullable(),
  encoding: z.string().nullable(),
  /** Whose column names these are. */
  dialect: z.enum(['plain', 'wecom', 'dingtalk']).nullable(),
  /** Columns that nothing is read from, as the file names them. */
  ignored: z.array(z.string()),
  rowsRead: z.number().int(),
  rowsTotal: z.number().int().nullable(),
  counts: z.object({
    new: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    departments: z.number().int(),
  }),
  /** People who are still here and leave according to the file. */
  leaving: z.object({ departures: z.number().int(), suspensions: z.number().int() }),
  createdAt: instant,
  createdBy: z.string(),
  committedAt: instant.nullable(),
  applied: change.shape.applied.nullable(),
})
export type ImportView = z.infer<typeof importView>

/** Files of people and departments, in and out. Part of the doors of the directory. */
export const imports = {
  importFile: route(
    'POST',
    '/api/v1/imports',
    {
      summary: 'Upload a directory file (CSV or XLSX) for a dry run; nothing changes yet',
      asks: ['org.directory.import'],
      sends: 'bytes',
    },
    {
      query: z.strictObject({ fileName: line(200), locale: locale.optional() }),
      answer: importView,
    },
  ),
  imports: route(
    'GET',
    '/api/v1/imports',
    { summary: 'Imports so far', asks: ['org.directory.import'] },
    { answer: z.object({ items: z.array(importView) }) },
  ),
  importState: route(
    'GET',
    '/api/v1/imports/:importId',
    { summary: 'Progress and counts of an import', asks: ['org.directory.import'] },
    { params: z.strictObject({ importId: id }), answer: importView },
  ),
  importRows: route(
    'GET',
    '/api/v1/imports/:importId/rows',
    { summary: 'Rows of an import with their outcome', asks: ['org.directory.import'] },
    {
      params: z.strictObject({ importId: id }),
      query: z.strictObject({ ...pageQuery, outcome: rowOutcome.optional() }),
      answer: page(importRow),
    },
  ),
  importLeaving: route(
    'GET',
    '/api/v1/imports/:importId/leaving',
    {
      summary: 'People who are still here and leave according to a file; the import itself takes nothing',
      asks: ['org.directory.import'],
    },
    {
      params: z.strictObject({ importId: id }),
      query: z.strictObject({ what: leavingWhat.optional() }),
      /** As many as one plan can name, in the order of the file; the next come when these have left. */
      answer: z.object({ items: z.array(importLeaving) }),
    },
  ),
  commitImport: route(
    'POST',
    '/api/v1/imports/:importId/commit',
    { summary: 'Apply an import: one transaction, one revision', asks: ['org.directory.import'] },
    { params: z.strictObject({ importId: id }), body: nothing, answer: importView },
  ),
  cancelImport: route(
    'DELETE',
    '/api/v1/imports/:importId',
    { summary: 'Cancel an import before it is applied', asks: ['org.directory.import'] },
    { params: z.strictObject({ importId: id }), answer: importView },
  ),
  importTemplate: route(
    'GET',
    '/api/v1/imports/template',
    { summary: 'An empty file with the right columns', asks: ['org.directory.import'], answers: 'bytes' },
    {
      query: z.strictObject({ format: z.enum(['csv', 'xlsx']), locale: locale.optional() }),
      answer: z.unknown(),
    },
  ),
  exportDirectory: route(
    'GET',
    '/api/v1/directory/export',
    { summary: 'The directory as a file, formula-safe', asks: ['org.directory.export'], answers: 'bytes' },
    {
      query: z.strictObject({
        format: z.enum(['csv', 'xlsx']),
        departmentId: id.optional(),
        locale: locale.optional(),
      }),
      answer: z.unknown(),
    },
  ),
}
