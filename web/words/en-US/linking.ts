import type { Same } from '../same.ts'
import type { linking as zh } from '../zh-CN/linking.ts'

export const linking: Same<typeof zh> = {
  title: {
    'sign-in': 'Let this device sign in?',
    second: 'Is it you who signs in?',
    'step-up': 'Confirm this act?',
  },
  lead: {
    'sign-in': 'If you agree, the device below is signed in as you.',
    second: 'Somebody signs in with your account; the first step was right, and the second is yours.',
    'step-up': 'Another device of yours waits for you.',
  },
  as: 'Your account: {{name}}',
  device: 'Device',
  address: 'Network address',
  at: 'Asked',
  choose: 'Which figures does that device show?',
  yes: { 'sign-in': 'Let it sign in', second: 'It is me, let it in', 'step-up': 'Confirm and do it' },
  no: 'Not me: decline',
  remaining: 'Good for {{seconds}} s',
  late: 'Time is up; ask for another QR code on the other device',
  approved: 'Confirmed',
  approvedHint: 'Go on at the other device. You can close this page.',
  declined: 'Declined',
  declinedHint: 'Nothing has happened. If it was not you, look at your devices and change your password.',
  differs: 'Other figures: declined',
  differsHint:
    'You chose other figures than the device shows. If it was you after all, ask for another QR code and scan that.',
  security: 'Sign-in & security',
  over: 'The QR code has run out',
  overHint: 'Ask for another QR code on the other device, and scan that.',
  broken: 'This is no QR code of ours',
  brokenHint: 'Scan the QR code of the sign-in page with your phone’s camera; do not type its address.',
  stranger: 'This device is not signed in',
  strangerHint:
    'Sign in here first, then scan the QR code once more. Only a device that is signed in can say yes.',
  signIn: 'Sign in',
}
