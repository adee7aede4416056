import { z } from 'zod'
import { can, change, id, instant, line, name, nothing, reason } from './common.ts'
import { route } from './define.ts'
import {
  factorNeed,
  factorsView,
  linkAsked,
  linkShown,
  linkState,
  secondBrought,
  totpCode,
  webauthnAnswer,
  webauthnOptions,
} from './factors.ts'
import { act, signInAnswer } from './identity.ts'

/** Second factors, sessions and devices. */
export const factors = {
  second: route(
    'POST',
    '/api/v1/sessions/second',
    {
      summary: 'Prove the second factor of a sign-in under way; sets the session cookie',
      asks: ['audit.self.view'],
      openBecause: 'the first factor was proved, and its token is the proof of that',
    },
    {
      body: z.strictObject({ token: z.string().max(100), proof: secondBrought }),
      answer: signInAnswer,
    },
  ),
  mine: route(
    'GET',
    '/api/v1/me/factors',
    {
      summary: 'What I prove with, and what the company asks of me',
      asks: ['audit.self.view'],
      whileLimited: true,
    },
    { answer: factorsView },
  ),
  beginTotp: route(
    'POST',
    '/api/v1/me/factors/totp/begin',
    {
      summary: 'A fresh secret for an authenticator app, shown once; counts when a code of it was entered',
      asks: ['sec.self.manage'],
      whileLimited: true,
      proves: 'factors',
    },
    { body: nothing, answer: z.object({ secret: z.string(), url: z.string() }) },
  ),
  confirmTotp: route(
    'POST',
    '/api/v1/me/factors/totp/confirm',
    {
      summary: 'Enter the first code of an authenticator app; from now on it counts',
      asks: ['sec.self.manage'],
      whileLimited: true,
    },
    { body: z.strictObject({ code: totpCode }), answer: factorsView },
  ),
  removeTotp: route(
    'POST',
    '/api/v1/me/factors/totp/remove',
    {
      summary: 'Give up my authenticator app',
      asks: ['sec.self.manage'],
      whileLimited: true,
      proves: 'factors',
    },
    { body: nothing, answer: factorsView },
  ),
  makeRecoveryCodes: route(
    'POST',
    '/api/v1/me/factors/recovery',
    {
      summary: 'Ten fresh one-time codes, shown once; the ones before are void',
      asks: ['sec.self.manage'],
      whileLimited: true,
      proves: 'factors',
    },
    { body: nothing, answer: z.object({ codes: z.array(z.string()) }) },
  ),
  endOthers: route(
    'POST',
    '/api/v1/me/sessions/end-others',
    { summary: 'End all my sessions but this one', asks: ['sec.self.manage'], whileLimited: true },
    { body: nothing, answer: change.extend({ ended: z.number().int() }) },
  ),
  of: route(
    'GET',
    '/api/v1/members/:memberId/factors',
    {
      summary: 'Which kinds of factors a member has, and whether they meet what is asked',
      asks: ['sec.session.view'],
    },
    {
      params: z.strictObject({ memberId: id }),
      answer: z.object({
        totp: z.boolean(),
        passkeys: z.number().int(),
        recovery: z.number().int(),
        need: factorNeed,
        met: z.boolean(),
        reset: can,
        endSession: can,
      }),
    },
  ),
  reset: route(
    'POST',
    '/api/v1/members/:memberId/factors/reset',
    {
      summary:
        'Take a member’s second factors away who has lost them; ends their sessions, and they are told',
      asks: ['sec.mfa.reset'],
    },
    { params: z.strictObject({ memberId: id }), body: z.strictObject({ because: reason }), answer: change },
  ),
  endSessionOf: route(
    'POST',
    '/api/v1/members/:memberId/sessions/:sessionId/end',
    { summary: 'End one session of a member', asks: ['sec.session.kick'] },
    {
      params: z.strictObject({ memberId: id, sessionId: id }),
      body: z.strictObject({ because: line(500) }),
      answer: change,
    },
  ),
}

