import type { Same } from '../same.ts'
import type { measures as zh } from '../zh-CN/measures.ts'

export const measures: Same<typeof zh> = {
  days: 'The last',
  since: 'since {{time}}',
  tiles: {
    submitted: 'Submitted',
    open: 'Open',
    overdue: 'Late',
    median: 'Half answered within',
    p90: 'Nine in ten within',
    rejected: 'Rejected',
    overturned: 'Overturned on appeal',
    lapsed: 'Lapsed',
  },
  none: 'none yet',
  rate: '{{count}} of {{of}}',
  rejections: 'Why requests are rejected',
  noRejections: 'Nothing was rejected',
  approvers: 'Approvers',
  noApprovers: 'Nobody has decided yet',
  columns: {
    name: 'Name',
    decided: 'Decided',
    waiting: 'Waiting',
    median: 'Half within',
    missed: 'Missed',
    overturned: 'Overturned',
  },
  suggestions: 'Belongs into a template',
  suggestionsLead:
    'People of one position ask for the same again and again; in the template it need not be asked.',
  noSuggestions: 'Nothing to suggest',
  suggestion:
    'Position “{{position}}”: people {{people}}, asked for “{{permission}}” {{requests}}×, granted {{granted}}×',
  template: 'Edit the template',
}
