import type { Random } from './random.ts'

// Each with how it is written in a login. Common characters, put together by hand.
const surnames = `王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 周zhou 吴wu 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he
林lin 高gao 罗luo 郑zheng 梁liang 谢xie 宋song 唐tang 许xu 韩han 冯feng 邓deng 曹cao 彭peng 曾zeng 肖xiao 田tian 董dong
潘pan 袁yuan 蔡cai 蒋jiang 余yu 于yu 杜du 叶ye 程cheng 魏wei 苏su 吕lv 丁ding 任ren 沈shen 姚yao 卢lu 姜jiang 崔cui 钟zhong
谭tan 陆lu 汪wang 范fan 欧阳ouyang`
const first = `文wen 子zi 思si 雨yu 晓xiao 嘉jia 明ming 志zhi 海hai 建jian 佳jia 俊jun 一yi 梦meng 梓zi 浩hao 宇yu 欣xin 若ruo 静jing
心xin 泽ze 书shu 云yun 可ke 天tian 立li 永yong 国guo 春chun 秋qiu 远yuan 安an 乐le 亦yi 诗shi 婉wan 景jing 清qing 承cheng`
const last = `涵han 轩xuan 怡yi 杰jie 琪qi 辰chen 宁ning 豪hao 霖lin 婷ting 航hang 洋yang 倩qian 磊lei 阳yang 薇wei 峰feng 慧hui 晨chen
瑶yao 凯kai 丽li 博bo 莹ying 鹏peng 萱xuan 斌bin 颖ying 川chuan 雯wen 然ran 彤tong 毅yi 岚lan 楠nan 悦yue 哲zhe 敏min 远yuan 华hua`

type Sign = { readonly sign: string; readonly sound: string }

const signsOf = (list: string): readonly Sign[] =>
  list.split(/\s+/).map((word) => {
    const at = word.search(/[a-z]/)
    return { sign: word.slice(0, at), sound: word.slice(at) }
  })

const all = { surnames: signsOf(surnames), first: signsOf(first), last: signsOf(last) }
// Every fourth or so has a given name of one character.
const ONE_CHARACTER = 4

export type Name = { readonly name: string; readonly login: string }

/** Draws names with a login each. Names repeat as they do in any company; logins never do. */
export function nameSource(random: Random, taken: readonly string[]): () => Name {
  const logins = new Set(taken)
  return () => {
    const surname = random.pick(all.surnames)
    const given =
      random.below(ONE_CHARACTER) === 0
        ? [random.pick(all.last)]
        : [random.pick(all.first), random.pick(all.last)]
    const name = [surname, ...given].map(({ sign }) => sign).join('')
    const sound = `${surname.sound}.${given.map((each) => each.sound).join('')}`
    let login = sound
    for (let count = 2; logins.has(login); count += 1) login = `${sound}${count}`
    logins.add(login)
    return { name, login }
  }
}
