import { contract } from '@hufu/contract'
import type { LinkAsked } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import { actHashOf } from '../../../platform/http/index.ts'
import type { Call, Doors } from '../../../platform/http/index.ts'
import { markOf } from '../commands/enter.ts'
import { answered, note } from '../entrance.ts'
import { isKnownDevice } from '../known.ts'
import { POLLS_A_MINUTE } from '../limits.ts'
import { newPace, spendOf } from '../pace.ts'
import type { Parts } from '../parts.ts'
import { DEVICE_COOKIE, hashOf } from '../secrets.ts'
import { findPending } from '../store-pending.ts'
import { answerLink, isSame, linkForSecond, linkForSignIn, openLink, showStepUp } from './commands.ts'
import type { Scanned } from './commands.ts'
import { browserOf, draw } from './draw.ts'
import { enterByLink } from './enter.ts'
import { linkLife, stateAt } from './link.ts'
import { findLink, putLink } from './store.ts'
import { linkAskedView } from './views.ts'

const routes = contract.factors
const activity = { remember: false, journal: 'activity' } as const

/** Registers the doors of QR codes: of the page that shows one, and of the device that answers. */
export function linkRoutes(doors: Doors, parts: Parts): void {
  showing(doors, parts)
  redeeming(doors, parts)
  answering(doors, parts)
}

function showing(doors: Doors, parts: Parts): void {
  const { pool, clock } = parts.node
  const pace = newPace(clock, POLLS_A_MINUTE)
  doors.handle(routes.showLink, async (call) => {
    await spendOf(parts, 'links', call.from.address)
    const { drawn, from, told } = draw(call)
    const { pending: token } = call.body
    const pending = token === undefined ? null : await findPending(pool, hashOf(token))
    if (token !== undefined && pending === null) throw refuse('identity/sign-in-over')
    const link =
      pending === null ? linkForSignIn(drawn, from) : linkForSecond(drawn, from, pending.memberId, pending.id)
    const until = await putLink(pool, call.workspaceId, link)
    return { ...told, until: until.toISOString() }
  })
  doors.handle(routes.showStepUpLink, async (call) => {
    await spendOf(parts, 'links', call.from.address)
    const { drawn, from, told } = draw(call)
    const { act: asked } = call.body
    const shown = { hash: actHashOf(asked), method: asked.method, path: asked.path }
    const work = { drawn, from, shown }
    const { result: until } = await call.perform(
      'content',
      'links.show',
      (act) => showStepUp(act, work),
      activity,
    )
    return { ...told, until }
  })
  doors.handle(routes.linkState, async (call) => {
    pace(call.from.address)
    const link = await findLink(call.db, call.workspaceId, call.params.linkId)
    if (link === null || !isSame(call.body.secret, link.secretHash)) throw refuse('identity/no-such-link')
    return { state: stateAt(link, link.now), until: link.until.toISOString() }
  })
}

type LinkCall = Call<typeof routes.signInByLink>

function redeeming(doors: Doors, parts: Parts): void {
  doors.handle(routes.signInByLink, async (call) => {
    const spent = await spendOf(parts, 'redeeming', call.from.address)
    const memberId = await whoSaidYes(call)
    const { workspaceId } = call
    const whose = { workspaceId, memberId, methods: ['link'] as const }
    const { entered, mark } = await comeIn(call, parts, memberId).catch((error: unknown) => {
      if (isRefusal(error)) note(call, parts, { ...whose, code: error.code })
      throw error
    })
    await spent.giveBack()
    if (entered.begun !== null) note(call, parts, { ...whose, code: null })
    return answered(call, parts, { entered, mark, asProgram: false })
  })
}

async function whoSaidYes(call: LinkCall): Promise<string> {
  const { linkId, secret } = call.body
  const link = await findLink(call.db, call.workspaceId, linkId)
  if (link === null || !isSame(secret, link.secretHash)) throw refuse('identity/no-such-link')
  linkLife.next(stateAt(link, link.now), 'use')
  if (link.purpose !== 'sign-in' || link.answeredBy === null) throw refuse('identity/no-such-link')
  return link.answeredBy
}

async function comeIn(call: LinkCall, parts: Parts, memberId: string) {
  const { workspaceId } = call
  const device = call.cookie(DEVICE_COOKIE)
  const deviceKnown = await isKnownDevice(parts, { workspaceId, memberId, device })
  const mark = markOf(device, deviceKnown, false)
  const whence = { address: call.from.address, deviceName: call.from.device, mark, deviceKnown }
  const { result: entered } = await call.perform(
    'content',
    'sessions.begin-by-link',
    (act) => enterByLink(act, parts, { ...call.body, memberId, whence }),
    { actor: { type: 'member', memberId, sessionId: null }, workspaceId, ...activity },
  )
  return { entered, mark: deviceKnown ? null : mark }
}

function answering(doors: Doors, parts: Parts): void {
  doors.handle(routes.openLink, async (call) => {
    const spent = await spendOf(parts, 'scanning', call.from.address)
    const scan = { ...call.params, ...call.body, browser: browserOf(call) }
    const opened = await call.perform('content', 'links.open', (act) => openLink(act, scan), activity)
    await spent.giveBack()
    return linkAskedView(call, parts.people, opened.result)
  })
  doors.handle(routes.answerLink, async (call) => {
    const spent = await spendOf(parts, 'scanning', call.from.address)
    const answer = { ...call.params, ...call.body, browser: browserOf(call) }
    const { result } = await call.perform(
      'content',
      'links.answer',
      (act) => answerLink(act, answer),
      activity,
    )
    await spent.giveBack()
    noteAnswer(call, parts, result)
    return linkAskedView(call, parts.people, result)
  })
}

// What was let in, and from where: the device that asked, not the one that answered.
function noteAnswer(
  call: Pick<Call, 'caller' | 'requestId'>,
  parts: Parts,
  { link }: Scanned & { readonly link: { readonly state: LinkAsked['state'] } },
): void {
  const act = link.actMethod === null ? {} : { act: `${link.actMethod} ${link.actPath ?? ''}` }
  parts.onSignIn({
    workspaceId: call.caller.workspaceId,
    event: link.state === 'approved' ? 'link.approved@1' : 'link.declined@1',
    memberId: call.caller.memberId,
    code: null,
    device: link.device,
    address: link.address,
    ...act,
    requestId: call.requestId,
  })
}
