import { useSyncExternalStore } from 'react';

/* Of this browser: where many sit in one room, one desk may be silent. */
const STORED = 'yiwang.tone';
const LOCK = 'yiwang-tone';
const NOTES = [880, 1175] as const;
const NOTE_S = 0.14;
const LOUDNESS = 0.12;

const listeners = new Set<() => void>();
let context: AudioContext | undefined;

export const hasTone = (): boolean => localStorage.getItem(STORED) !== 'off';

export const setTone = (isOn: boolean): void => {
  localStorage.setItem(STORED, isOn ? 'on' : 'off');
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useTone = (): boolean => useSyncExternalStore(subscribe, hasTone);

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

const sound = (audio: AudioContext): void => {
  NOTES.forEach((frequency, n) => {
    const start = audio.currentTime + n * NOTE_S;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + NOTE_S);
  });
};

/** A short tone of two notes, in one tab of the browser, if it is wanted and possible. */
export const playTone = (): void => {
  const audio = context;
  if (audio === undefined || audio.state !== 'running' || !hasTone()) return;
  void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    sound(audio);
    await new Promise((resolve) => setTimeout(resolve, NOTES.length * NOTE_S * 1000));
  });
};
