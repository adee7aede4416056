import { simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

const version = ({ data }: Told): string =>
  typeof data['version'] === 'number' ? String(data['version']) : ''

/** One sentence for each event of asking for rights, in both languages. */
export const requestSentences: Readonly<Record<string, Words>> = {
  'request.drafted@1': simple(
    (t) => `${t.who} 保存了权限申请草稿`,
    (t) => `${t.who} kept a draft of a request`,
  ),
  'request.prepared@1': simple(
    (t) => `${t.who} 替 ${t.whom} 准备了权限申请`,
    (t) => `${t.who} prepared a request for ${t.whom}`,
  ),
  'request.submitted@1': simple(
    (t) => `${t.who} 提交了 ${t.whom} 的权限申请`,
    (t) => `${t.who} sent a request for ${t.whom}`,
  ),
  'request.approved@1': simple(
    (t) => `${t.who} 同意了 ${t.whom} 的权限申请`,
    (t) => `${t.who} agreed to the request of ${t.whom}`,
  ),
  'request.granted@1': simple(
    (t) => `${t.whom} 的权限申请获批`,
    (t) => `The request of ${t.whom} was granted`,
  ),
  'request.rejected@1': simple(
    (t) => `${t.who} 驳回了 ${t.whom} 的权限申请`,
    (t) => `${t.who} refused the request of ${t.whom}`,
  ),
  'request.upheld@1': simple(
    (t) => `${t.who} 维持了对 ${t.whom} 的驳回`,
    (t) => `${t.who} upheld the refusal of the request of ${t.whom}`,
  ),
  'request.asked@1': simple(
    (t) => `${t.who} 请 ${t.whom} 补充说明`,
    (t) => `${t.who} asked ${t.whom} for more about a request`,
  ),
  'request.answered@1': simple(
    (t) => `${t.who} 补充了申请说明`,
    (t) => `${t.who} answered about a request`,
  ),
  'request.offered@1': simple(
    (t) => `${t.who} 对 ${t.whom} 的申请提出调整`,
    (t) => `${t.who} offered less than ${t.whom} asked`,
  ),
  'request.accepted@1': simple(
    (t) => `${t.who} 接受了调整`,
    (t) => `${t.who} took what was offered`,
  ),
  'request.declined@1': simple(
    (t) => `${t.whom} 的申请未接受调整`,
    (t) => `What was offered to ${t.whom} was not taken`,
  ),
  'request.withdrawn@1': simple(
    (t) => `${t.who} 撤回了权限申请`,
    (t) => `${t.who} took a request back`,
  ),
  'request.appealed@1': simple(
    (t) => `${t.who} 对驳回提出申诉`,
    (t) => `${t.who} appealed a refusal`,
  ),
  'request.invited@1': simple(
    (t) => `${t.who} 请同事为申请说明情况`,
    (t) => `${t.who} asked colleagues for their word on a request`,
  ),
  'request.endorsed@1': simple(
    (t) => `${t.who} 为 ${t.whom} 的申请说明了情况`,
    (t) => `${t.who} spoke for the request of ${t.whom}`,
  ),
  'request.said@1': simple(
    (t) => `${t.who} 在 ${t.whom} 的申请下留言`,
    (t) => `${t.who} said something about the request of ${t.whom}`,
  ),
  'request.lapsed@1': simple(
    (t) => `${t.whom} 的权限申请超过期限失效`,
    (t) => `The request of ${t.whom} lapsed`,
  ),
  'request.escalated@1': simple(
    (t) => `${t.whom} 的权限申请超时，转给更多审批人`,
    (t) => `The request of ${t.whom} went on to others`,
  ),
  'request.reassigned@1': simple(
    (t) => `${t.whom} 的权限申请更换了审批人`,
    (t) => `Others were asked about the request of ${t.whom}`,
  ),
  'request.reminded@1': simple(
    (t) => `提醒审批人处理 ${t.whom} 的权限申请`,
    (t) => `Approvers of the request of ${t.whom} were reminded`,
  ),
  'request.minded@1': simple(
    (t) => `整理了 ${t.whom} 的权限申请的时限`,
    (t) => `The clock of the request of ${t.whom} was set right`,
  ),
  'request.warned@1': simple(
    (t) => `提醒 ${t.whom} 临时权限即将到期`,
    (t) => `${t.whom} was told that a right is about to end`,
  ),
  'request.flow-set@1': simple(
    (t) => `${t.who} 修改了申请流程（第 ${version(t)} 版）`,
    (t) => `${t.who} set the way of requests (version ${version(t)})`,
  ),
  'deputy.set@1': simple(
    (t) => `${t.who} 设置了审批代理，涉及 ${t.whom}`,
    (t) => `${t.who} set a deputy: ${t.whom}`,
  ),
  'deputy.ended@1': simple(
    (t) => `${t.who} 结束了审批代理，涉及 ${t.whom}`,
    (t) => `${t.who} ended a deputy: ${t.whom}`,
  ),
  'report.made@1': simple(
    (t) => `${t.who} 反馈了权限问题`,
    (t) => `${t.who} reported a problem with permissions`,
  ),
  'report.answered@1': simple(
    (t) => `${t.who} 答复了 ${t.whom} 的反馈`,
    (t) => `${t.who} answered a report of ${t.whom}`,
  ),
}