/** Passkeys, and QR codes by which a device that is signed in lets another one in. */
export const deviceFactors = {
  passkeyChallenge: route(
    'POST',
    '/api/v1/sessions/passkey-challenge',
    {
      summary: 'What to hand to the browser to sign in with a passkey alone',
      asks: ['audit.self.view'],
      openBecause: 'a random number tells nobody anything',
    },
    { body: nothing, answer: z.object({ options: webauthnOptions }) },
  ),
  signInByPasskey: route(
    'POST',
    '/api/v1/sessions/passkey',
    {
      summary: 'Sign in with a passkey alone; sets the session cookie',
      asks: ['audit.self.view'],
      openBecause: 'the signature of the passkey is the proof',
    },
    {
      body: z.strictObject({ answer: webauthnAnswer, token: z.boolean().optional() }),
      answer: signInAnswer,
    },
  ),
  showLink: route(
    'POST',
    '/api/v1/links',
    {
      summary: 'Show a QR code by which a phone that is signed in lets this page in (one use, two minutes)',
      asks: ['audit.self.view'],
      openBecause: 'it opens nothing until a member approves it on a device of theirs',
    },
    {
      /** With the token of a sign-in under way, as its second factor. */
      body: z.strictObject({ pending: z.string().max(100).optional() }),
      answer: linkShown,
    },
  ),
  linkState: route(
    'POST',
    '/api/v1/links/:linkId/state',
    {
      summary: 'How a QR code stands, for the page that shows it',
      asks: ['audit.self.view'],
      openBecause: 'the secret given to the page is the proof',
    },
    {
      params: z.strictObject({ linkId: id }),
      body: z.strictObject({ secret: z.string().max(100) }),
      answer: z.object({ state: linkState, until: instant }),
    },
  ),
  signInByLink: route(
    'POST',
    '/api/v1/sessions/link',
    {
      summary: 'Sign in by a QR code that was approved; sets the session cookie',
      asks: ['audit.self.view'],
      openBecause: 'the approval on the member’s own device is the proof',
    },
    {
      body: z.strictObject({ linkId: id, secret: z.string().max(100) }),
      answer: signInAnswer,
    },
  ),
  openLink: route(
    'POST',
    '/api/v1/me/links/:linkId/open',
    {
      summary:
        'Open a scanned QR code: what it asks of me; the page that shows it is told that somebody is there',
      asks: ['audit.self.view'],
    },
    {
      params: z.strictObject({ linkId: id }),
      body: z.strictObject({ code: z.string().max(100) }),
      answer: linkAsked,
    },
  ),
  answerLink: route(
    'POST',
    '/api/v1/me/links/:linkId/answer',
    {
      summary:
        'Approve or decline what a scanned QR code asks; other figures than the page shows decline it for good',
      asks: ['sec.self.manage'],
    },
    {
      params: z.strictObject({ linkId: id }),
      body: z.strictObject({ code: z.string().max(100), approve: z.boolean(), digits: z.string().max(4) }),
      answer: linkAsked,
    },
  ),
  showStepUpLink: route(
    'POST',
    '/api/v1/me/step-ups/link',
    {
      summary: 'Show a QR code to prove, on a second device of mine, for exactly one act',
      asks: ['audit.self.view'],
      whileLimited: true,
    },
    { body: z.strictObject({ act }), answer: linkShown },
  ),
  stepUpChallenge: route(
    'POST',
    '/api/v1/me/step-ups/challenge',
    {
      summary: 'What to hand to the browser to prove by passkey for exactly one act',
      asks: ['audit.self.view'],
      whileLimited: true,
    },
    { body: z.strictObject({ act }), answer: z.object({ options: webauthnOptions }) },
  ),
  beginPasskey: route(
    'POST',
    '/api/v1/me/factors/passkeys/begin',
    {
      summary: 'What to hand to the browser to make a passkey',
      asks: ['sec.self.manage'],
      whileLimited: true,
      proves: 'factors',
    },
    { body: nothing, answer: z.object({ options: webauthnOptions }) },
  ),
  addPasskey: route(
    'POST',
    '/api/v1/me/factors/passkeys',
    { summary: 'Keep a passkey that the browser has made', asks: ['sec.self.manage'], whileLimited: true },
    { body: z.strictObject({ name, answer: webauthnAnswer }), answer: factorsView },
  ),
  renamePasskey: route(
    'PATCH',
    '/api/v1/me/factors/passkeys/:passkeyId',
    { summary: 'Give a passkey of mine another name', asks: ['sec.self.manage'], whileLimited: true },
    { params: z.strictObject({ passkeyId: id }), body: z.strictObject({ name }), answer: factorsView },
  ),
  removePasskey: route(
    'POST',
    '/api/v1/me/factors/passkeys/:passkeyId/remove',
    {
      summary: 'Give up a passkey of mine',
      asks: ['sec.self.manage'],
      whileLimited: true,
      proves: 'factors',
    },
    { params: z.strictObject({ passkeyId: id }), body: nothing, answer: factorsView },
  ),
}
