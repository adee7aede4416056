/** What notices of claims and of recoveries say. */
import type { Locale, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import { mayLook } from './views.ts'
import { CLAIM_NEWS, HOST_RECOVERY } from './told.ts'
import type { ClaimHappened, ClaimTold, RecoveryTold } from './told.ts'

type Both = { readonly zh: string; readonly en: string }
const inWords = (locale: Locale, { zh, en }: Both): string => (locale === 'zh-CN' ? zh : en)

/** To whoever is not the creator. */
const toOthers: Readonly<Record<ClaimHappened, Both>> = {
  made: {
    zh: '{by} 称创建者 {creator} 已失联，提议由 {successor} 接管。请查看证据。',
    en: '{by} says that the creator, {creator}, is gone, and names {successor}. See the evidence.',
  },
  accepted: {
    zh: '{successor} 已同意接管创建者身份。',
    en: '{successor} accepts to become creator.',
  },
  challenge: {
    zh: '表决已通过。如果 {creator} 不登录，{successor} 将在 {due} 成为创建者。',
    en: 'The votes are there. Unless {creator} signs in, {successor} becomes creator at {due}.',
  },
  reminder: { zh: '', en: '' },
  reopened: {
    zh: '部分表决人已不是超级管理员，接管需要重新表决。',
    en: 'Some who voted are no super administrators any more: more votes are needed.',
  },
  refuted: { zh: '{creator} 在，失联接管已终止。', en: '{creator} is here; the claim has ended.' },
  withdrawn: { zh: '{by} 撤回了失联接管。', en: '{by} has withdrawn the claim.' },
  lapsed: { zh: '失联接管已失效。', en: 'The claim has lapsed.' },
}

/** To the creator. */
const toCreator: Readonly<Record<ClaimHappened, Both>> = {
  ...toOthers,
  made: {
    zh: '{by} 称你已失联，提议由 {successor} 接管创建者身份。如果你在，请登录：接管会立即终止。',
    en: '{by} says that you are gone and names {successor} as creator. If you are here, sign in: that ends it.',
  },
  challenge: {
    zh: '如果你不登录，{successor} 将在 {due} 成为创建者。登录即可终止。',
    en: 'Unless you sign in, {successor} becomes creator at {due}. Signing in ends it.',
  },
  reminder: {
    zh: '如果你不登录，{successor} 将在 {due} 成为创建者。登录即可终止。',
    en: 'Unless you sign in, {successor} becomes creator at {due}. Signing in ends it.',
  },
  refuted: { zh: '你在，失联接管已终止。', en: 'You are here; the claim has ended.' },
}

const titles: Readonly<Record<'claim' | 'recovery', Both>> = {
  claim: { zh: '创建者失联接管', en: 'The creator is said to be gone' },
  recovery: { zh: '服务器上的恢复操作', en: 'Recovery on the server' },
}

const recoveries: Readonly<Record<RecoveryTold['what'], Both>> = {
  opened: {
    zh: '企业没有超级管理员，运维人员在服务器上为 {who} 生成了恢复创建者身份的登录方式。',
    en: 'Nobody administers the company: whoever runs the server made a way in for {who} as creator.',
  },
  done: {
    zh: '{who} 已通过服务器上的恢复操作成为创建者。',
    en: '{who} is the creator, by recovery on the server.',
  },
}

/** Says of claims what has moved, and of recoveries on the host what was done. */
export const claimWords = (
  names: Names,
): Readonly<Record<typeof CLAIM_NEWS | typeof HOST_RECOVERY, Speaker>> => ({
  [CLAIM_NEWS]: async (reading, locale, data) => {
    // Written by this room's own `tellOf`, whose name bears the version of the form.
    const told = data as readonly ClaimTold[]
    const ids = told.flatMap(({ byId, creatorId, successorId }) => [byId, creatorId, successorId])
    const known = await people(reading, names, ids)
    return told.map((one) => claimSaid(reading, locale, one, known))
  },
  [HOST_RECOVERY]: async (reading, locale, data) => {
    const told = data as readonly RecoveryTold[]
    const known = await people(
      reading,
      names,
      told.map(({ memberId }) => memberId),
    )
    return told.map(({ memberId, what }): Said => ({
      title: inWords(locale, titles.recovery),
      words: inWords(locale, recoveries[what]).replace('{who}', known.get(memberId) ?? ''),
      leads: null,
    }))
  },
})

function claimSaid(
  reading: Reading,
  locale: Locale,
  told: ClaimTold,
  known: ReadonlyMap<string, string>,
): Said {
  const { what, byId, creatorId, successorId, dueAt } = told
  const words = inWords(locale, (creatorId === reading.memberId ? toCreator : toOthers)[what])
  const due =
    dueAt === null ? '' : new Date(dueAt).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const filled = words
    .replace('{by}', known.get(byId) ?? '')
    .replace('{creator}', known.get(creatorId) ?? '')
    .replace('{successor}', known.get(successorId) ?? '')
    .replace('{due}', due)
  return { title: inWords(locale, titles.claim), words: filled, leads: leadsTo(reading, told) }
}

/** To the claim, for whoever may still look at it; the creator and the successor read it in the messenger. */
function leadsTo(reading: Reading, told: ClaimTold): NonNullable<Said['leads']> | null {
  const { claimId, creatorId, successorId } = told
  if (!mayLook(reading, told)) return null
  return { kind: 'claim', id: claimId, mine: [creatorId, successorId].includes(reading.memberId) }
}

const people = (reading: Reading, names: Names, ids: readonly string[]) =>
  names(reading.db, reading.workspaceId, {
    members: [...new Set(ids)],
    departments: [],
    groups: [],
    positions: [],
  })
