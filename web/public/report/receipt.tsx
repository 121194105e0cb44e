import { useEffect, useRef, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { keepCode } from '../follow/kept-codes.ts';
import { goTo } from '../shell/route.ts';
import type { Receipt } from './send.ts';

/** The code, which is shown here alone. */
export const ReceiptView = ({
  receipt,
  onAnother,
}: {
  readonly receipt: Receipt;
  readonly onAnother: () => void;
}) => {
  const say = useSay();
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const [isKept, setKept] = useState<boolean>();
  useEffect(() => heading.current?.focus(), []);
  const { trackingCode, caseNumber, place } = receipt;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(trackingCode);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <section className="receipt">
      <h1 ref={heading} tabIndex={-1}>
        {say('已收到，谢谢您', 'Received, thank you')}
      </h1>
      <p>{say('您的查询码', 'Your code')}</p>
      <p className="code">
        {trackingCode.split('-').map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
      <button type="button" className="main" onClick={() => void copy()}>
        {copied === true ? say('✓ 已复制', '✓ Copied') : say('复制查询码', 'Copy the code')}
      </button>
      {copied === false && (
        <p role="alert">{say('没能复制，请抄下或截屏。', 'It could not be copied: write it down.')}</p>
      )}
      <p className="strong">
        {say(
          '请务必记下：查询码只在这里显示一次，谁有它谁就能看进度。',
          'Keep it: it is shown only once, and whoever has it can follow the report.',
        )}
      </p>
      {isKept === undefined || !isKept ? (
        <button type="button" onClick={() => setKept(keepCode({ trackingCode, caseNumber, place }))}>
          {say('记在这台设备上（自己的手机才选）', 'Keep it on this device, if it is yours')}
        </button>
      ) : (
        <p role="status">{say('✓ 已记在这台设备上', '✓ Kept on this device')}</p>
      )}
      {isKept === false && (
        <p role="alert">{say('这台设备不能保存，请抄下。', 'This device keeps nothing: write it down.')}</p>
      )}
      <dl>
        <dt>{say('案件编号', 'Case number')}</dt>
        <dd>{caseNumber}</dd>
        <dt>{say('地点', 'Place')}</dt>
        <dd>{place}</dd>
        <dt>{say('接下来', 'What happens next')}</dt>
        <dd>
          {say(
            '受理员核对后决定是否受理，可凭查询码查看。',
            'The reception checks it; the code shows the outcome.',
          )}
        </dd>
      </dl>
      <div className="ways">
        <button type="button" onClick={() => goTo('follow')}>
          {say('查进度', 'Follow it')}
        </button>
        <button type="button" onClick={onAnother}>
          {say('再反映一个问题', 'Report something else')}
        </button>
      </div>
    </section>
  );
};
