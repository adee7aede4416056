import type { Same } from '../same.ts'
import type { protection as zh } from '../zh-CN/protection.ts'

export const protection: Same<typeof zh> = {
  title: 'Protection',
  lead: 'How often people prove who they are, and who has the say in what is critical.',
  now: 'Now: {{profile}}',
  by: 'chosen by {{name}}',
  unmet: '{{count}} people do not meet it yet',
  profile: 'Profile',
  inForce: 'In force',
  profiles: {
    standard: {
      title: 'Standard',
      lead: 'For most companies; works for one person too.',
      proof: 'Before a critical act one proves once more who one is: by password, QR code or passkey.',
      alone: 'One person is enough.',
      after: 'Every super administrator is told at once, and it can be taken back for 72 hours.',
      transfer: 'The top seat changes hands at once, and can be taken back for 72 hours.',
    },
    strict: {
      title: 'Strict',
      lead: 'For companies with written rules on security.',
      proof: 'Administrators sign in with a second factor, the creator with a passkey.',
      alone:
        'A second entitled person sees the same terms and confirms; where there is nobody, one person still acts.',
      after: 'Every super administrator is told at once.',
      transfer: 'The top seat changes hands after 24 hours, in which it can be cancelled or objected to.',
    },
  },
  needs: {
    title: 'Signing in',
    lead: 'By what each tier signs in at least. Whoever does not have it sets it up before anything else.',
    password: 'Password',
    'second-factor': 'Password and a second factor',
    'phishing-resistant': 'Passkey',
  },
  stopped: {
    title: 'Whom it stops',
    me: 'You do not meet it yourself: set up what is missing in “Sign-in & security” first',
    alone: 'There is no second person entitled to confirm what is critical, so one person still acts',
    nobody: 'Nobody: everybody meets it.',
    count: '{{count}} people do not meet it and set up what is missing before anything else:',
    find: 'Search names',
    more: '{{total}} people; the first {{shown}} are shown',
  },
  choose: 'Choose this',
  undo: 'Undo',
  confirm: 'Choose “{{profile}}”',
  confirmLines: {
    standard: 'One person confirms what is critical, and it can be taken back for 72 hours.',
    strict: 'Two people confirm what is critical, and the top seat changes hands after 24 hours.',
    nobody: 'Nobody is stopped.',
    stopped: '{{count}} people have to set up what is missing before they go on.',
    open: 'It holds at once, for open pages too.',
  },
  chosen: 'Protection changed',
}
