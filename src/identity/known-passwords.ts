/**
 * What people in China choose beside the lists that the world's leaks gave: love in digits and pinyin, keyboard walks, places
 * and words of this work, common names. Compared without digits and signs around them.
 */
const CHOSEN_HERE: readonly string[] = [
  ...[
    'woaini',
    'woaiwojia',
    'woaizhongguo',
    'woaibaobao',
    'woaimama',
    'woaita',
    'aini',
    'ainiyiwannian',
    'wodemima',
  ],
  ...[
    'mima',
    'mimamima',
    'nihao',
    'nihaoma',
    'buzhidao',
    'meiyoumima',
    'caonima',
    'xiaoxiao',
    'baobei',
    'laopo',
    'laogong',
  ],
  ...[
    'qwe',
    'qweasd',
    'qweasdzxc',
    'asdqwe',
    'qazwsx',
    'qazwsxedc',
    'zaqxsw',
    'asdfghjkl',
    'zxcvbnm',
    'qwertyuiop',
    'abcd',
  ],
  ...['qq', 'wx', 'weixin', 'taobao', 'alipay', 'baidu', 'huawei', 'xiaomi', 'wangyi', 'tencent', 'zhifubao'],
  ...[
    'zhongguo',
    'china',
    'beijing',
    'shanghai',
    'shanxi',
    'taiyuan',
    'datong',
    'yangquan',
    'changzhi',
    'jincheng',
    'shuozhou',
  ],
  ...[
    'jinzhong',
    'yuncheng',
    'xinzhou',
    'linfen',
    'lvliang',
    'luliang',
    'fenhe',
    'yingze',
    'xiaodian',
    'jinyuan',
  ],
  ...[
    'admin',
    'administrator',
    'root',
    'test',
    'user',
    'guest',
    'manager',
    'system',
    'super',
    'password',
    'passwd',
    'passw0rd',
  ],
  ...[
    'yiwang',
    'yiwangtongguan',
    'wangge',
    'wanggeyuan',
    'wanggehua',
    'chengguan',
    'zhengfu',
    'gongan',
    'jiedao',
    'shequ',
  ],
  ...[
    'zhangwei',
    'wangwei',
    'wangfang',
    'liwei',
    'lina',
    'zhangmin',
    'lijing',
    'wangjing',
    'liuwei',
    'wangxiuying',
    'zhangli',
  ],
  ...[
    'lixiuying',
    'wangli',
    'zhangjing',
    'lijun',
    'zhangyong',
    'wangyong',
    'zhaowei',
    'chenwei',
    'yangyang',
    'xiaoming',
  ],
];

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** The texts that a password may be a known one by: as it is, without what stands around its letters, a unit of its repetition. */
const formsOf = (password: string): string[] => {
  const plain = password.normalize('NFKC').toLowerCase();
  const trim = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const unit = /^(.+?)\1+$/u.exec(plain)?.[1] ?? plain;
  // What stands at the end is more often a number than a letter in disguise: both are looked at.
  return [plain, unit, trim(plain), trim(unit), withLetters(plain), withLetters(trim(plain))];
};

const withLetters = (text: string): string => [...text].map((each) => LEET[each] ?? each).join('');

export type KnownPasswords = (password: string) => boolean;

/**
 * Tells passwords that a guesser tries first: those of `list` (lower case), those chosen here, either with digits and signs
 * around them or for letters, and digits alone (telephone numbers, days of birth).
 */
export const createKnownPasswords = (list: readonly string[]): KnownPasswords => {
  const known = new Set([...list, ...CHOSEN_HERE]);
  return (password) => {
    // At most two letters beside digits and common signs: a number with something around it.
    const letters = password.normalize('NFKC').replace(/[\d\s.,:;/_-]/g, '');
    return [...letters].length <= 2 || formsOf(password).some((form) => known.has(form));
  };
};
