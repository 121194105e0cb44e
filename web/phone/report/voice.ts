import { useEffect, useRef, useState } from 'react';
import { addFile } from '../keep/records.ts';
import { noteWork } from '../queue/files-at-work.ts';
import type { PhoneRecord } from '../queue/record.ts';
import { lastPosition } from './position.ts';

/** In order of what most devices can play again. */
const FORMATS = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus'] as const;
/** How often the recorder gives what it has: the time that is shown goes by it. */
const SLICE_MS = 1000;
/** A minute says more than a form; a forgotten recording ends by itself. */
const LONGEST_MS = 120_000;

export type VoiceState = 'idle' | 'recording' | 'denied';

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined;

/** Records what is said into a record, from one tap to the next. */
export const useVoice = (record: PhoneRecord) => {
  const [state, setState] = useState<VoiceState>('idle');
  /** As long as it has been recording. */
  const [seconds, setSeconds] = useState(0);
  const recorder = useRef<MediaRecorder>(undefined);
  useEffect(() => () => recorder.current?.stop(), []);

  const start = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined);
    if (stream === undefined) return setState('denied');
    const mimeType = FORMATS.find((each) => MediaRecorder.isTypeSupported(each));
    const active = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    const parts: Blob[] = [];
    const begunAt = new Date().toISOString();
    const timer = setTimeout(() => active.state !== 'inactive' && active.stop(), LONGEST_MS);
    active.ondataavailable = ({ data }) => setSeconds(parts.push(data));
    const keep = async (): Promise<void> => {
      const mediaType = active.mimeType.split(';')[0]!;
      const blob = new Blob(parts, { type: mediaType });
      if (blob.size === 0) return;
      const fileId = crypto.randomUUID();
      const file = {
        fileId,
        role: 'voice',
        mediaType,
        bytes: blob.size,
        takenAt: begunAt,
        position: lastPosition(),
        uploadUrl: null,
        digest: null,
      } as const;
      await addFile(record, file, { fileId, recordId: record.id, blob, thumbnail: null });
    };
    const done = new Promise<void>((resolve, reject) => {
      active.onstop = () => {
        clearTimeout(timer);
        for (const track of stream.getTracks()) track.stop();
        recorder.current = undefined;
        setState('idle');
        keep().then(resolve, reject);
      };
    });
    noteWork(record.id, { done, finish: () => active.state !== 'inactive' && active.stop() });
    recorder.current = active;
    setSeconds(0);
    active.start(SLICE_MS);
    setState('recording');
  };
  return { state, seconds, start, stop: () => recorder.current?.stop() };
};
