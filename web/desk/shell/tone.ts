import { keptSwitch } from '../../shared/kept-switch.ts';

const LOCK = 'yiwang-tone';
const NOTES = [880, 1175] as const;
const NOTE_S = 0.14;
const LOUDNESS = 0.12;

let context: AudioContext | undefined;

/** Of this browser: where many sit in one room, one desk may be silent. */
export const { isOn: hasTone, set: setTone, useIsOn: useTone } = keptSwitch('yiwang.tone');

/** A browser lets a page sound only after somebody has touched it: from the first touch on there is something to sound with. */
export const readyToneOnTouch = (): (() => void) => {
  const make = (): void => {
    context ??= new AudioContext();
    void context.resume();
    stop();
  };
  const stop = (): void => {
    window.removeEventListener('pointerdown', make);
    window.removeEventListener('keydown', make);
  };
  if (navigator.userActivation.hasBeenActive) make();
  else {
    window.addEventListener('pointerdown', make);
    window.addEventListener('keydown', make);
  }
  return stop;
};

/** Until the note has ended. */
const playNote = (audio: AudioContext, frequency: number, start: number): Promise<unknown> => {
  const note = audio.createOscillator();
  const volume = audio.createGain();
  note.frequency.value = frequency;
  volume.gain.setValueAtTime(LOUDNESS, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
  note.connect(volume).connect(audio.destination);
  note.start(start);
  note.stop(start + NOTE_S);
  return new Promise((resolve) => {
    note.onended = resolve;
  });
};

/** A short tone of two notes, in one tab of the browser, if it is wanted and possible. */
export const playTone = (): void => {
  const audio = context;
  if (audio === undefined || audio.state !== 'running' || !hasTone()) return;
  void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const now = audio.currentTime;
    await Promise.all(NOTES.map((frequency, n) => playNote(audio, frequency, now + n * NOTE_S)));
  });
};
