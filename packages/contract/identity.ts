import { z } from 'zod'
import { applied, can, id, instant, line, locale, name, nothing } from './common.ts'
import { route } from './define.ts'
import { pendingSignIn, proofBrought, proofMethod } from './factors.ts'

/** The header in which a request brings the token of a step-up, and the code of the refusal that asks for one. */
export const STEP_UP_HEADER = 'Hufu-Step-Up'
export const STEP_UP_NEEDED = 'identity/step-up-needed'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200
const password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)
const anyPassword = z.string().min(1).max(PASSWORD_MAX)
export const login = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}._@+-]+$/u, 'login-characters')

export const tier = z.enum(['creator', 'super', 'scoped', 'member'])
export const memberStatus = z.enum(['invited', 'active', 'suspended', 'departed'])

export const session = z.object({
  id,
  memberId: id,
  device: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  idleUntil: instant,
  absoluteUntil: instant,
  current: z.boolean(),
  /** How it was signed in. */
  methods: z.array(proofMethod),
})
export type SessionView = z.infer<typeof session>

/**
 * What stands on every page and cannot be put away. `claimed-gone`: for the creator, of whom a claim says that they are
 * gone. `recovered`: a way in was made on the host.
 */
export const banner = z.object({
  kind: z.enum(['claimed-gone', 'recovered']),
  words: z.string(),
  since: instant,
  until: instant.nullable(),
  claimId: id.nullable(),
})
export type Banner = z.infer<typeof banner>

/** Who I am, and for every enforced permission whether I may use it on the workspace (doors of the page). */
export const me = z.object({
  id,
  name: z.string(),
  login: z.string(),
  status: memberStatus,
  tier,
  locale,
  /** Where my notices go by e-mail as well, and whether I want that; null where the server sends no e-mail. */
  mail: z.object({ address: z.string().nullable(), on: z.boolean() }).nullable(),
  workspace: z.object({ id, name: z.string(), rootDepartmentId: id }),
  departments: z.array(z.object({ id, name: z.string() })),
  /** True while this session has not proved what the company asks: it opens nothing but the way out of that. */
  limited: z.boolean(),
  /** Keyed by permission. For administration keys: allowed somewhere at least. */
  can: z.record(z.string(), can),
  banners: z.array(banner),
  revision: z.number().int(),
})
export type Me = z.infer<typeof me>

/** Either a session or what is still to be proved. `token` only for programs. */
export const signInAnswer = z.object({
  me: me.nullable(),
  token: z.string().nullable(),
  pending: pendingSignIn.nullable(),
})
export type SignInAnswer = z.infer<typeof signInAnswer>

/** Exactly one act, as it will be sent. */
export const act = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  /** Path and query, as they will be sent. */
  path: z.string().startsWith('/').max(2000),
  /** Lower-case hex of SHA-256 over the bytes of the body; that of nothing when there is none. */
  bodySha256: z.string().regex(/^[0-9a-f]{64}$/, 'sha256-hex'),
})

