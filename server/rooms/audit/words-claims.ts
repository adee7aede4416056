import { simple } from './telling.ts'
import type { Words } from './telling.ts'

/** One sentence for each event of claims and of recoveries on the host, in both languages. */
export const claimSentences: Readonly<Record<string, Words>> = {
  'claim.made@1': simple(
    (t) => `${t.who} 称创建者已失联，发起接管：${t.whom}`,
    (t) => `${t.who} claimed that the creator is gone: ${t.whom}`,
  ),
  'claim.voted@1': simple(
    (t) => `${t.who} 赞成失联接管`,
    (t) => `${t.who} voted for the claim that the creator is gone`,
  ),
  'claim.accepted@1': simple(
    (t) => `${t.who} 同意接管创建者身份`,
    (t) => `${t.who} accepted to become creator`,
  ),
  'claim.challenged@1': simple(
    () => '失联接管表决通过，开始等待创建者回应',
    () => 'The votes are there: the creator has time to answer',
  ),
  'claim.told@1': simple(
    (t) => `第 ${String(t.data['day'])} 次提醒创建者：有人称其已失联`,
    (t) => `The creator was told for the ${String(t.data['day'])}. time that they are said to be gone`,
  ),
  'claim.reopened@1': simple(
    () => '失联接管的有效票数不足，需要重新表决',
    () => 'The claim lost its votes and needs new ones',
  ),
  'claim.refuted@1': simple(
    (t) => (t.data['how'] === 'word' ? `${t.who} 回应“我在”，失联接管终止` : '创建者已登录，失联接管终止'),
    (t) =>
      t.data['how'] === 'word'
        ? `${t.who} is here: the claim ended`
        : 'The creator showed themself: the claim ended',
  ),
  'claim.withdrawn@1': simple(
    (t) => `${t.who} 撤回了失联接管`,
    (t) => `${t.who} withdrew the claim that the creator is gone`,
  ),
  'claim.lapsed@1': simple(
    () => '失联接管已失效',
    () => 'The claim that the creator is gone lapsed',
  ),
  'claim.done@1': simple(
    () => '失联接管完成，创建者已变更',
    () => 'The claim was carried out: there is a new creator',
  ),
  'claim.host-recovery@1': simple(
    (t) => `运维人员 ${t.text('hostUser')} 在服务器上为 ${t.whom} 生成了恢复创建者身份的登录方式`,
    (t) => `On the server, ${t.text('hostUser')} made a way in for ${t.whom} as creator`,
  ),
  'claim.host-recovered@1': simple(
    (t) => `${t.whom} 使用了服务器上生成的登录方式，现为创建者`,
    (t) => `${t.whom} used the way in made on the server, and is the creator`,
  ),
  'claim.host-recovery-ended@1': simple(
    (t) => `服务器上为 ${t.whom} 生成的登录方式已失效`,
    (t) => `The way in made on the server for ${t.whom} ended`,
  ),
}
