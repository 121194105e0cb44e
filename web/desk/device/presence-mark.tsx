import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import type { Device } from './device-query.ts';

/** Whether a device is heard of: a mark and a word. */
const SHAPES: Readonly<Record<Device['presence'], string>> = { online: '●', offline: '■', unknown: '–' };

export const PresenceMark = ({ device }: { readonly device: Pick<Device, 'presence' | 'status'> }) => {
  const say = useSay();
  const word = useWord();
  if (device.status === 'retired') return <span className="presence">{say('× 已停用', '× Retired')}</span>;
  return (
    <span className={`presence presence-${device.presence}`}>
      <span aria-hidden="true">{SHAPES[device.presence]}</span> {word('presence', device.presence)}
    </span>
  );
};