export const identity = {
  setupState: route(
    'GET',
    '/api/v1/setup',
    {
      summary: 'Whether a company still has to be set up',
      asks: ['sys.org.found'],
      openBecause: 'nobody exists before the company does',
    },
    { answer: z.object({ needed: z.boolean(), company: z.string().nullable() }) },
  ),
  setUp: route(
    'POST',
    '/api/v1/setup',
    {
      summary: 'Found the company with the one-time code from the terminal; signs the creator in',
      asks: ['sys.org.found'],
      openBecause: 'the one-time code is the proof',
    },
    {
      body: z.strictObject({ code: z.string().max(100), company: name, name, login, password, locale }),
      answer: me,
    },
  ),
  signIn: route(
    'POST',
    '/api/v1/sessions',
    {
      summary:
        'Sign in; sets the session cookie, or asks for the second factor. `token` is for programs that keep no cookies (send as Bearer)',
      asks: ['audit.self.view'],
      openBecause: 'the password is the proof',
    },
    {
      body: z.strictObject({
        login: z.string().max(200),
        password: anyPassword,
        token: z.boolean().optional(),
      }),
      answer: signInAnswer,
    },
  ),
  activate: route(
    'POST',
    '/api/v1/activations',
    {
      summary: 'Accept an invitation: choose a password with the one-time code; signs in',
      asks: ['audit.self.view'],
      openBecause: 'the one-time invitation is the proof',
    },
    { body: z.strictObject({ code: z.string().max(100), password }), answer: signInAnswer },
  ),
  invitation: route(
    'POST',
    '/api/v1/members/:memberId/invitation',
    {
      summary: 'Issue a one-time invitation (also: a new way in for somebody who forgot the password)',
      asks: ['org.member.invite'],
    },
    {
      params: z.strictObject({ memberId: id }),
      body: nothing,
      answer: z.object({ code: z.string(), url: z.string(), until: instant }),
    },
  ),
  me: route(
    'GET',
    '/api/v1/me',
    { summary: 'Who I am and what I may do', asks: ['audit.self.view'], whileLimited: true },
    { answer: me },
  ),
  changeMe: route(
    'PATCH',
    '/api/v1/me',
    {
      summary: 'Choose my language, and whether my notices go out by e-mail',
      asks: ['sec.self.manage'],
      whileLimited: true,
    },
    {
      body: z
        .strictObject({ locale: locale.optional(), mail: z.boolean().optional() })
        .refine((chosen) => Object.keys(chosen).length > 0, 'nothing-chosen'),
      answer: me,
    },
  ),
  changePassword: route(
    'PUT',
    '/api/v1/me/password',
    {
      summary: 'Change my password; ends my other sessions',
      asks: ['sec.self.manage'],
      whileLimited: true,
    },
    { body: z.strictObject({ current: anyPassword, next: password }), answer: z.object({ applied }) },
  ),
  stepUp: route(
    'POST',
    '/api/v1/me/step-ups',
    {
      summary:
        'Prove once more who I am, for exactly one act; send its token along as `Hufu-Step-Up`, once, within five minutes',
      asks: ['audit.self.view'],
      whileLimited: true,
    },
    {
      body: z.strictObject({ proof: proofBrought, act }),
      answer: z.object({ token: z.string(), expiresAt: instant }),
    },
  ),
  mySessions: route(
    'GET',
    '/api/v1/sessions',
    { summary: 'My sessions and devices', asks: ['audit.self.view'], whileLimited: true },
    { answer: z.object({ items: z.array(session) }) },
  ),
  signOut: route(
    'DELETE',
    '/api/v1/sessions/current',
    { summary: 'Sign out here', asks: ['audit.self.view'], whileLimited: true },
    { answer: z.object({ applied }) },
  ),
  endMySession: route(
    'DELETE',
    '/api/v1/sessions/:sessionId',
    { summary: 'End one of my sessions', asks: ['sec.self.manage'], whileLimited: true },
    { params: z.strictObject({ sessionId: id }), answer: z.object({ applied }) },
  ),
  sessionsOf: route(
    'GET',
    '/api/v1/members/:memberId/sessions',
    { summary: 'Sessions and devices of a member', asks: ['sec.session.view'] },
    { params: z.strictObject({ memberId: id }), answer: z.object({ items: z.array(session) }) },
  ),
  signOutMember: route(
    'POST',
    '/api/v1/members/:memberId/sign-out',
    { summary: 'End every session of a member', asks: ['sec.session.kick'] },
    {
      params: z.strictObject({ memberId: id }),
      body: z.strictObject({ because: line(500) }),
      answer: z.object({ ended: z.number().int(), applied }),
    },
  ),
  ticket: route(
    'POST',
    '/api/v1/tickets',
    { summary: 'A one-use ticket (30 s) to open the socket', asks: ['audit.self.view'] },
    { body: nothing, answer: z.object({ ticket: z.string(), until: instant }) },
  ),
}
