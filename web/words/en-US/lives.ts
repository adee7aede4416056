import type { Same } from '../same.ts'
import type { lives as zh } from '../zh-CN/lives.ts'

export const lives: Same<typeof zh> = {
  suspend: 'Suspend',
  resume: 'Resume',
  extend: 'Extend',
  giveUp: 'I no longer need it',
  act: '{{act}}: {{right}}',
  mark: 'Suspended',
  by: 'suspended by {{name}}',
  times: 'extended {{count}}×; it was to end {{time}}',
  suspension: {
    title: 'Suspend this grant',
    line: '“{{right}}”, which “{{subject}}” holds by this grant, stops at once and works again only when it is resumed. Its time runs on and it still ends when it would have.',
    done: 'Grant suspended',
  },
  resuming: {
    title: 'Resume this grant',
    line: '“{{right}}”, which “{{subject}}” holds by this grant, works again at once.',
    was: 'Suspended by {{name}} at {{time}}: {{because}}',
    done: 'Grant resumed',
  },
  extension: {
    title: 'Extend this grant',
    line: '“{{right}}”, which “{{subject}}” holds by this grant, ends later.',
    former: 'It would end',
    next: 'New end',
    days: '{{count}} days more',
    date: 'Until a date',
    backwards: 'The new end must be later than the one it has',
    done: 'Grant extended',
  },
  givingUp: {
    title: 'Give up “{{right}}”',
    line: 'This grant ends at once. If you need it again, it has to be given to you anew.',
    why: 'Reason',
    done: 'Given up: “{{right}}”',
  },
  suspended: 'Suspended',
  extended: 'Extended',
  ended: 'How it ended',
  how: {
    revoked: 'Taken back',
    relinquished: 'Given up by the holder',
    expired: 'Ran out',
    superseded: 'Another grant took its place',
  },
}
