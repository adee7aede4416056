import { simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

const things: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  group: ['群', 'groups'],
  report: ['下属', 'reports'],
  file: ['文件', 'files'],
}
const zh = ({ data }: Told): string => things[String(data['kind'])]?.[0] ?? '资源'
const en = ({ data }: Told): string => things[String(data['kind'])]?.[1] ?? 'things'
const count = ({ data }: Told, field = 'handed'): number => {
  const value = data[field]
  return typeof value === 'number' ? value : 0
}

/** One sentence for each event of hand-overs and backups, in both languages. */
export const handoverSentences: Readonly<Record<string, Words>> = {
  'conversation.owner-changed@1': simple(
    (t) => `${t.who} 更换了群主，涉及 ${t.whom}`,
    (t) => `${t.who} changed the owner of a group: ${t.whom}`,
  ),
  'file.kept@1': simple(
    (t) => `文件转由 ${t.whom} 保管`,
    (t) => `A file went into the keeping of ${t.whom}`,
  ),
  'handover.offered@1': simple(
    (t) => `${t.who} 发起交接：${t.whom} 的 ${count(t, 'count')} 项${zh(t)}`,
    (t) => `${t.who} offered ${count(t, 'count')} ${en(t)} of ${t.whom} to a successor`,
  ),
  'handover.accepted@1': simple(
    (t) => `${t.who} 接手了 ${t.whom} 的 ${count(t)} 项${zh(t)}`,
    (t) => `${t.who} took over ${count(t)} ${en(t)} of ${t.whom}`,
  ),
  'handover.declined@1': simple(
    (t) => `${t.who} 谢绝接手 ${t.whom} 的${zh(t)}`,
    (t) => `${t.who} declined to take over ${en(t)} of ${t.whom}`,
  ),
  'handover.withdrawn@1': simple(
    (t) => `${t.who} 撤回了 ${t.whom} 的${zh(t)}交接`,
    (t) => `${t.who} withdrew a hand-over of ${en(t)} of ${t.whom}`,
  ),
  'handover.lapsed@1': simple(
    (t) => `${t.whom} 的${zh(t)}交接逾期未答复，已失效`,
    (t) => `A hand-over of ${en(t)} of ${t.whom} lapsed without an answer`,
  ),
  'handover.parked@1': simple(
    (t) => `${t.who} 将 ${t.whom} 的 ${count(t)} 项${zh(t)}交人代管`,
    (t) => `${t.who} put ${count(t)} ${en(t)} of ${t.whom} into custody`,
  ),
  'handover.reversed@1': simple(
    (t) => `${t.who} 将 ${count(t)} 项${zh(t)}退回 ${t.whom}`,
    (t) => `${t.who} gave ${count(t)} ${en(t)} back to ${t.whom}`,
  ),
  'backup.taken@1': simple(
    (t) => `${t.who} 为 ${t.whom} 封存了一份备份`,
    (t) => `${t.who} sealed a backup of what ${t.whom} holds`,
  ),
  'backup.opened@1': simple(
    (t) => `${t.who} 打开了 ${t.whom} 的一份封存备份`,
    (t) => `${t.who} opened a sealed backup of ${t.whom}`,
  ),
  'backup.file-read@1': simple(
    (t) => `${t.who} 读取了 ${t.whom} 封存备份中的文件 ${t.text('name')}`,
    (t) => `${t.who} read ${t.text('name')} in a sealed backup of ${t.whom}`,
  ),
}
