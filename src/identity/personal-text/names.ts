import { SURNAMES } from './surnames.ts';

/**
 * Words after which a text names a person. Names are searched for nowhere else: without such a word 高平 is a town and 白云 a road.
 * Longer words come before their prefixes.
 */
export const PERSON_LABELS = [
  '报警人员',
  '报警人',
  '报案人',
  '报料人',
  '举报人',
  '投诉人',
  '来电人',
  '来访人',
  '反映人',
  '诉求人',
  '信访人',
  '上访人',
  '申请人',
  '申诉人',
  '当事人',
  '受害人',
  '伤者',
  '死者',
  '患者',
  '目击者',
  '目击人',
  '联系人',
  '联络人',
  '经办人',
  '负责人',
  '责任人',
  '户主',
  '房主',
  '房东',
  '租户',
  '业主',
  '车主',
  '店主',
  '机主',
  '监护人',
  '求助人',
  '求助者',
  '居民',
  '村民',
  '市民',
  '群众',
  '姓名',
  '名字',
  '本人',
  '我叫',
  '名叫',
  'reporter',
  'complainant',
  'petitioner',
  'contactName',
  'contact',
  'realName',
  'fullName',
  'personName',
  'victim',
  'owner',
] as const;

/** What follows a name in running text; a given name ends before it. */
const AFTER_A_NAME = new Set(
  '说称叫在于是的来去到打拨电报反投举诉家住给对向从被把将与和及同有无要求因为已未又再也就都，。、；：！？,.;:!?（）()《》“”"\'及等手号联身证现正刚曾该此其我你他她它们',
);

/** Appears where a name would, but is not one. */
const NO_NAMES = new Set([
  '不详',
  '不明',
  '未知',
  '匿名',
  '本人',
  '同上',
  '见附件',
  '无',
  '没有',
  '保密',
  '暂无',
  '路过',
  '电话',
  '手机',
  '姓名',
]);

const HAN = /^\p{Script=Han}$/u;
/** Words that also have other uses count only if there is a punctuation mark between them and the name. */
const NEEDS_MARK = new Set([
  '居民',
  '村民',
  '市民',
  '群众',
  '本人',
  '负责人',
  '责任人',
  '名字',
  'contact',
  'owner',
]);
const MARK = String.raw`[\s"'“”「」『』]{0,4}(?:[:：=＝]|是|为|叫|系)?[\s"'“”「」『』（(]{0,4}`;
const LABEL = new RegExp(`(?<![A-Za-z])(${PERSON_LABELS.join('|')})(?![a-z])(${MARK})`, 'gi');
/** Titles after a surname: the surname alone names nobody, but they are shown like a name. */
const TITLE = /^(?:先生|女士|小姐|师傅|大爷|大妈|大叔|阿姨|老师|同志|某某|某)/;
const LATIN_NAME = /^[A-Z][A-Za-z'’-]{1,20}(?: [A-Z][A-Za-z'’-]{1,20}){0,2}/;

const isHan = (character: string | undefined): boolean => character !== undefined && HAN.test(character);

/** Length of the name with which the text begins; 0 if there is none. */
const nameLength = (text: string, marked: boolean): number => {
  const characters = [...text.slice(0, 12)];
  if (!isHan(characters[0])) return marked ? (LATIN_NAME.exec(text)?.[0].length ?? 0) : 0;
  let run = 0;
  while (run < 5 && isHan(characters[run])) run += 1;
  const whole = characters.slice(0, run).join('');
  if (NO_NAMES.has(whole) || NO_NAMES.has(characters.slice(0, 2).join(''))) return 0;
  const surname = [characters.slice(0, 2).join(''), characters[0]!].find((part) => SURNAMES.has(part));
  if (surname === undefined) {
    // A rare surname, where nothing else is possible: between the punctuation mark and the end of the words.
    return marked && run >= 2 && run <= 4 ? whole.length : 0;
  }
  const rest = text.slice(surname.length);
  const title = TITLE.exec(rest);
  if (title !== null) return surname.length + title[0].length;
  const given = [...rest.slice(0, 6)].slice(0, 2);
  if (!isHan(given[0]) || AFTER_A_NAME.has(given[0]!)) return 0;
  const second = isHan(given[1]) && !AFTER_A_NAME.has(given[1]!) ? given[1]!.length : 0;
  return surname.length + given[0]!.length + second;
};

/** Where names occur, found by the words before them: start and end in UTF-16 units. */
export const findNames = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(LABEL)) {
    const [all, label, mark] = match;
    const marked = /[:：=＝是为叫系]/.test(mark!) || label === '我叫' || label === '名叫';
    if (!marked && (NEEDS_MARK.has(label!) || /^[a-z]/i.test(label!))) continue;
    const start = match.index + all.length;
    const length = nameLength(text.slice(start, start + 72), marked);
    if (length > 0) found.push({ start, end: start + length });
  }
  return found;
};
