/**
 * Passwords that people in China choose and that the lists from international leaks lack: love in digits and pinyin, keyboard walks,
 * places and words of this work, common names. Compared without digits and signs around them.
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

/** The texts compared with known passwords: the password itself, its letters without what surrounds them, the unit that it repeats. */
const formsOf = (password: string): string[] => {
  const plain = password.normalize('NFKC').toLowerCase();
  const trim = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const unit = /^(.+?)\1+$/u.exec(plain)?.[1] ?? plain;
  // A digit at the end is more often a number than a disguised letter: both are tried.
  return [plain, unit, trim(plain), trim(unit), withLetters(plain), withLetters(trim(plain))];
};

const withLetters = (text: string): string => [...text].map((each) => LEET[each] ?? each).join('');

export type KnownPasswords = (password: string) => boolean;

/**
 * Recognises passwords that a guesser tries first: those of `list` (lower case), those of our own list, either with digits and signs
 * around them or in place of letters, and digits alone (telephone numbers, days of birth).
 */
export const createKnownPasswords = (list: readonly string[]): KnownPasswords => {
  const known = new Set([...list, ...CHOSEN_HERE]);
  return (password) => {
    // At most two letters besides digits and common signs: a number with something around it.
    const letters = password.normalize('NFKC').replace(/[\d\s.,:;/_-]/g, '');
    return [...letters].length <= 2 || formsOf(password).some((form) => known.has(form));
  };
};
