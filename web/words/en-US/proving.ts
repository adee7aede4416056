import type { Same } from '../same.ts'
import type { proving as zh } from '../zh-CN/proving.ts'

export const proving: Same<typeof zh> = {
  choose: 'How to confirm',
  ways: {
    password: 'Password',
    totp: 'Code',
    passkey: 'Passkey',
    link: 'QR code',
    recovery: 'Recovery',
  },
  none: 'This needs a stronger way to prove who you are, and you have not set one up yet',
  setUp: 'Set it up',
  totp: {
    label: 'Code of your authenticator app',
    hint: 'Open the app on your phone and enter the six digits it shows',
    needed: 'Enter six digits',
  },
  recovery: {
    label: 'Recovery code',
    hint: 'One of the codes you kept when they were made; each works once',
    needed: 'Enter a recovery code',
  },
  passkey: {
    lead: 'Press the button below, then confirm with your fingerprint, face, screen lock or security key.',
    cancelled: 'Not finished: it was cancelled, or took too long. Try again',
    exists: 'This device holds a passkey of yours already',
    elsewhere: 'Passkeys do not work at this address; use the proper address of your company',
    insecure: 'This address is not https, so browsers offer no passkeys here; the other ways remain',
    unsupported: 'This browser knows no passkeys; the other ways remain',
  },
  link: {
    code: 'QR code',
    lead: 'Scan it with a phone that is signed in',
    digits: 'Choose on the phone',
    renews: 'Changes by itself in {{seconds}} s',
    seen: 'The phone has opened it: choose these figures there and confirm',
    drawing: 'Drawing a QR code …',
    approved: 'The phone has confirmed; going on …',
    declined: 'The phone said no, or other figures were chosen',
    over: 'The QR code has run out',
    again: 'Another QR code',
  },
}
