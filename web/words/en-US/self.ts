import type { Same } from '../same.ts'
import type { self as zh } from '../zh-CN/self.ts'

export const self: Same<typeof zh> = {
  title: 'Me',
  settings: 'Settings',
  language: 'Language',
  looks: 'Appearance',
  permissions: 'My permissions',
  permissionsLead:
    'What you may do, where it comes from and until when; what you lost, when, by whom and why.',
  console: 'Go to the console',
  password: {
    title: 'Change password',
    lead: 'Afterwards your sessions on other devices are ended.',
    current: 'Current password',
    next: 'New password',
    act: 'Change password',
    needed: 'Enter your current password',
    done: 'Password changed; your other sessions were ended',
  },
  sessions: {
    title: 'Sessions & devices',
    lead: 'If you do not know one of them, end it and change your password.',
    current: 'This device',
    lastSeen: 'Last used',
    since: 'Signed in',
    until: 'Ends at the latest',
    end: 'End',
    endTitle: 'End this session',
    endLine: 'The session on “{{device}}” ends at once; the password is needed to go on there.',
    ended: 'Session ended',
  },
  tabs: { have: 'What I have', lost: 'What I lost', history: 'Acts about me' },
  summary: 'You hold {{held}} permissions now, {{risky}} of them high risk.',
  historyLead: 'What others did to you and what you did, all of it.',
  lookFor: 'Looking at “{{name}}”',
  noHistory: 'Nothing was done about you yet',
  ask: 'Need a permission? Tell your administrator what for and for how long.',
}
