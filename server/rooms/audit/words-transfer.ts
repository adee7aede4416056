import { simple } from './telling.ts'
import type { Words } from './telling.ts'

/** One sentence for each event of the top seat, in both languages. */
export const transferSentences: Readonly<Record<string, Words>> = {
  'creator.transferred@1': simple(
    (t) => `创建者身份已转让给 ${t.whom}（${t.who}）`,
    (t) => `The top seat went to ${t.whom} (${t.who})`,
  ),
  'transfer.settings@1': simple(
    (t) => `${t.who} 修改了转让创建者的要求`,
    (t) => `${t.who} changed what a transfer of the top seat takes`,
  ),
  'transfer.offered@1': simple(
    (t) => `${t.who} 提出把创建者身份转让给 ${t.whom}`,
    (t) => `${t.who} offered the top seat to ${t.whom}`,
  ),
  'transfer.approved@1': simple(
    (t) => `${t.who} 同意转让创建者身份`,
    (t) => `${t.who} agreed to a transfer of the top seat`,
  ),
  'transfer.letter@1': simple(
    (t) => `${t.who} 上传了转让授权书`,
    (t) => `${t.who} put the letter for a transfer on record`,
  ),
  'transfer.accepted@1': simple(
    (t) => `${t.who} 接受了创建者身份`,
    (t) => `${t.who} accepted the top seat`,
  ),
  'transfer.armed@1': simple(
    (t) => `${t.who} 再次确认转让，冷静期开始`,
    (t) => `${t.who} confirmed the transfer once more; it cools off`,
  ),
  'transfer.vetoed@1': simple(
    (t) => (t.data['stops'] === true ? `${t.who} 提出否决，转让停止` : `${t.who} 对转让提出否决`),
    (t) =>
      t.data['stops'] === true
        ? `${t.who} objected, and stopped the transfer`
        : `${t.who} objected to the transfer`,
  ),
  'transfer.declined@1': simple(
    (t) => `${t.who} 没有接受创建者身份`,
    (t) => `${t.who} declined the top seat`,
  ),
  'transfer.cancelled@1': simple(
    (t) => `${t.who} 取消了转让`,
    (t) => `${t.who} called the transfer off`,
  ),
  'transfer.lapsed@1': simple(
    () => '转让没有完成，已结束',
    () => 'A transfer ended without a switch',
  ),
  'transfer.reminded@1': simple(
    () => '提醒：转让仍在冷静期',
    () => 'Everybody was reminded of a transfer that cools off',
  ),
  'transfer.done@1': simple(
    (t) => `转让完成，接任者为 ${t.whom}`,
    (t) => `The transfer is done; ${t.whom} has the seat`,
  ),
  'transfer.revert-asked@1': simple(
    (t) => `${t.who} 要求撤回转让`,
    (t) => `${t.who} asked for the top seat back`,
  ),
  'transfer.revert-agreed@1': simple(
    (t) => `${t.who} 同意撤回转让`,
    (t) => `${t.who} agreed that the top seat goes back`,
  ),
  'transfer.reverted@1': simple(
    () => '转让已撤回',
    () => 'A transfer was taken back',
  ),
  'transfer.revert-failed@1': simple(
    () => '转让未能撤回',
    () => 'A transfer could not be taken back',
  ),
  'transfer.item-done@1': simple(
    (t) => `${t.who} 完成了转让清单的一项`,
    (t) => `${t.who} did an item of the checklist`,
  ),
}
